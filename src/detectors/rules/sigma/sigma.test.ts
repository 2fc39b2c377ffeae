import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { Flow } from '../../../event/event.ts'
import { Request } from '../../../event/request.ts'
import { compileCondition } from '../../matching/condition.ts'
import { loadRules } from '../load.ts'
import { describe } from '../mistakes.ts'
import type { Signature } from '../rule.ts'
import { compileSignatures } from '../signatures.ts'

const head = (title: string): string => `title: ${title}
logsource: { category: webserver }
`
const rule = (detection: string): string => `${head('T')}detection: ${detection}\n`

function load(...texts: readonly string[]) {
  return loadRules(texts.map((text, i) => ({ name: `${i}.yml`, text })))
}

function holds(detection: string, fields: Partial<Request>): boolean {
  const { rules, mistakes, unsupported } = load(rule(detection))
  assert.deepEqual([mistakes.map(describe), unsupported], [[], []])
  return compileCondition((rules[0] as Signature).condition)(Object.assign(new Request(), fields))
}

const one = (field: string): string => `{ a: { ${field} }, condition: a }`
const at = (text: string): { time: number } => ({ time: Date.parse(text) })

const table: readonly [detection: string, fields: Partial<Request>, expected: boolean][] = [
  [one('host|neq: shop'), { host: 'other' }, true],
  [one('host|neq: shop'), { host: 'shop' }, false],
  [one('host|startswith|neq: [a, b]'), { host: 'bc' }, false],
  [one('agent|base64: "foobar"'), { agent: 'Zm9vYmFy' }, true],
  [one('agent|base64|contains: "foo"'), { agent: 'x Zm9v y' }, true],
  [one('agent|base64: "foobar"'), { agent: 'zm9vymfy' }, false],
  [one('agent|base64offset|contains: /bin/bash'), { agent: btoa('x /bin/bash -i') }, true],
  [one('agent|base64offset|contains: /bin/bash'), { agent: btoa('xy /bin/bash -i') }, true],
  [one('agent|base64offset|contains: /bin/bash'), { agent: btoa('xyz /bin/bash -i') }, true],
  [one('agent|base64offset|contains: /bin/bash'), { agent: btoa('/bin/sh') }, false],
  [one('agent|wide|base64offset|contains: ping'), { agent: btoa('p\0i\0n\0g\0') }, true],
  [one('agent|utf16be|base64|startswith: pi'), { agent: btoa('\0p\0i') }, true],
  [one('agent|utf16|base64|contains: pi'), { agent: btoa('\xff\xfep\0i\0') }, true],
  [one("query|windash|contains: ' -f'"), { target: '/?a /f' }, true],
  [one("query|windash|contains: ' -f'"), { target: '/?a \xe2\x80\x93f' }, true],
  [one("query|windash|contains: ' -f'"), { target: '/?a_f' }, false],
  [one('user|fieldref: host'), { user: 'Shop', host: 'shop' }, true],
  [one('user|fieldref: host'), { user: 'x', host: 'shop' }, false],
  [one('user|fieldref: host'), { user: '', host: '' }, false],
  [one('referrer|fieldref|contains: cs-host'), { referrer: 'https://shop/x', host: 'shop' }, true],
  [one('time|hour|gte: 22'), at('2026-01-01T22:30:00Z'), true],
  [one('time|hour: [1, 2]'), at('2026-01-01T03:00:00Z'), false],
  [one('time|minute: 30'), at('2026-01-01T22:30:00Z'), true],
  [one('time|day: 31'), at('2026-12-31T00:00:00Z'), true],
  [one('time|week: 53'), at('2026-12-31T00:00:00Z'), true],
  [one('time|week: 1'), at('2024-12-30T00:00:00Z'), true],
  [one('time|month: 12'), at('2026-12-31T00:00:00Z'), true],
  [one('"@timestamp|year|lt": 2026'), at('2025-12-31T23:59:59Z'), true],
  [one('host|re|ignorecase: ^SHOP$'), { host: 'shop' }, true],
  [one("host: 'a\\*b'"), { host: 'a*b' }, true],
  [one("host: 'a\\*b'"), { host: 'axb' }, false],
  [one("host: 'a\\\\*b'"), { host: 'a\\xb' }, true],
  [one('host: "a?b"'), { host: 'axb' }, true],
  ["{ a: { '|all': [sel, from] }, condition: a }", { target: '/?select 1 from' }, true],
  ["{ a: { '|all': [sel, from] }, condition: a }", { target: '/?select' }, false],
  ["{ a: { '|re': 'sel.ct' }, condition: a }", { target: '/?select' }, true],
  ['{ sel_x: { host: x }, my_x: { user: y }, condition: 1 of *_x }', { user: 'y' }, true],
  ['{ a_1_x: { host: x }, a_2_y: { user: y }, condition: all of a_*_x }', { host: 'x' }, true],
  ['{ a: { host: x }, _b: { user: y }, condition: all of them }', { host: 'x' }, true],
  ['{ a: { host: x }, b: { user: y }, condition: [a, b] }', { user: 'y' }, true],
  [one('url.path: /x'), { target: '/x?y' }, true],
  [one('http.response.status_code: 404'), { status: 404 }, true],
  [one('source.ip|cidr: 10.0.0.0/8'), { client: '10.1.1.1' }, true],
  [one('cs(User-Agent)|contains: zap'), { agent: 'OWASP ZAP' }, true],
]

