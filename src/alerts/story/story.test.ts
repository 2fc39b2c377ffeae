import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cause, finding, start } from '../../../test/findings.ts'
import type { Finding } from '../../event/finding.ts'
import { begin, idOf, newStory, refresh, type Story, tell } from './story.ts'

function story(findings: readonly Finding[]): Story {
  const one = newStory('key', findings[0]!)
  begin(one, findings[0]!)
  for (const found of findings) tell(one, found, cause(found.time - start))
  return one
}

test('the weightiest kind names the alert, of equals the first', () => {
  const one = story([
    finding(0, { kind: 'sql_injection' }),
    finding(1, { kind: 'brute_force' }),
    finding(2, { kind: 'brute_force' }),
  ])
  assert.equal(one.alert.kind, 'brute_force')
  tell(one, finding(3, { kind: 'sql_injection' }), undefined)
  assert.equal(one.alert.kind, 'sql_injection')
})

test('three kinds of probes are a scanner, until something else outweighs them', () => {
  const one = story([
    finding(0, { kind: 'sql_injection' }),
    finding(1, { kind: 'path_traversal' }),
    finding(2, { kind: 'cross_site_scripting' }),
  ])
  assert.equal(one.alert.kind, 'scanner')
  for (let i = 0; i < 3; i++) tell(one, finding(i, { kind: 'brute_force' }), undefined)
  assert.equal(one.alert.kind, 'brute_force')
})

test('the score is the chance that not all detectors are wrong, each at its best', () => {
  const one = story([
    finding(0, { detector: 'a', score: 0.5 }),
    finding(1, { detector: 'b', score: 0.6 }),
    finding(2, { detector: 'a', score: 0.4 }),
  ])
  assert.equal(one.alert.score, 0.8)
  assert.equal(one.alert.detector, 'b')
  tell(one, finding(3, { detector: 'a', score: 0.9 }), undefined)
  assert.equal(one.alert.score, 0.96)
  assert.equal(one.alert.detector, 'a')
  for (let i = 0; i < 40; i++) tell(one, finding(3, { detector: `d${i}`, score: 1 }), undefined)
  assert.equal(one.detectors.length, 32)
  assert.equal(one.alert.score, 0.999)
})

test('severity and confidence only grow; success of what is no hint is critical', () => {
  const one = story([
    finding(0, { severity: 'high', confidence: 'high' }),
    finding(1, { severity: 'low', confidence: 'low' }),
  ])
  assert.deepEqual([one.alert.severity, one.alert.confidence], ['high', 'high'])
  for (const some of [{ note: true }, { severity: 'low' }] as const)
    tell(one, finding(2, { outcome: 'succeeded', ...some }), undefined)
  assert.equal(one.alert.severity, 'high')
  tell(one, finding(3, { outcome: 'succeeded' }), undefined)
  assert.equal(one.alert.severity, 'critical')
})

test('it failed when all failed, and worked when one did', () => {
  const one = story([finding(0, { outcome: 'failed' }), finding(1, { outcome: 'failed' })])
  assert.equal(one.alert.outcome, 'failed')
  tell(one, finding(2), undefined)
  assert.equal(one.alert.outcome, 'unknown')
  tell(one, finding(3, { outcome: 'succeeded' }), undefined)
  assert.equal(one.alert.outcome, 'succeeded')
})

test('it lasts from its first event to its last, and its id follows from the first', () => {
  const noted = newStory('key', finding(5000, { note: true }))
  begin(noted, finding(6000, { since: start + 1000 }))
  assert.equal(noted.alert.first, start + 1000)
  assert.equal(noted.alert.id, idOf('web-attack', noted.about, start + 1000))
  tell(noted, finding(9000), undefined)
  tell(noted, finding(7000), undefined)
  assert.equal(noted.alert.last, start + 9000)
})

test('what single clients do does not name an attack on a host', () => {
  const entity = { type: 'host', value: 'shop.example' } as const
  const one = story([finding(0, { kind: 'distributed_flood', entity })])
  for (let i = 0; i < 5; i++) tell(one, finding(i, { kind: 'flood' }), undefined)
  assert.equal(one.alert.kind, 'distributed_flood')
})

test('sixteen targets are counted, the most asked for are told', () => {
  const one = story([finding(0)])
  for (let i = 0; i < 30; i++) tell(one, finding(i), cause(i, { route: `/r${i}` }))
  tell(one, finding(40), cause(40, { route: '/r7' }))
  tell(one, finding(41), cause(41))
  assert.equal(one.targets.length, 16)
  assert.match(refresh(one).sentence, / to \/product, \/r7 and 14 others;/)
})

test('a sentence counts what it names, and tells of the rest beside it', () => {
  const hidden = { kind: 'evasion', note: true, score: 0.1 } as const
  const one = story([
    finding(0, { kind: 'cross_site_scripting' }),
    finding(1, hidden),
    finding(2, hidden),
  ])
  assert.equal(
    refresh(one).sentence,
    '203.0.113.9 sent 1 script injection to /product, and hid its intent in 2 requests; no sign that it worked.',
  )
  for (let i = 3; i < 23; i++) tell(one, finding(i), cause(i))
  tell(one, finding(30, { kind: 'cross_site_scripting', since: start, count: 25 }), cause(30))
  assert.equal(
    refresh(one).sentence,
    '203.0.113.9 sent 20 SQL injections to /product, and sent 25 script injections and hid its intent in 2 requests; no sign that it worked.',
  )
})

test('techniques are those of all its kinds, each once', () => {
  const one = story([finding(0), finding(1, { kind: 'path_traversal' }), finding(2)])
  const { mitre } = refresh(one)
  assert.equal(new Set(mitre).size, mitre.length)
  assert.ok(mitre.includes('T1190'))
})
