import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { Request } from '../../../../event/request.ts'
import { compileCondition } from '../../../matching/condition.ts'
import { loadRules } from '../../load.ts'
import { describe } from '../../mistakes.ts'
import type { Signature } from '../../rule.ts'

/** Whether a detection, in YAML's flow form, holds for a request. */
function holds(detection: string, fields: Partial<Request>): boolean {
  const text = `title: T\nlogsource: { category: webserver }\ndetection: ${detection}`
  const { rules, mistakes } = loadRules([{ name: 'x.yml', text }])
  assert.deepEqual(mistakes.map(describe), [])
  return compileCondition((rules[0] as Signature).condition)(Object.assign(new Request(), fields))
}
const one = (selection: string): string => `{ a: { ${selection} }, condition: a }`

const table: readonly (readonly [string, Partial<Request>, boolean])[] = [
  [one('host: Shop.example'), { host: 'shop.EXAMPLE' }, true],
  [one('host: shop'), { host: 'shop.example' }, false],
  [one('host|cased: Shop'), { host: 'shop' }, false],
  [one('host: shop*'), { host: 'shop.example' }, true],
  [one('host: "*.example"'), { host: 'shop.example' }, true],
  [one('host: "s*.ex?mple"'), { host: 'shop.example' }, true],
  [one('host: "s*.ex?mple"'), { host: 'shop.exmple' }, false],
  [one("host: 's\\*p'"), { host: 's*p' }, true],
  [one("host: 's\\*p'"), { host: 'shop' }, false],
  [one("note: 'a\\\\*'"), { note: 'a\\b' }, true],
  [one("note: 'c:\\dir'"), { note: 'c:\\dir' }, true],
  [one('host|contains: ho'), { host: 'shop' }, true],
  [one('host|contains|all: [s, p]'), { host: 'shop' }, true],
  [one('host|contains|all: [s, z]'), { host: 'shop' }, false],
  [one('host|startswith: [a, s]'), { host: 'shop' }, true],
  [one('host|endswith: p'), { host: 'shop' }, true],
  [one('host|endswith: sh'), { host: 'shop' }, false],
  [one('host|re: ^S.op$'), { host: 'shop' }, false],
  [one('host|re|i: ^S.op$'), { host: 'shop' }, true],
  [one('host: "*"'), { host: 'x' }, true],
  [one('host: "*"'), { host: '' }, false],
  [one('host: null'), { host: '' }, true],
  [one("host: ''"), { host: 'x' }, false],
  [one('host|exists: true'), { host: 'x' }, true],
  [one('host|exists: false'), { host: 'x' }, false],
  [one('c-ip|cidr: 10.0.0.0/8'), { client: '10.9.8.7' }, true],
  [one('c-ip|cidr: [192.168.0.0/16, "2001:db8::/32"]'), { client: '2001:db8::1' }, true],
  [one('c-ip|cidr: 10.0.0.0/8'), { client: '11.0.0.1' }, false],
  [one('sc-status: [403, "404"]'), { status: 404 }, true],
  [one('sc-status|gte: 500'), { status: 499 }, false],
  [one('sc-status|gt: 499'), { status: 500 }, true],
  [one('time-taken|lt: 10'), { duration: 9 }, true],
  [one('time-taken|lte: 10'), { duration: 10 }, true],
  [one('country: Österreich'), { country: Buffer.from('Österreich').toString('latin1') }, true],
  [one('note|holds: sql'), { note: '7 or 3=3' }, true],
  [one('note|holds: sql'), { note: '7 or 3' }, false],
  [one('note|holds: [html, sql]'), { note: "kim'--" }, true],
  [one('note|surely: sql'), { note: "kim'--" }, false],
  [one('note|surely: html'), { note: '<script>f(1)</script>' }, true],
  ['{ a: { host: x }, b: { status: 1 }, condition: a and not b }', { host: 'x' }, true],
  ['{ a: { host: x }, b: { status: 1 }, condition: a or b }', { status: 1 }, true],
  ['{ a: [{ host: x }, { host: y }], condition: a }', { host: 'y' }, true],
  ['{ s1: { host: x }, s2: { host: y }, condition: 1 of s* }', { host: 'y' }, true],
  ['{ s1: { host: x }, s2: { status: 1 }, condition: all of s* }', { host: 'x' }, false],
  ['{ s1: { host: x }, t: { status: 1 }, condition: all of them }', { host: 'x', status: 1 }, true],
  ['{ s1: { host: x }, t: { status: 1 }, condition: 1 of them }', { status: 1 }, true],
  ['{ a: { host: x }, b: { status: 1 }, condition: not (a or b) }', { host: 'z' }, true],
  [
    '{ a: { host: x }, b: { status: 1 }, c: { bytes: 2 }, condition: a or b and c }',
    { host: 'x' },
    true,
  ],
  ['{ a: [evil, bad], condition: a }', { agent: 'an evil one' }, true],
  [one('cs-uri-query: "*/cgi/*"'), { target: '/cgi/x' }, true],
  [one('cs-uri-query|exists: true'), { target: '/cgi/x' }, false],
  [one('cs-uri-query|exists: true'), { target: '/cgi/x?a' }, true],
  [one('cs-uri-query: null'), { target: '/cgi/x' }, true],
  [one('cs-uri-query: "*"'), { target: '/cgi/x' }, false],
  [one('sc-status|startswith: 4'), { status: 404 }, true],
  [one('sc-status|startswith: 4'), { status: 504 }, false],
  [one('sc-status|contains: 0'), { status: 0 }, false],
  [one('sc-status: "4*"'), { status: 404 }, true],
  [one('sc-status|re: "^[45]"'), { status: 504 }, true],
]

const wrong: readonly (readonly [string, string])[] = [
  ['host|startswith|endswith: a', "'startswith' and 'endswith' do not go together"],
  ['host|contains|startswith: a', "'contains' and 'startswith' do not go together"],
  ['c-ip|cidr|all: [10.0.0.0/8]', "'cidr' and 'all' do not go together"],
  ['sc-status|gte|lt: 5', "'lt' and 'gte' do not go together"],
  ["cs-uri-query|contains: ''", "an empty value says nothing behind 'contains'"],
  ['cs-uri-query|re: null', "an empty value says nothing behind 're'"],
  ['sc-status: many', "'status' is a number, so its value must be one"],
]

for (const [selection, what] of wrong)
  test(`${selection} is a mistake`, () => {
    const text = `title: T\nlogsource: { category: webserver }\ndetection: ${one(selection)}`
    const { mistakes } = loadRules([{ name: 'x.yml', text }])
    assert.deepEqual(
      mistakes.map((mistake) => mistake.what),
      [what],
    )
  })

for (const [detection, fields, expected] of table)
  test(`${detection} ${expected ? 'holds' : 'does not hold'} for ${JSON.stringify(fields)}`, () => {
    assert.equal(holds(detection, fields), expected)
  })
