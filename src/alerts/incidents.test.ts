import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cause, finding, start } from '../../test/findings.ts'
import type { Finding } from '../event/finding.ts'
import type { Request } from '../event/request.ts'
import { Incidents, newIncidents } from './incidents.ts'
import { begin, newStory, type Story, tell } from './story/story.ts'

const stories = new Map<string, Story>()

function story(at: number, some: Partial<Finding> = {}): Story {
  const found = finding(at, some)
  const one = newStory(`${found.topic} ${found.entity.value} ${at}`, found)
  begin(one, found)
  tell(one, found, undefined)
  stories.set(one.key, one)
  return one
}

function together(a: Story, b: Story, causes: readonly (Partial<Request> | undefined)[]): boolean {
  const incidents = new Incidents(newIncidents())
  for (const [i, one] of [a, b].entries()) incidents.join(one, causes[i] && cause(i, causes[i]))
  return a.alert.incident === b.alert.incident
}

const of = (value: string): Partial<Finding> => ({ entity: { type: 'client', value } })
const host = (value: string): Partial<Finding> => ({ entity: { type: 'host', value } })

test('one client, one network and one outage are one incident; strangers are not', () => {
  assert.ok(together(story(0), story(1, { topic: 'volume' }), [{}, {}]))
  assert.ok(together(story(0), story(1, of('203.0.113.10')), [{}, { client: '203.0.113.10' }]))
  const stranger = { client: '192.0.2.1', network: '192.0.2.0/24' }
  assert.ok(!together(story(0), story(1, of('192.0.2.1')), [{}, stranger]))
  const outage = { topic: 'errors', ...host('a') } as const
  assert.ok(together(story(0, outage), story(1, { ...outage, topic: 'latency' }), [{}, {}]))
  assert.ok(!together(story(0, outage), story(1, { topic: 'errors', ...host('b') }), [{}, {}]))
})

test('attacks that can come from many meet at their target, others do not', () => {
  const stranger = { client: '192.0.2.1', network: '192.0.2.0/24' }
  const two = (topic: Finding['topic']): boolean =>
    together(story(0, { topic }), story(1, { topic, ...of('192.0.2.1') }), [{}, stranger])
  assert.ok(two('credentials'))
  assert.ok(!two('web-attack'))
})

test('an incident lasts as long as its alerts, and holds what they became', () => {
  const incidents = new Incidents(newIncidents())
  const [one, other] = [story(1000, { since: start }), story(2000, { topic: 'volume' })]
  for (const joined of [one, other]) incidents.join(joined, cause(0))
  tell(one, finding(60_000, { severity: 'high', kind: 'brute_force', score: 0.9 }), undefined)
  incidents.touch(one)
  const [told] = incidents.list(stories)
  assert.deepEqual([told!.first, told!.last], [start, start + 60_000])
  assert.equal(told!.severity, 'high')
  assert.deepEqual(told!.kinds, ['sql_injection', 'brute_force'])
  assert.equal(told!.entities.length, 1)
  assert.match(told!.sentence, /2 alerts in 60 s\.$/)
  incidents.leave(one)
  stories.delete(one.key)
  assert.equal(incidents.list(stories)[0]!.last, start + 60_000)
})

test('its state is that of its liveliest alert; it is told once, and once more at its end', () => {
  const incidents = new Incidents(newIncidents())
  const [one, other] = [story(0), story(1, { topic: 'volume' })]
  for (const joined of [one, other]) incidents.join(joined, cause(0))
  one.alert.state = 'resolved'
  assert.equal(incidents.list(stories)[0]!.state, 'pending')
  other.alert.state = 'firing'
  incidents.tell(one.alert)
  assert.equal(incidents.changes(stories)[0]!.state, 'firing')
  assert.deepEqual(incidents.changes(stories), [])
  incidents.tell(one.alert)
  incidents.leave(one)
  incidents.leave(other)
  assert.deepEqual(incidents.list(stories), [])
  assert.equal(incidents.changes(stories).length, 1)
})

test('after its end what comes is another incident', () => {
  const incidents = new Incidents(newIncidents())
  const [one, other] = [story(0), story(60_000)]
  incidents.join(one, cause(0))
  incidents.leave(one)
  incidents.join(other, cause(60_000))
  assert.notEqual(one.alert.incident, other.alert.incident)
})
