import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding } from '../event/finding.ts'
import { Request } from '../event/request.ts'
import { Alerts } from './alerts.ts'

const start = Date.UTC(2026, 10, 21, 6)
const minute = 60_000

function finding(time: number, other: Partial<Finding> = {}): Finding {
  return {
    detector: 'web/sql-injection',
    kind: 'sql_injection',
    topic: 'web-attack',
    score: 0.9,
    severity: 'medium',
    confidence: 'high',
    entity: { type: 'client', value: '203.0.113.9' },
    time,
    since: time,
    count: 1,
    reasons: [{ field: 'request.target', seen: `' OR ${time}`, usual: '', weight: 1 }],
    outcome: 'failed',
    note: false,
    ...other,
  }
}

function request(time: number, client = '203.0.113.9', route = '/product'): Request {
  const event = new Request()
  event.time = time
  event.client = client
  event.network = `${client.split('.').slice(0, 3).join('.')}.0/24`
  event.route = route
  event.host = 'shop.example'
  event.line = `line at ${time}`
  event.position = time - start
  return event
}

function note(rule: string, seen: string, time: number): Finding {
  return finding(time, {
    detector: rule,
    note: true,
    score: 0.4,
    severity: 'low',
    reasons: [{ field: 'request.target', seen, usual: '', weight: 1 }],
  })
}

test('one alert for many findings, resolved when they stop, the same one when they return', () => {
  const alerts = new Alerts()
  for (let i = 0; i < 41; i++) alerts.take(finding(start + i * 3000), request(start + i * 3000))
  const [firing] = alerts.changes()
  assert.equal(firing!.state, 'firing')
  assert.equal(
    firing!.sentence,
    '203.0.113.9 sent 41 SQL injections to /product in 2 min; all refused.',
  )
  assert.equal(firing!.count, 41)
  assert.equal(firing!.peak, 20)
  assert.match(firing!.id, /^[0-9a-f]{16}$/)
  assert.deepEqual(firing!.mitre, ['T1190'])
  assert.ok(firing!.lines.length <= 8 && firing!.lines[0]!.line === `line at ${start}`)
  assert.equal(alerts.firingFor('203.0.113.9')?.id, firing!.id)
  assert.equal(alerts.firingFor('203.0.113.8'), undefined)

  alerts.advance(start + 20 * minute)
  assert.deepEqual(
    alerts.changes().map(({ id, state }) => [id, state]),
    [[firing!.id, 'resolved']],
  )
  assert.equal(alerts.firingFor('203.0.113.9'), undefined)
  alerts.take(finding(start + 30 * minute))
  assert.deepEqual(
    alerts.changes().map(({ id, state, count }) => [id, state, count]),
    [[firing!.id, 'firing', 42]],
  )
  alerts.advance(start + 24 * 60 * minute)
  assert.deepEqual(alerts.all(), [])
  assert.deepEqual(alerts.incidents(), [])
})

test('a pending alert fires when it lasts, when it is grave or when there is enough', () => {
  const options = { topics: { 'web-attack': { for: minute } } }
  const lasting = new Alerts(options)
  assert.equal(lasting.take(finding(start))!.state, 'pending')
  assert.equal(lasting.take(finding(start + minute))!.state, 'firing')
  assert.equal(new Alerts(options).take(finding(start, { severity: 'high' }))!.state, 'firing')
  const many = new Alerts(options)
  for (let i = 0; i < 2; i++) assert.equal(many.take(finding(start + i))!.state, 'pending')
  assert.equal(many.take(finding(start + 2))!.state, 'firing')
})

test('notes add up: three rules, or much different evidence, never the same again and again', () => {
  const alerts = new Alerts()
  for (let i = 0; i < 500; i++)
    assert.equal(alerts.take(note('a', 'the same', start + i * 1000)), undefined)
  assert.deepEqual(alerts.all(), [])
  assert.equal(alerts.take(note('b', 'x', start + 500_000)), undefined)
  assert.equal(alerts.take(note('c', 'y', start + 501_000))!.severity, 'medium')

  const other = new Alerts()
  let n = 0
  while (!other.take(note('a', `evidence ${n}`, start + n * 1000)) && n < 100) n++
  assert.ok(n >= 6 && n < 12, String(n))
  const slow = new Alerts()
  for (let i = 0; i < 100; i++)
    assert.equal(slow.take(note('a', `evidence ${i}`, start + i * 9 * minute)), undefined)
})

test('events are counted once, windows of a behaviour do not add up where they overlap', () => {
  const alerts = new Alerts()
  const at = request(start)
  alerts.take(finding(start), at)
  alerts.take(finding(start, { detector: 'web/xss', kind: 'cross_site_scripting' }), at)
  assert.equal(alerts.all()[0]!.count, 1)
  const flood = (end: number, count: number): Finding =>
    finding(end, {
      topic: 'volume',
      kind: 'flood',
      detector: 'flood',
      since: end - minute,
      count,
      severity: 'high',
    })
  for (let s = 0; s <= 60; s++) alerts.take(flood(start + minute + s * 1000, 600 + s))
  const flooding = (): number => alerts.all().find(({ kind }) => kind === 'flood')!.count
  assert.equal(flooding(), 660)
  alerts.take(flood(start + 3 * minute, 500))
  assert.equal(flooding(), 1160)
})

