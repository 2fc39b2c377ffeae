import { strict as assert } from 'node:assert'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { loadRules } from './load.ts'
import { describe } from './mistakes.ts'
import type { Correlation, Signature } from './rule.ts'

const rule = (more: string): string => `title: T
logsource: { category: webserver }
${more}`
const load = (text: string, name = 'web/x.yml') => loadRules([{ name, text }])
const mistakesOf = (text: string): string[] => load(text).mistakes.map(describe)

test('a Sigma rule becomes a signature', () => {
  const { rules, mistakes } = load(`title: Odd agent
id: 11111111-2222-4333-8444-555555555555
status: stable
description: D
tags: [attack.reconnaissance, attack.t1595.002]
logsource: { category: webserver }
detection:
  selection:
    c-useragent|contains: sqlmap
  condition: selection
falsepositives: [None]
level: high
`)
  assert.deepEqual(mistakes, [])
  const { condition, ...about } = rules[0] as Signature
  assert.deepEqual(about, {
    is: 'signature',
    name: 'web/x',
    id: '11111111-2222-4333-8444-555555555555',
    title: 'Odd agent',
    description: 'D',
    falsepositives: ['None'],
    mitre: ['T1595.002'],
    kind: 'scanner',
    topic: 'web-attack',
    severity: 'high',
    confidence: 'high',
    score: 0.8,
    silent: false,
    showsSuccess: false,
  })
  assert.deepEqual(condition, {
    is: 'atom',
    field: 'agent',
    view: 'decoded',
    test: { op: 'contains', value: 'sqlmap' },
    cased: false,
  })
})

test('what is wrong is told all at once, with its place and what was meant', () => {
  const text = `title: T
logsorce: { category: webserver }
detection:
  one:
    cs-metod: GET
    target|contain: x
    target|re: '(?=x)'
    status: many
    cidr|cidr: 10.0.0.0/8
  condition: one and two
level: hihg
tripline: { kind: sqlinjection, score: 3 }
`
  assert.deepEqual(mistakesOf(text), [
    'web/x.yml:1:1 the rule has no logsource',
    "web/x.yml:2:1 unknown key 'logsorce', nearest is 'logsource'",
    "web/x.yml:5:5 unknown field 'cs-metod', nearest is 'cs-method'",
    "web/x.yml:6:5 unknown modifier 'contain', nearest is 'contains'",
    'web/x.yml:7:16 regular expression: ' + mistakesOf(text)[4]!.split('expression: ')[1]!,
    "web/x.yml:8:13 'status' is a number, so its value must be one",
    "web/x.yml:9:5 unknown field 'cidr'",
    "web/x.yml:10:22 unknown selection 'two'",
    "web/x.yml:11:8 unknown level 'hihg', nearest is 'high'",
    "web/x.yml:12:19 unknown kind 'sqlinjection', nearest is 'sql_injection'",
    "web/x.yml:12:40 'score' must be a number from 0 to 1",
  ])
})

test('a file with a mistake gives no rule, others are not touched', () => {
  const good = rule('detection: { a: { target: x }, condition: a }')
  const { rules } = loadRules([
    {
      name: 'bad.yml',
      text: `${good}\n---\n${rule('detection: { a: { tarket: x }, condition: a }')}`,
    },
    { name: 'good.yml', text: good },
  ])
  assert.deepEqual(
    rules.map(({ name }) => name),
    ['good'],
  )
})

test('broken YAML is a mistake with its place', () => {
  assert.match(mistakesOf('title: [a')[0]!, /^web\/x\.yml:\d+:\d+ \S/)
  assert.deepEqual(mistakesOf(''), ['web/x.yml:1:1 the file is empty'])
  assert.match(mistakesOf('just text')[0]!, /a rule must be a map/)
  assert.match(
    mistakesOf(rule('detection: { a: &a { target: x }, b: *a, condition: a }'))[0]!,
    /alias/,
  )
})

