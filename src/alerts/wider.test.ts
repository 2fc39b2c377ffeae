import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cause, finding } from '../../test/findings.ts'
import type { Entity, Finding } from '../event/finding.ts'
import { Alerts } from './alerts.ts'

const minute = 60_000
const neighbour = '203.0.113.77'
const by = (value: string): { entity: Entity } => ({ entity: { type: 'client', value } })
const host: Entity = { type: 'host', value: 'shop.example' }
const abuse = { topic: 'volume', kind: 'api_abuse', detector: 'behaviour/api-abuse' } as const
const outage = { topic: 'errors', kind: 'error_surge', entity: host, severity: 'high' } as const
const flood = {
  topic: 'volume',
  kind: 'distributed_flood',
  entity: host,
  severity: 'critical',
} as const

function told(alerts: Alerts): string[] {
  return alerts.all().map(({ kind, entity, count }) => `${kind} ${entity.type} ${count}`)
}

test('a weak hint adds to what the neighbours do, and makes no suspect', () => {
  const alerts = new Alerts()
  alerts.take(finding(0), cause(0))
  alerts.take(finding(1000, { ...by(neighbour), note: true }), cause(1000, { client: neighbour }))
  assert.deepEqual(told(alerts), ['sql_injection client 2'])
  assert.equal(alerts.firingFor(neighbour), undefined)
  alerts.take(finding(2000, by(neighbour)), cause(2000, { client: neighbour }))
  assert.deepEqual(told(alerts), ['sql_injection network 3'])
  assert.ok(alerts.firingFor(neighbour))
  assert.equal(alerts.firingFor('203.0.113.78'), undefined)
  assert.equal(new Alerts({}, alerts.save()).firingFor('203.0.113.78'), undefined)
})

test('a weak hint makes no member of a distributed attack', () => {
  const alerts = new Alerts()
  const route: Entity = { type: 'route', value: 'shop.example/product' }
  alerts.take(finding(0, { entity: route, severity: 'high' }))
  alerts.take(finding(1, { note: true }), cause(1))
  assert.equal(alerts.firingFor('203.0.113.9'), undefined)
  alerts.take(finding(2), cause(2))
  assert.equal(alerts.firingFor('203.0.113.9')!.entity, alerts.all()[0]!.entity)
  assert.equal(alerts.all().length, 1)
})

test('much of what an attacker does anyway is part of the attack; what is graver is not', () => {
  const alerts = new Alerts()
  alerts.take(finding(0, { kind: 'forced_browsing' }), cause(0))
  for (let i = 1; i < 9; i++) alerts.take(finding(i, abuse), cause(i))
  assert.deepEqual(told(alerts), ['forced_browsing client 1'])
  assert.match(alerts.all()[0]!.sentence, /, and called the API 8 times;/)
  alerts.take(finding(10, { ...abuse, kind: 'flood', severity: 'high' }), cause(10))
  assert.deepEqual(told(alerts), ['forced_browsing client 1', 'flood client 1'])
  alerts.take(finding(11, { ...abuse, ...by('198.51.100.1') }), cause(11, { network: '' }))
  assert.equal(alerts.all().length, 3)
})

test('copying pages does not hide the attack it goes along with, in whatever order they come', () => {
  const copying = {
    topic: 'volume',
    kind: 'scraping',
    detector: 'behaviour/scraping',
    score: 0.75,
    confidence: 'high',
    reasons: [{ field: 'different pages', seen: '400', usual: '', weight: 1 }],
  } as const
  const alerts = new Alerts()
  const shown = { score: 0.5, outcome: 'succeeded' } as const
  for (let i = 0; i < 3; i++) alerts.take(finding(i * 1000, shown), cause(i * 1000))
  const alone = alerts.all()[0]!
  for (let i = 3; i < 400; i++) {
    const since = finding(0).time
    alerts.take(
      finding(i * 1000, { ...copying, since, count: i }),
      cause(i * 1000, { route: '/p' }),
    )
  }
  const [joined] = alerts.all()
  assert.equal(alerts.all().length, 1)
  assert.equal(
    joined!.sentence,
    '203.0.113.9 sent 3 SQL injections to /product in 2 s, and copied pages with 399 requests; 3 worked.',
  )
  assert.deepEqual({ ...joined, last: alone.last, sentence: alone.sentence }, alone)

  const later = new Alerts()
  later.take(finding(0, { ...copying, since: finding(-minute).time, count: 200 }), cause(0))
  later.take(finding(1000), cause(1000))
  assert.deepEqual(
    later.all().map(({ kind }) => kind),
    ['scraping', 'sql_injection'],
  )
})

test('an attack milder than the volume is not what it is called', () => {
  const alerts = new Alerts()
  alerts.take(finding(0, { kind: 'forced_browsing', severity: 'low' }), cause(0))
  alerts.take(finding(1, abuse), cause(1))
  assert.equal(alerts.all().length, 2)
})

test('a flood and the errors it brings are one alert, whichever is seen first', () => {
  const orders: Finding[][] = [
    [finding(0, outage), finding(1000, flood)],
    [finding(0, flood), finding(30 * minute, outage)],
  ]
  for (const [first, second] of orders) {
    const alerts = new Alerts({ topics: { volume: { keepFiringFor: 60 * minute } } })
    alerts.take(first!)
    alerts.take(second!)
    assert.equal(alerts.all().length, 1)
    assert.equal(alerts.all()[0]!.severity, 'critical')
  }
})

test('a flood that began with the errors stays with them, and so do its clients', () => {
  const alerts = new Alerts()
  alerts.take(finding(0, outage))
  for (let i = 0; i < 20; i++) alerts.take(finding(1000 + i * 10_000, flood), cause(1000 + i))
  alerts.take(finding(201_000, { ...abuse, kind: 'flood', severity: 'high' }), cause(201_000))
  assert.equal(alerts.all().length, 1)
  assert.equal(alerts.all()[0]!.kind, 'distributed_flood')
  assert.ok(alerts.firingFor('203.0.113.9'))
})

test('an outage from before is not of the flood, nor is one that is over', () => {
  const before = new Alerts({ topics: { errors: { keepFiringFor: 60 * minute } } })
  before.take(finding(0, outage))
  before.take(finding(2 * minute, flood))
  assert.equal(before.all().length, 2)
  const over = new Alerts({ topics: { errors: { keepFiringFor: 1000 } } })
  over.take(finding(0, outage))
  over.take(finding(2000, flood))
  assert.equal(over.all().length, 2)
})
