import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Page } from '../../contract/page.ts'
import type { Parser } from '../../contract/parser.ts'
import { jsonParser } from './json-parser.ts'

function fresh(): Parser {
  return jsonParser({
    name: 'test',
    about: '',
    sample: '',
    members: {
      time: 'time',
      ip: 'client',
      m: 'method',
      s: 'status',
      d: 'seconds',
      host: 'host',
      country: 'country',
      'in.b': 'bytes',
    },
    known: [['time'], ['ip']],
  })
}

const value = fc.constantFrom(
  '',
  'a b',
  ...'- null 200 20 2000 0.28 1.5 .5 12 0.1234 9999999.25 GET POST get 203.0.113.16 ::1 a,b'.split(
    ' ',
  ),
  ...'1795241462.865323 1.79e9 1795241462.8 2026-11-21T06:11:02Z us US x.example:80 [::1]:80'.split(
    ' ',
  ),
  ...'a:b:c \\" \\u0041 ","ip":" \xe9 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'.split(' '),
)
const row = fc.record({
  time: fc.constantFrom('1795241462.865323', '1795241462.86', '1795241462', 'x'),
  ip: value,
  m: value,
  s: value,
  d: value,
  host: value,
  country: value,
  b: value,
  isQuoted: fc.boolean(),
})

function written({
  time,
  ip,
  m,
  s,
  d,
  host,
  country,
  b,
  isQuoted,
}: Record<string, unknown>): string {
  const bytes = isQuoted ? `"${String(b)}"` : '512'
  return `{"time":"${String(time)}", "ip":"${String(ip)}","m":"${String(m)}","s":"${String(s)}","d":"${String(d)}","host":"${String(host)}","country":"${String(country)}","in":{"b":${bytes},"c":true}}`
}

test('a line whose layout is known becomes what it becomes without, alone and on a page', () => {
  const known = fresh()
  fc.assert(
    fc.property(row, (of) => {
      const line = written(of)
      const expected = fresh().parse(line)
      assert.deepEqual(known.parse(line), expected, line)
      const text = `{"\n${line}\n"\\`
      const page = new Page(text, Buffer.from(text, 'latin1'))
      page.at = 3
      assert.deepEqual(known.parse(line, page), expected, line)
    }),
    { seed: 8, numRuns: 3000 },
  )
})
