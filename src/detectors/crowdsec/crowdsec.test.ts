import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import type { View } from '../../contract/windows.ts'
import { Request } from '../../event/request.ts'
import type { Finding } from '../../event/finding.ts'
import { type CrowdsecOptions, loadCrowdsec } from './load.ts'

const start = Date.UTC(2026, 10, 21, 6)
const view: View = { value: () => 0, top: () => [], now: 0 }

type Asked = Partial<Request> & { readonly at: number }

function request({ at, ...of }: Asked): Request {
  return Object.assign(
    new Request(),
    { client: '192.0.2.1', network: '192.0.2.0/24', method: 'GET', target: '/', status: 200 },
    of,
    { time: start + at * 1000 },
  )
}

function load(text: string, options: CrowdsecOptions = {}): ReturnType<typeof loadCrowdsec> {
  return loadCrowdsec([{ name: 'own.yaml', text }], options)
}

/** What scenarios find in requests; `at` is in seconds. */
function found(text: string, asked: readonly Asked[]): Finding[] {
  const { detectors, mistakes, unsupported } = load(text)
  assert.deepEqual([mistakes, unsupported], [[], []])
  const judge = detectors[0]!.start({ keys: 100 })
  return asked.flatMap((one) => listed(judge.score!(request(one), view)))
}

const listed = (said: Finding | readonly Finding[] | undefined): readonly Finding[] =>
  said === undefined ? [] : [said].flat()

function brief(findings: readonly Finding[]): string[] {
  return findings.map(
    ({ detector, entity, count, time }) =>
      `${detector} ${entity.value} ${count} ${(time - start) / 1000}`,
  )
}

const head = (more: string): string => `name: own/x
description: "Something own"
labels: {remediation: true}
${more}`

const leaky = head(`type: leaky
filter: "evt.Meta.http_status == '404'"
groupby: evt.Meta.source_ip
capacity: 2
leakspeed: 10s
`)
const misses = (...times: number[]): Asked[] => times.map((at) => ({ at, status: 404 }))

test('a leaky bucket overflows when it holds more than its capacity', () => {
  assert.deepEqual(brief(found(leaky, misses(0, 1, 2))), ['own/x 192.0.2.1 3 2'])
  assert.deepEqual(brief(found(leaky, misses(0, 1))), [])
  // by then two have leaked, so it takes two more
  assert.deepEqual(brief(found(leaky, misses(0, 1, 20, 21, 22))), ['own/x 192.0.2.1 5 22'])
  assert.deepEqual(brief(found(leaky, misses(0, 10, 20, 30, 40, 50))), [])
  // a bucket nobody poured into for three leaks is gone, and its count with it
  assert.deepEqual(brief(found(leaky, misses(0, 31, 32, 33))), ['own/x 192.0.2.1 3 33'])
  const others = misses(0, 1, 2).map((one, i) => ({ ...one, client: `192.0.2.${i}` }))
  assert.deepEqual(brief(found(leaky, others)), [])
})

test('what does not pass the filter, and has no time, is not poured', () => {
  assert.deepEqual(found(leaky, [...misses(0, 1), { at: 2 }, { at: Number.NaN, status: 404 }]), [])
})

test('a blackhole swallows the overflows of its group', () => {
  const muted = `${leaky}blackhole: 1m\n`
  const times = [0, 1, 2, 3, 4, 5, 62, 63, 64]
  assert.deepEqual(brief(found(muted, misses(...times))), [
    'own/x 192.0.2.1 3 2',
    'own/x 192.0.2.1 3 64',
  ])
  const other = misses(3, 4, 5).map((one) => ({ ...one, client: '192.0.2.9' }))
  assert.equal(found(muted, [...misses(0, 1, 2), ...other]).length, 2)
})