test('rules of something other than the web are listed with the reason', () => {
  const text = rule('detection: { a: { Image: x }, condition: a }')
  const lacks = (changed: string) => load(changed).unsupported
  assert.deepEqual(lacks(text.replace('webserver', 'process_creation')), [
    {
      name: 'web/x',
      file: 'web/x.yml',
      line: 2,
      column: 24,
      reason: 'logs of the category process_creation are not read',
    },
  ])
  assert.equal(
    lacks(text.replace('category: webserver', 'product: windows, service: security'))[0]!.reason,
    'logs of windows security are not read',
  )
  assert.equal(lacks(text)[0]!.reason, 'the field Image: no event has it')
  assert.deepEqual(mistakesOf(text), [])
  assert.deepEqual(mistakesOf(text.replace('webserver', 'webservr')), [
    "web/x.yml:2:24 unknown category 'webservr', nearest is 'webserver'",
  ])
})

const correlation = (more: string, ours = ''): string => `title: Many
correlation:
${more}
${ours}
---
title: One
name: one
logsource: { category: webserver }
detection: { a: { sc-status: 404 }, condition: a }
`

test('a Sigma correlation becomes a correlation', () => {
  const { rules, mistakes } = load(
    correlation(`  type: value_count
  rules: [one]
  group-by: [c-ip, cs-host]
  timespan: 5m
  condition: { field: cs-uri-stem, gt: 10 }`),
  )
  assert.deepEqual(mistakes, [])
  const found = rules.find((one): one is Correlation => one.is === 'correlation')!
  assert.deepEqual(
    [found.type, found.of, found.key, found.span, found.field, found.threshold],
    [
      'value_count',
      ['web/x/one'],
      ['client', 'host'],
      300_000,
      'path',
      { op: 'more than', value: 10 },
    ],
  )
  assert.equal((rules.find(({ name }) => name === 'web/x/one') as Signature).silent, true)
})

test('ratio, leaky and sum are our additions', () => {
  const body = `  type: event_count
  rules: [one]
  group-by: [host]
  timespan: 1m
  condition: { gte: 0.5 }`
  const typeOf = (ours: string) => {
    const { rules, mistakes } = load(correlation(body, `tripline: ${ours}`))
    assert.deepEqual(mistakes, [])
    return rules.find((one): one is Correlation => one.is === 'correlation')!
  }
  assert.equal(typeOf('{ ratio: { against: [one] }, atLeast: 20 }').type, 'ratio')
  assert.equal(typeOf('{ ratio: { against: [one] }, atLeast: 20 }').atLeast, 20)
  assert.deepEqual(typeOf('{ ratio: { against: [one] } }').against, ['web/x/one'])
  assert.equal(typeOf('{ leaky: 10s }').span, 10_000)
  assert.equal(typeOf('{ sum: bytes }').field, 'bytes')
})

test('mistakes of correlations have their place', () => {
  const text = correlation(
    `  type: event_cuont
  rules: [one, nosuch]
  group-by: [agent]
  timespan: soon
  condition: { lr: 3, gt: 5 }`,
    'tripline: {}',
  )
  assert.deepEqual(mistakesOf(text), [
    "web/x.yml:3:9 unknown type 'event_cuont', nearest is 'event_count'",
    "web/x.yml:4:16 unknown rule 'nosuch'",
    'web/x.yml:5:13 the first field to group by must be one of client, network, host, route, user, source, series',
    "web/x.yml:6:13 'timespan' must be a time like 30s, 5m, 1h or 7d",
    "web/x.yml:7:16 unknown key in 'condition' 'lr', nearest is 'lt'",
  ])
})

const data = process.env['TRIPLINE_DATA'] ?? join(import.meta.dirname, '../../../../shared/data')
const sigma = join(data, 'conformance/sigma_web_rules.yml.gz')

test('public web rules load, or say why not', { skip: !existsSync(sigma) && `no ${sigma}` }, () => {
  const documents = gunzipSync(readFileSync(sigma)).toString('utf8').split(/^---$/m)
  const loaded = documents.map((text, i) => loadRules([{ name: `${i}.yml`, text }]))
  const mistakes = loaded.flatMap((one) => one.mistakes.map(({ what }) => what))
  assert.deepEqual(mistakes, [])
  const unsupported = loaded.flatMap((one) => one.unsupported.map(({ reason }) => reason))
  assert.deepEqual(unsupported, ['the field cs-cookie: logs do not show cookies'])
  assert.equal(loaded.flatMap((one) => one.rules).length, documents.length - 1)
})
