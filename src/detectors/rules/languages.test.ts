import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { Request } from '../../event/request.ts'
import { loadRules } from './load.ts'
import { describe } from './mistakes.ts'
import type { Signature } from './rule.ts'
import { compileSignatures, type SignatureSet } from './signatures.ts'

function setOf(selection: string): SignatureSet {
  const text = `title: T\nlogsource: { category: webserver }\ndetection: { a: { ${selection} }, condition: a }\nlevel: high\ntripline: { kind: sql_injection, score: 0.6 }`
  const { rules, mistakes } = loadRules([{ name: 'x.yml', text }])
  assert.deepEqual(mistakes.map(describe), [])
  return compileSignatures(rules as Signature[])
}

function judge(set: SignatureSet, fields: Partial<Request>): ReturnType<SignatureSet['judge']> {
  return set.judge(Object.assign(new Request(), { client: '192.0.2.1', status: 200 }, fields))
}

const holds = (selection: string, fields: Partial<Request>): boolean =>
  judge(setOf(selection), fields)?.findings.length === 1

test('a language is looked for in each argument, decoded', () => {
  const targets: [string, boolean][] = [
    ['/a?x=7%20or%203=3', true],
    ['/a?x=7%2520or%25203%253d3&y=1', true],
    ['/a?y=1&x=7+or+3=3', true],
    ['/a?7%20or%203=3', true],
    ['/7%20or%203=3', true],
    ['/a?x=7&or=3', false],
    ['/a?x=7%20or&y=3=3', false],
    ['/a?x=a%20or%203', false],
  ]
  for (const [target, expected] of targets)
    assert.equal(holds('target|holds: sql', { target }), expected, target)
})

test('what a bare semicolon parts is read as a whole too', () => {
  assert.ok(holds('target|holds: sql', { target: '/a?x=7;drop%20table%20staff' }))
  assert.ok(holds('target|holds: shell', { target: '/a?x=10.0.0.9;cat%20/etc/hosts' }))
})

test('the query is not the path', () => {
  assert.ok(holds('query|holds: path', { target: '/a?f=../../../b' }))
  assert.ok(!holds('query|holds: path', { target: '/x/../../../b?f=1' }))
})

test('other places are read as a whole, all of a request too', () => {
  const agent = "x' or 'k'='k"
  assert.ok(holds('agent|surely: sql', { agent }))
  assert.ok(holds('request|surely: sql', { agent }))
  assert.ok(!holds('referrer|surely: sql', { agent }))
})

test('the place is told in the bytes as logged', () => {
  const target = '/a?y=1&x=blue%27%20or%205=5'
  const reason = judge(setOf('target|holds: sql'), { target })?.findings[0]?.reasons[0]
  assert.equal(reason?.matched?.decoded, "blue' or 5=5")
  assert.equal(reason?.matched?.raw, 'blue%27%20or%205=5')
})

test('a language that does not exist is a mistake', () => {
  const text = `title: T\nlogsource: { category: webserver }\ndetection:\n  a:\n    target|holds: sqll\n  condition: a`
  const { mistakes } = loadRules([{ name: 'x.yml', text }])
  assert.deepEqual(mistakes.map(describe), ["x.yml:5:19 unknown language 'sqll', nearest is 'sql'"])
})