test('distinct values are poured once a bucket', () => {
  const distinct = `${leaky}distinct: evt.Meta.http_path\n`
  const ask = (...targets: string[]): Asked[] =>
    targets.map((target, at) => ({ at, target, status: 404 }))
  assert.equal(found(distinct, ask('/a', '/a', '/b', '/b', '/a')).length, 0)
  assert.deepEqual(brief(found(distinct, ask('/a', '/a', '/b', '/b', '/c'))), [
    'own/x 192.0.2.1 3 4',
  ])
})

test('cancel_on empties a bucket, overflow_filter refuses an overflow', () => {
  const cancelled = `${leaky}cancel_on: "evt.Meta.http_path == '/ok'"\n`
  const ok = { at: 2, status: 404, target: '/ok' }
  assert.equal(found(cancelled, [...misses(0, 1), ok, ...misses(3, 4)]).length, 0)
  const refused = `${leaky}overflow_filter: "any(queue.Queue, {#.Meta.http_path == '/bad'})"\n`
  assert.equal(found(refused, misses(0, 1, 2)).length, 0)
  const bad = { at: 1, status: 404, target: '/bad' }
  assert.equal(found(refused, [...misses(0), bad, ...misses(2)]).length, 1)
})

test('a trigger overflows at once', () => {
  const trigger = head(`type: trigger\nfilter: evt.Meta.http_path startsWith '/own-secret'\n`)
  const [finding] = found(trigger, [
    { at: 0, target: '/x' },
    { at: 1, target: '/own-secret/a' },
  ])
  assert.deepEqual(brief([finding!]), ['own/x 192.0.2.1 1 1'])
  assert.deepEqual(finding!.entity, { type: 'client', value: '192.0.2.1' })
  assert.equal(finding!.reasons[0]!.seen, 'Something own')
  assert.equal(finding!.reasons[1]!.seen, '/own-secret/a')
})

test('a counter tells what came in its time', () => {
  const text = head('type: counter\nfilter: "true"\ngroupby: evt.Meta.source_ip\nduration: 10s\n')
  const asked = [0, 1, 5, 20].map((at) => ({ at }))
  assert.deepEqual(brief(found(text, asked)), ['own/x 192.0.2.1 3 10'])
  const { detectors } = load(text)
  assert.equal(detectors[0]!.needs({}).length, 1)
  const judge = detectors[0]!.start({ keys: 100 })
  assert.equal(judge.score!(request({ at: 0 }), view), undefined)
  const closed = judge.close!({ key: [], start, end: start + 60_000 }, view) as readonly Finding[]
  assert.deepEqual(brief(closed), ['own/x 192.0.2.1 1 10'])
})

test('a condition looks back at the events of its bucket', () => {
  const text = head(`type: conditional
filter: "true"
groupby: evt.Meta.source_ip
leakspeed: 1m
condition: len(queue.Queue) >= 2 and queue.Queue[-1].Meta.http_verb != queue.Queue[-2].Meta.http_verb
`)
  const asked = [{ at: 0 }, { at: 1 }, { at: 2, method: 'POST' }]
  assert.deepEqual(brief(found(text, asked)), ['own/x 192.0.2.1 3 2'])
  assert.deepEqual(found(text, [{ at: 0 }, { at: 90, method: 'POST' }]), [])
})

test('hints of a bayesian bucket add up', () => {
  const text = head(`type: bayesian
filter: "true"
groupby: evt.Meta.source_ip
leakspeed: 1m
bayesian_prior: 0.5
bayesian_threshold: 0.9
bayesian_conditions:
  - condition: any(queue.Queue, {#.Meta.http_path == '/a'})
    prob_given_evil: 0.8
    prob_given_benign: 0.2
  - condition: evt.Meta.http_path == '/b'
    prob_given_evil: 0.9
    prob_given_benign: 0.1
    guillotine: true
`)
  const targets = (...of: string[]): Asked[] => of.map((target, at) => ({ at, target }))
  assert.equal(found(text, targets('/a', '/x', '/y')).length, 0)
  assert.equal(found(text, targets('/b', '/x')).length, 0)
  assert.deepEqual(brief(found(text, targets('/b', '/x', '/a'))), ['own/x 192.0.2.1 3 2'])
})

