import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, heard, row } from '../../../test/drive.ts'
import surge from './error-surge.ts'

const visitors = row(1800, 2000, (i) => ({
  peer: address(i % 200),
  target: '/checkout',
  status: i % 200 ? 200 : 500,
}))
const hour = 3_600_000

test('a route that fails for many clients is an outage within half a minute', () => {
  const broken = row(
    120,
    1000,
    (i) => ({ peer: address(i), target: '/checkout', status: i % 4 ? 500 : 200 }),
    hour,
  )
  const { findings, kinds } = heard(surge, [...visitors, ...broken])
  assert.deepEqual(kinds, ['error_surge'])
  assert.ok(findings[0]!.time - broken[0]!.time <= 30_000)
})

test('one bad client is no outage, nor is what is not found', () => {
  const bad = row(200, 500, () => ({ target: '/checkout', status: 500 }), hour)
  assert.deepEqual(heard(surge, [...visitors, ...bad]).kinds, [])
  const missing = row(
    120,
    1000,
    (i) => ({ peer: address(i), target: '/checkout', status: 404 }),
    hour,
  )
  assert.deepEqual(heard(surge, [...visitors, ...missing]).kinds, [])
})

test('an outage that lasts for hours does not become usual', () => {
  const broken = row(
    10_800,
    1000,
    (i) => ({ peer: address(i % 300), target: '/checkout', status: i % 3 ? 502 : 200 }),
    hour,
  )
  const { findings } = heard(surge, [...visitors, ...broken])
  assert.ok(findings.at(-1)!.time > broken.at(-1)!.time - 10_000)
})

test('other queries and codes for each request hide nothing', () => {
  const evasion = row(
    120,
    1000,
    (i) => ({
      peer: address(i),
      target: `/checkout?step=${i}`,
      status: [500, 502, 503, 200][i % 4]!,
    }),
    hour,
  )
  assert.deepEqual(heard(surge, [...visitors, ...evasion]).kinds, ['error_surge'])
})
