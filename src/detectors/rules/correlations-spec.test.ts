import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { Request } from '../../event/request.ts'
import { assemble } from '../../pipeline/assemble.ts'
import { createCorrelations } from './correlations.ts'
import { loadRules } from './load.ts'
import { describe } from './mistakes.ts'

const counted = (name: string): string => `title: ${name}
name: ${name}
logsource: { category: webserver }
detection: { asked: { path: /${name} }, condition: asked }
`
const correlation = (name: string, more: string): string => `title: ${name}
name: ${name}
correlation: { group-by: [c-ip], ${more} }
`

function load(...correlations: readonly string[]) {
  const texts = [...['a', 'b', 'c'].map(counted), ...correlations]
  return loadRules(texts.map((text) => ({ name: `${/name: (.*)/.exec(text)![1]!}.yml`, text })))
}

interface Asked {
  readonly path: string
  readonly at: number
  readonly bytes?: number
}

const start = Date.UTC(2026, 0, 1)

function engineWith(correlations: readonly string[]) {
  const { rules, mistakes, unsupported } = load(...correlations)
  assert.deepEqual([mistakes.map(describe), unsupported], [[], []])
  return assemble({
    signatures: rules.filter((rule) => rule.is === 'signature'),
    detectors: createCorrelations(rules).map((detector) => ({ detector, options: {} })),
    seed: 1,
  })
}

/** A request of the one client, `at` in seconds. */
function requestOf({ path, at, bytes = 0 }: Asked): Request {
  const fields = { time: start + at * 1000, client: '192.0.2.1', peer: '192.0.2.1', bytes }
  return Object.assign(new Request(), { ...fields, method: 'GET', target: `/${path}` })
}

/** Names of what is found, with the second. */
function found(correlations: readonly string[], asked: readonly Asked[]): string[] {
  const engine = engineWith(correlations)
  const said = asked.flatMap((one) => engine.judge(requestOf(one)))
  return said.map(({ detector, time }) => `${detector} ${(time - start) / 1000}`)
}

/** The same for what is found when windows end. */
function closed(correlation: string, asked: readonly Asked[]): string[] {
  const engine = engineWith([correlation])
  for (const one of asked) engine.judge(requestOf(one))
  return engine.alerts.all().map(({ detector, last }) => `${detector} ${(last - start) / 1000}`)
}

const at = (...paths: readonly string[]): Asked[] => paths.map((path, i) => ({ path, at: i * 10 }))

test('rules in their order, within the time', () => {
  const ordered = correlation('o', 'type: temporal_ordered, rules: [a, b, c], timespan: 1m')
  assert.deepEqual(found([ordered], at('a', 'b', 'c')), ['o 20'])
  assert.deepEqual(found([ordered], at('b', 'a', 'c')), [])
  assert.deepEqual(found([ordered], at('a', 'x', 'b', 'x', 'x', 'x', 'c')), [])
})

test('a range', () => {
  const range = correlation(
    'r',
    'type: event_count, rules: [a], timespan: 1m, condition: { gte: 2, lt: 4 }',
  )
  assert.deepEqual(found([range], at('a', 'a', 'a', 'a')), ['r 10', 'r 20'])
  const exact = correlation(
    'e',
    'type: event_count, rules: [a], timespan: 1m, condition: { eq: 2 }',
  )
  assert.deepEqual(found([exact], at('a', 'a', 'a')), ['e 10'])
})

test('few of something show when the window ends', () => {
  const few = correlation('f', 'type: event_count, rules: [a], timespan: 1m, condition: { lt: 3 }')
  const late = { path: 'x', at: 300 }
  assert.deepEqual(closed(few, [...at('a', 'a'), late]), ['f 60'])
  assert.deepEqual(closed(few, [...at('a', 'a', 'a'), late]), [])
})

test('means and percentiles', () => {
  const measured = (type: string, more = ''): string =>
    correlation(
      'm',
      `type: ${type}, rules: [a], timespan: 1m, condition: { field: sc-bytes, gte: 100${more} }`,
    )
  const sizes = [10, 300, 20].map((bytes, i) => ({ path: 'a', at: i, bytes }))
  assert.deepEqual(found([measured('value_avg')], sizes), ['m 1', 'm 2'])
  assert.deepEqual(
    found([measured('value_median')], [...sizes.slice(1), { path: 'a', at: 3, bytes: 10 }]),
    ['m 1'],
  )
  assert.deepEqual(found([measured('value_percentile', ', percentile: 99')], sizes).at(-1), 'm 2')
})

test('correlations of correlations', () => {
  const many = correlation(
    'many',
    'type: event_count, rules: [a], timespan: 1m, condition: { gte: 3 }',
  )
  const then = correlation('then', 'type: temporal, rules: [many, b], timespan: 5m')
  assert.deepEqual(found([many, then], at('a', 'a', 'a', 'a', 'b')), ['then 40'])
  assert.deepEqual(found([many, then], at('a', 'a', 'b')), [])
  const inOrder = correlation('then', 'type: temporal_ordered, rules: [many, b], timespan: 5m')
  assert.deepEqual(found([many, inOrder], at('b', 'a', 'a', 'a')), [])
  assert.deepEqual(found([many, inOrder], at('a', 'a', 'a', 'b')), ['then 30'])
})

test('a name that stands for one field in every rule can group', () => {
  const aliased = (field: string): string => `title: g
name: g
correlation:
  type: event_count
  rules: [a, b]
  aliases: { who: { a: c-ip, b: ${field} } }
  group-by: [who]
  timespan: 1m
  condition: { gte: 2 }
`
  assert.deepEqual(found([aliased('src_ip')], at('a', 'b')), ['g 10'])
  assert.deepEqual(
    load(aliased('user')).unsupported.map(({ reason }) => reason),
    ["'who' stands for different fields"],
  )
})

test('what is nested too deeply is listed', () => {
  const one = correlation(
    'one',
    'type: event_count, rules: [a], timespan: 1m, condition: { gte: 3 }',
  )
  const two = correlation('two', 'type: temporal, rules: [one, b], timespan: 5m')
  const three = correlation('three', 'type: temporal, rules: [two, c], timespan: 5m')
  assert.deepEqual(
    load(one, two, three).unsupported.map(({ name, reason }) => [name, reason]),
    [['three', "it counts 'two', which is not run, or not counted so"]],
  )
})