for (const [detection, fields, expected] of table)
  test(`${detection} ${expected ? 'holds' : 'does not hold'} for ${JSON.stringify(fields)}`, () => {
    assert.equal(holds(detection, fields), expected)
  })

const lacksOf = (detection: string): string[] => {
  const { rules, mistakes, unsupported } = load(rule(detection))
  assert.deepEqual([rules, mistakes], [[], []])
  return unsupported.map(({ line, column, reason }) => `${line}:${column} ${reason}`)
}

test('what cannot be run is listed with its place and the reason', () => {
  assert.deepEqual(lacksOf(one('cs-cookie: x')), [
    '3:19 the field cs-cookie: logs do not show cookies',
  ])
  assert.deepEqual(lacksOf(one('agent|expand: "%tools%"')), [
    '3:33 the placeholder %tools% has no values: a pipeline gives them',
  ])
  assert.deepEqual(
    lacksOf('{ a: { host: x }, timeframe: 1m, condition: a | count(user) by c-ip > 5 }'),
    [
      "3:56 '| count(user) by c-ip > 5' is no part of Sigma any more: write a correlation, { type: value_count, group-by: [c-ip], timespan: 1m, condition: { field: user, gt: 5 } }",
    ],
  )
  assert.deepEqual(lacksOf('{ a: { host: x }, condition: a | near b }'), [
    "3:41 '| near b' is no part of Sigma any more: write a correlation",
  ])
})

test('modifiers that belong to others are mistakes', () => {
  const mistakes = (field: string) => load(rule(one(field))).mistakes.map(({ what }) => what)
  assert.deepEqual(mistakes('host|i: x'), ["'i' belongs to 're'"])
  assert.deepEqual(mistakes('status|hour: 3'), ["'status' is no time"])
  assert.deepEqual(mistakes('host|fieldref: hots'), ["unknown field 'hots'"])
})

test('a collection hands on what is global, and repeats', () => {
  const { rules, mistakes } = load(`action: global
${head('T')}level: high
---
title: One
detection: { a: { host: x }, condition: a }
---
action: repeat
title: Two
detection: { a: { host: y } }
---
action: reset
---
${head('Three')}detection: { a: { host: z }, condition: a }
`)
  assert.deepEqual(mistakes.map(describe), [])
  assert.deepEqual(
    rules.map(({ title, severity }) => [title, severity]),
    [
      ['One', 'high'],
      ['Two', 'high'],
      ['Three', 'medium'],
    ],
  )
})

test('a filter is for the rules that it names', () => {
  const { rules, mistakes } = load(
    `${head('One')}name: one\ndetection: { a: { host: x }, condition: a }\n`,
    `${head('Two')}name: two\ndetection: { a: { host: x }, condition: a }\n`,
    `${head('Known')}filter: { rules: [one], known: { user: admin }, condition: not known }\n`,
  )
  assert.deepEqual(mistakes.map(describe), [])
  const admin = Object.assign(new Request(), { host: 'x', user: 'admin' })
  const held = rules.map((one) => compileCondition((one as Signature).condition)(admin))
  assert.deepEqual(held, [false, true])
})

test('a pipeline maps names of fields and gives placeholders their values', () => {
  const { rules, mistakes, unsupported } = load(
    rule('{ a: { my.uri|startswith: /x, ua|expand|contains: "%tools%" }, condition: a }'),
    `name: Mine
priority: 10
vars: { tools: [zap, nikto] }
transformations:
  - { id: names, type: field_name_mapping, mapping: { my.uri: [cs-uri-query, path], ua: agent }, rule_conditions: [{ type: logsource, category: webserver }] }
  - { id: other, type: field_name_prefix, prefix: no., rule_conditions: [{ type: logsource, category: proxy }] }
  - { type: value_placeholders }
  - { id: drop, type: drop_detection_item }
`,
  )
  assert.deepEqual(mistakes.map(describe), [])
  assert.deepEqual(
    unsupported.map(({ name, line, reason }) => [name, line, reason]),
    [['1', 8, 'the transformation drop_detection_item']],
  )
  const test = compileCondition((rules[0] as Signature).condition)
  assert.equal(test(Object.assign(new Request(), { target: '/x', agent: 'a NIKTO' })), true)
  assert.equal(test(Object.assign(new Request(), { target: '/x', agent: 'curl' })), false)
})

test('rules about firewalls are about flows only', () => {
  const { rules, mistakes } = load(
    rule('{ a: { src_ip: 192.0.2.1 }, condition: a }').replace('webserver', 'firewall'),
  )
  assert.deepEqual(mistakes, [])
  const set = compileSignatures(rules as Signature[])
  const client = '192.0.2.1'
  assert.equal(set.judge(Object.assign(new Request(), { client })), undefined)
  assert.equal(set.judge(Object.assign(new Flow(), { client }))?.marks.has('0'), true)
})
