import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Alert, Incident } from '../event/alert.ts'
import type { Finding, Topic } from '../event/finding.ts'
import type { Kind } from '../event/kinds.ts'
import { Request } from '../event/request.ts'
import { Alerts } from './alerts.ts'
import { alertRecord, incidentRecord } from './record.ts'

const start = Date.UTC(2026, 10, 21, 6)

interface Step {
  readonly gap: number
  readonly finding: Finding
  readonly client: string
}

const step: fc.Arbitrary<Step> = fc
  .record({
    gap: fc.oneof(fc.nat(5000), fc.nat(30 * 60_000), fc.constant(3 * 3600_000)),
    client: fc.constantFrom('203.0.113.9', '203.0.113.10', '198.51.100.7'),
    type: fc.constantFrom('client', 'route', 'host', 'network'),
    topic: fc.constantFrom<Topic>('web-attack', 'credentials', 'errors'),
    kind: fc.constantFrom<Kind>('sql_injection', 'path_traversal', 'brute_force', 'error_surge'),
    severity: fc.constantFrom('low', 'medium', 'high'),
    outcome: fc.constantFrom('unknown', 'failed', 'succeeded'),
    score: fc.double({ min: 0.1, max: 1, noNaN: true }),
    note: fc.boolean(),
    count: fc.integer({ min: 1, max: 50 }),
    detector: fc.constantFrom('a', 'b', 'c'),
  })
  .map(({ gap, client, type, ...rest }) => ({
    gap,
    client,
    finding: {
      ...rest,
      confidence: 'medium',
      entity: { type, value: type === 'client' ? client : `/${rest.topic}` },
      time: 0,
      since: 0,
      reasons: [{ field: 'x', seen: `${rest.count}`, usual: '', weight: 1 }],
    } as Finding,
  }))

function run(
  steps: readonly Step[],
  options: { cut: number; most: number; eager: boolean },
): unknown[] {
  let alerts = new Alerts({ most: options.most })
  let time = start
  const told: unknown[] = []
  for (const [i, { gap, finding, client }] of steps.entries()) {
    if (i === options.cut) alerts = new Alerts({ most: options.most }, alerts.save())
    if (options.eager) alerts.advance(time + gap / 2)
    time += gap
    alerts.advance(time)
    const event = new Request()
    Object.assign(event, {
      time,
      client,
      network: '203.0.113.0/24',
      route: '/x',
      position: i,
      line: `${i}`,
    })
    const alert = alerts.take(
      { ...finding, time, since: finding.count > 20 ? time - 60_000 : time },
      event,
    )
    told.push(alert?.id, alert?.state, alerts.firingFor(client)?.id)
    told.push(...alerts.changes().map((changed: Alert) => alertRecord(changed)))
    told.push(...alerts.incidentChanges().map((changed: Incident) => incidentRecord(changed)))
  }
  told.push(alerts.all().map((alert) => alertRecord(alert)))
  return told
}

test('saved and loaded at any moment, the records are the same', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), fc.nat(39), (steps, cut) => {
      for (const most of [3, 1000]) {
        const whole = run(steps, { cut: -1, most, eager: false })
        assert.deepEqual(run(steps, { cut, most, eager: false }), whole)
      }
    }),
    { numRuns: 60 },
  )
})

test('an alert falls due by what it is, not by the note that it was', () => {
  const alerts = new Alerts()
  const event = new Request()
  Object.assign(event, { time: start, client: '203.0.113.9' })
  const of = {
    topic: 'errors',
    kind: 'error_surge',
    severity: 'high',
    outcome: 'unknown',
    score: 0.9,
    note: false,
  }
  const rest = {
    count: 1,
    detector: 'a',
    confidence: 'high',
    entity: { type: 'host', value: 'shop.example' },
  }
  alerts.take(
    { ...of, ...rest, time: start, since: start, reasons: [] } as unknown as Finding,
    event,
  )
  alerts.advance(start + 299_999)
  assert.equal(alerts.all()[0]!.state, 'firing')
  alerts.advance(start + 300_000)
  assert.equal(alerts.all()[0]!.state, 'resolved')
})

test('what happens to an alert does not depend on how often time is told', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const often = run(steps, { cut: -1, most: 1000, eager: true })
      assert.deepEqual(often.at(-1), run(steps, { cut: -1, most: 1000, eager: false }).at(-1))
    }),
    { numRuns: 60 },
  )
})

test('records are plain JSON with ISO times and readable text', () => {
  const alerts = new Alerts()
  const event = new Request()
  event.line = '\xff\x1b\xc3\xa4'
  alerts.take(
    {
      detector: 'd',
      kind: 'jndi_lookup',
      topic: 'web-attack',
      score: 0.95,
      severity: 'high',
      confidence: 'high',
      entity: { type: 'client', value: '::1' },
      time: start,
      since: start,
      count: 1,
      reasons: [
        {
          field: 'request.target',
          seen: '\x00',
          usual: '',
          weight: 1,
          matched: { raw: '\xc3\xa4', decoded: '\n', start: 1, end: 3 },
        },
      ],
      outcome: 'unknown',
      note: false,
    },
    event,
  )
  const record = alertRecord(alerts.all()[0]!)
  assert.equal(record.first, '2026-11-21T06:00:00.000Z')
  assert.equal(record.lines[0]!.line, '\\xff\\x1bä')
  assert.deepEqual(record.reasons[0]!.matched, { raw: 'ä', decoded: '\\n', start: 1, end: 3 })
  assert.equal(record.sentence, '::1 sent 1 JNDI look-up (Log4Shell); no sign that it worked.')
  assert.deepEqual(JSON.parse(JSON.stringify(record)), record)
  assert.equal(incidentRecord(alerts.incidents()[0]!).alerts[0], record.id)
})