test('an overflow is an event to other scenarios, and a scope may be wider', () => {
  const text = `${leaky}reprocess: true
---
type: leaky
name: own/range
description: "Many of one network"
filter: "evt.GetType() == 'overflow' && evt.Overflow.Alert.Scenario == 'own/x' && evt.Overflow.Alert.Remediation == true"
groupby: evt.Overflow.Alert.Source.Range
distinct: evt.Overflow.Alert.Source.IP
capacity: 1
leakspeed: 1m
scope: {type: Range}
`
  const ask = (client: string, at: number): Asked[] =>
    misses(at, at, at).map((one) => ({ ...one, client }))
  const all = found(text, [...ask('192.0.2.1', 0), ...ask('192.0.2.1', 1), ...ask('192.0.2.2', 2)])
  assert.deepEqual(brief(all).slice(-2), ['own/x 192.0.2.2 3 2', 'own/range 192.0.2.0/24 2 2'])
  assert.deepEqual(all.at(-1)!.entity, { type: 'network', value: '192.0.2.0/24' })
})

test('buckets are bounded; what is forgotten is counted', () => {
  const judge = load(leaky).detectors[0]!.start({ keys: 2 })
  for (let i = 0; i < 5; i++)
    judge.score!(request({ at: i, status: 404, client: `192.0.2.${i}` }), view)
  const saved = judge.save() as { buckets: Record<string, { buckets: unknown[]; evicted: number }> }
  assert.equal(saved.buckets['own/x']!.buckets.length, 2)
  assert.equal(saved.buckets['own/x']!.evicted, 3)
})

const everything = `${leaky}blackhole: 30s
distinct: evt.Meta.http_path
reprocess: true
---
type: counter
name: own/counter
description: "Counts"
filter: evt.Meta.http_verb == 'POST'
groupby: evt.Meta.source_ip
duration: 15s
---
type: conditional
name: own/back
description: "Looks back"
filter: "true"
groupby: evt.Meta.source_ip
leakspeed: 20s
condition: count(queue.Queue, {#.Meta.http_status == '404'}) > 3
---
type: trigger
name: own/again
description: "Sees overflows"
filter: evt.GetType() == 'overflow'
`

test('saved and loaded anywhere, the findings are the same', () => {
  const one = fc.record({
    at: fc.integer({ min: 0, max: 120 }),
    client: fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1'),
    target: fc.constantFrom('/a', '/b', '/c', '/d'),
    status: fc.constantFrom(200, 404),
    method: fc.constantFrom('GET', 'POST'),
  })
  const { detectors } = load(everything)
  fc.assert(
    fc.property(fc.array(one, { maxLength: 60 }), fc.nat(60), (asked, cut) => {
      const run = (cuts: boolean): unknown[] => {
        let judge = detectors[0]!.start({ keys: 3 })
        return asked.flatMap((event, i) => {
          if (cuts && i === cut)
            judge = detectors[0]!.start({ keys: 3 }, structuredClone(judge.save()))
          return [judge.score!(request(event), view) ?? []].flat()
        })
      }
      assert.deepEqual(run(true), run(false))
    }),
    { seed: 11, numRuns: 200 },
  )
})

