import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Request } from '../../event/request.ts'
import { jsonParser } from './json-parser.ts'
import { emptyLeaves, everything, scan, unescapeJson } from './scan.ts'
import windowAlerts from './window-alerts.ts'

const sample = JSON.parse(windowAlerts.sample) as Record<string, string>

/** A parser without any layout learned. */
function fresh() {
  return jsonParser({
    name: 'fresh',
    about: '',
    sample: '',
    members: {
      '@timestamp': 'time',
      client_ip: 'client',
      method: 'method',
      status: 'status',
      request_time: 'seconds',
      host: 'host',
      server: 'server',
      country: 'country',
    },
  })
}

const value = fc.oneof(
  fc.constantFrom('200', '0.28', '1795241462.5', '', '-', 'x'),
  fc.string({ maxLength: 12 }),
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -5, max: 999 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant({ deep: ['a', 1] }),
)
const record = fc.record(
  {
    server: value,
    client_ip: value,
    method: value,
    status: fc.oneof(fc.constantFrom('200', 404, null), value),
    request_time: fc.oneof(fc.constantFrom('0.28', 0.5, null), value),
    host: value,
    '@timestamp': fc.constantFrom('1795241462.5', 1795241462, '2026-11-21T06:11:02Z', 'soon'),
  },
  { requiredKeys: ['@timestamp'] },
)

test('a line read by the layout of others is read as if it came first', () => {
  const warm = fresh()
  for (const order of [sample, Object.fromEntries(Object.entries(sample).toReversed())])
    warm.parse(JSON.stringify(order))
  fc.assert(
    fc.property(record, fc.constantFrom(0, 1), (object, space) => {
      const text = Buffer.from(JSON.stringify(object, undefined, space))
        .toString('latin1')
        .replaceAll('\n', ' ')
      assert.deepEqual(warm.parse(text), fresh().parse(text))
      assert.deepEqual(warm.parse(text), fresh().parse(text))
    }),
    { seed: 9, numRuns: 500 },
  )
})

test('every leaf is what JSON.parse makes of it', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 6 }),
      (object) => {
        const text = Buffer.from(JSON.stringify(object)).toString('latin1')
        const leaves = emptyLeaves<string>()
        assert.ok(scan(text, everything(), leaves))
        const seen = Array.from({ length: leaves.count }, (_, at) => {
          const raw = text.slice(leaves.starts[at], leaves.ends[at])
          return leaves.quoted[at] === true
            ? Buffer.from(unescapeJson(raw), 'latin1').toString()
            : (JSON.parse(raw) as unknown)
        })
        assert.deepEqual(seen, leavesOf(JSON.parse(JSON.stringify(object))))
      },
    ),
    { seed: 2, numRuns: 500 },
  )
})

function leavesOf(found: unknown): unknown[] {
  if (typeof found !== 'object' || found === null)
    return [typeof found === 'string' ? Buffer.from(found).toString() : found]
  return Object.values(found).flatMap(leavesOf)
}

test('what is no JSON object is refused', () => {
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"a":}',
    '{"a":1,}',
    '{"a":01}',
    '{"a":1}x',
    '{"a" 1}',
    '{"a":tru}',
    "{'a':1}",
    '{"a":1.}',
    '{"a":-}',
    '{"a":1e}',
    '{"a":[1,]}',
  ])
    assert.equal(scan(text, everything(), emptyLeaves<string>()), false, text)
  assert.equal(scan(`{"a":${'['.repeat(100_000)}`, everything(), emptyLeaves<string>()), false)
})

test('escapes become the bytes that were sent', () => {
  assert.equal(unescapeJson('\\u00e9\\ud83d\\ude00\\n\\x16\\"'), '\xc3\xa9\xf0\x9f\x98\x80\n\x16"')
})

test('numbers and numeric strings are the same; null is not logged', () => {
  const line = (change: object) =>
    windowAlerts.parse(JSON.stringify({ ...sample, ...change })) as Request | undefined
  const same = line({ status: 201, request_time: 0.28 })
  assert.deepEqual(Object.assign({}, same, { line: '' }), Object.assign({}, line({}), { line: '' }))
  assert.equal(line({})?.time, 1_795_241_462_865)
  assert.equal(line({ status: null })?.status, 0)
  assert.equal(line({ client_ip: null })?.client, '')
  assert.equal(line({ status: 'abc' }), undefined)
  assert.equal(line({ '@timestamp': 'soon' }), undefined)
  assert.equal(windowAlerts.fault(JSON.stringify({ ...sample, status: 'abc' })).field, 'status')
})