test('what befalls the site is said with the gravest that was seen', () => {
  const surge = (time: number, share: string, clients: string): Finding =>
    finding(time, {
      detector: 'behaviour/error-surge',
      kind: 'error_surge',
      topic: 'errors',
      severity: share > '50 %' ? 'critical' : 'high',
      entity: { type: 'host', value: '' },
      reasons: [
        { field: 'share of server errors at /product', seen: share, usual: '0.1 %', weight: 0.7 },
        { field: 'different clients that saw them', seen: clients, usual: '', weight: 0.3 },
      ],
      outcome: 'unknown',
    })
  const alerts = new Alerts()
  const told = [surge(start, '20 %', '9'), surge(start + 1, '76 %', '40')]
  for (const one of [...told, surge(start + 2 * minute, '30 %', '12')])
    alerts.take(one, request(one.time))
  assert.equal(
    alerts.all()[0]!.sentence,
    '76 % of answers from /product are server errors (usually 0.1 %), seen by 40 clients, for 2 min.',
  )
  const silent = finding(start, {
    kind: 'source_silence',
    topic: 'traffic',
    entity: { type: 'host', value: '' },
    reasons: [{ field: 'visits in 300 s', seen: '0', usual: '30', weight: 1 }],
  })
  const quiet = new Alerts()
  quiet.take(silent)
  assert.equal(
    quiet.all()[0]!.sentence,
    'The site has gone silent: no visits in 300 s (usually 30).',
  )
})

test('three kinds of probes are a scanner; a success is critical', () => {
  const alerts = new Alerts()
  for (const kind of ['sql_injection', 'cross_site_scripting', 'path_traversal'] as const)
    alerts.take(finding(start, { kind, detector: kind }), request(start))
  assert.equal(alerts.all()[0]!.kind, 'scanner')
  assert.match(alerts.all()[0]!.sentence, /SQL injection/)
  assert.equal(alerts.take(finding(start + 1, { outcome: 'succeeded' }))!.severity, 'critical')
  assert.match(alerts.all()[0]!.sentence, /; one worked\.$/)
  const weights = alerts.all()[0]!.reasons.map(({ weight }) => weight)
  assert.ok(Math.abs(weights.reduce((a, b) => a + b, 0) - 1) < 1e-9)
})

test('alerts of one client, network or outage are one incident', () => {
  const alerts = new Alerts()
  alerts.take(finding(start), request(start))
  alerts.take(finding(start, { topic: 'credentials', kind: 'brute_force' }), request(start))
  alerts.take(
    finding(start, { entity: { type: 'client', value: '198.51.100.1' } }),
    request(start, '198.51.100.1'),
  )
  assert.deepEqual(
    alerts
      .incidents()
      .map((incident) => incident.alerts.length)
      .toSorted((a, b) => a - b),
    [1, 2],
  )
  const [told] = alerts.incidentChanges().filter((incident) => incident.alerts.length === 2)
  assert.equal(told!.sentence, '203.0.113.9: SQL injection and brute force; 2 alerts in 1 s.')
  assert.deepEqual(alerts.incidentChanges(), [])
})

test('neighbours that do the same are one alert, about their network', () => {
  const alerts = new Alerts()
  const first = alerts.take(finding(start), request(start))
  const neighbour = { type: 'client', value: '203.0.113.77' } as const
  const second = alerts.take(
    finding(start + minute, { entity: neighbour }),
    request(start + minute, neighbour.value),
  )
  assert.equal(second!.id, first!.id)
  assert.deepEqual(second!.entity, { type: 'network', value: '203.0.113.0/24' })
  assert.equal(alerts.firingFor(neighbour.value)!.id, first!.id)
  assert.equal(alerts.firingFor('203.0.113.9')!.id, first!.id)
  assert.equal(alerts.firingFor('203.0.113.8'), undefined)
})

test('clients of a distributed attack are taken into its alert', () => {
  const alerts = new Alerts()
  const wide = alerts.take(
    finding(start, {
      topic: 'credentials',
      kind: 'credential_stuffing',
      entity: { type: 'route', value: 'shop.example/login' },
      severity: 'high',
      since: start - minute,
      count: 300,
    }),
  )
  for (let i = 1; i < 100; i++) {
    const client = `198.51.${i}.1`
    const entity = { type: 'client', value: client } as const
    alerts.take(
      finding(start + i, { topic: 'credentials', kind: 'brute_force', entity }),
      request(start + i, client, '/login'),
    )
    assert.equal(alerts.firingFor(client)?.id, wide!.id)
  }
  assert.equal(alerts.all().length, 1)
})

test('thirty thousand attackers at once stay within bounds', () => {
  const alerts = new Alerts({ most: 500 })
  const grave = finding(start, { severity: 'critical', entity: { type: 'client', value: 'grave' } })
  alerts.take(grave, request(start))
  for (let i = 0; i < 30_000; i++) {
    const entity = { type: 'client', value: `c${i}` } as const
    alerts.take(finding(start + i, { entity, note: i % 3 > 0, severity: 'low' }))
  }
  assert.ok(alerts.all().length <= 500)
  assert.ok(alerts.firingFor('grave'))
  assert.ok(alerts.evicted > 25_000)
  assert.ok(alerts.incidents().length <= 500)
})