test('every mistake has its place, and the rest loads only when asked', () => {
  const text = `type: leeky
name: own/one
description: "Wrong type"
---
type: leaky
name: own/two
description: "Wrong expression"
filter: |
  evt.Meta.http_status == '404' &&
    Uper(evt.Meta.http_path) contains 'A'
capacity: 0
leakspeed: soon
goupby: evt.Meta.source_ip
`
  const good = { name: 'good.yaml', text: leaky }
  const bad = { name: 'bad.yaml', text }
  const { mistakes, detectors, scenarios } = loadCrowdsec([good, bad])
  assert.deepEqual(
    mistakes.map(
      ({ file, line, column, what, nearest }) => `${file}:${line}:${column} ${what} ${nearest}`,
    ),
    [
      "bad.yaml:1:7 unknown type 'leeky' leaky",
      'bad.yaml:11:11 a leaky bucket holds 1 or more ',
      "bad.yaml:12:12 'leakspeed' must be a time like 10s, 5m or 1h30m ",
      "bad.yaml:13:1 unknown key in a scenario 'goupby' groupby",
    ],
  )
  assert.deepEqual([detectors.length, scenarios.length], [0, 0])
  assert.equal(loadCrowdsec([good, bad], { keepGoing: true }).scenarios.length, 1)
  const only = text
    .slice(text.indexOf('---'))
    .replace('capacity: 0', 'capacity: 1')
    .replace('soon', '1s')
    .replace('goupby', 'groupby')
  assert.deepEqual(
    load(only).mistakes.map(({ line, column, what, nearest }) => [line, column, what, nearest]),
    [[7, 5, "unknown function 'Uper'", 'Upper']],
  )
})

test('what cannot run here is listed with its reason', () => {
  const texts: readonly [string, string][] = [
    ['filter: evt.Meta.log_type == "ssh_failed-auth"', 'its filter is never true for a web log'],
    [
      'filter: evt.Meta.dovecot_login_result == "x"',
      'evt.Meta.dovecot_login_result is in no web log',
    ],
    [
      `filter: 'any(File("own.txt"), {evt.Meta.http_path contains #})'`,
      "the data file 'own.txt' is missing",
    ],
  ]
  for (const [filter, reason] of texts) {
    const { unsupported, mistakes, scenarios } = load(head(`type: trigger\n${filter}\n`))
    assert.deepEqual(
      [unsupported[0]?.reason, unsupported[0]?.name, mistakes, scenarios],
      [reason, 'own/x', [], []],
    )
    assert.deepEqual([unsupported[0]!.file, unsupported[0]!.line], ['own.yaml', 5])
  }
  const { unsupported } = load('name: own/parser\nonsuccess: next_stage\nnodes: []\n')
  assert.equal(unsupported[0]!.reason, 'a parser: lines are read by our own')
})

test('data is found by its name, or that of its source', () => {
  const text = head(`type: trigger
filter: 'any(File("list.txt"), {evt.Meta.http_path contains #})'
data:
  - source_url: https://hub.example/web/words.txt
    dest_file: list.txt
    type: string
`)
  const files = [
    { name: 'own.yaml', text },
    { name: 'data/words.txt', text: '# comment\n/own-panel\n' },
  ]
  const { detectors } = loadCrowdsec(files)
  const judge = detectors[0]!.start({ keys: 10 })
  assert.equal(judge.score!(request({ at: 0, target: '/a' }), view), undefined)
  assert.equal(
    (judge.score!(request({ at: 0, target: '/own-panel/' }), view) as unknown[]).length,
    1,
  )
})

test('labels say what kind of thing it is, and how sure that is', () => {
  const about = (name: string, labels: string): string => {
    const [scenario] = load(
      `type: trigger\nname: ${name}\ndescription: "x"\nlabels: ${labels}\n`,
    ).scenarios
    const { kind, severity, confidence, topic, score } = scenario!.about
    return `${kind} ${topic} ${severity} ${confidence} ${score}`
  }
  assert.equal(
    about('own/http-sqli', '{type: scan, remediation: true}'),
    'sql_injection web-attack high medium 0.75',
  )
  assert.equal(
    about('own/x', '{behavior: "http:bruteforce", confidence: 3, remediation: true}'),
    'brute_force credentials high high 0.85',
  )
  assert.equal(
    about('own/x', '{behavior: "http:scan", confidence: 1, spoofable: 3}'),
    'scanner web-attack low low 0.35',
  )
  assert.equal(about('own/x', '{}'), 'unusual_request web-attack low medium 0.75')
})

test('scenarios can be left out by name', () => {
  assert.equal(load(leaky, { disable: ['own/x'] }).scenarios.length, 0)
})
