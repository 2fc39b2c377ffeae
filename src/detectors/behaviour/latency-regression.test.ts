import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, heard, row } from '../../../test/drive.ts'
import latency from './latency-regression.ts'

const ordinary = row(1800, 1000, (i) => ({
  peer: address(i % 100),
  target: '/search?q=a',
  duration: 80 + ((i * 37) % 90),
}))
const later = 1_800_000

test('a route that takes five times as long is slow after two minutes', () => {
  const slow = row(
    300,
    1000,
    (i) => ({ peer: address(i), target: '/search?q=b', duration: 600 + (i % 50) }),
    later,
  )
  assert.deepEqual(heard(latency, [...ordinary, ...slow]).kinds, ['latency_regression'])
})

test('one slow minute, and answers that were refused at once before, are none', () => {
  const hiccup = row(
    60,
    1000,
    (i) => ({ peer: address(i), target: '/search?q=b', duration: 900 }),
    later,
  )
  const after = row(
    600,
    1000,
    (i) => ({ peer: address(i), target: '/search?q=b', duration: 100 }),
    later + 60_000,
  )
  assert.deepEqual(heard(latency, [...ordinary, ...hiccup, ...after]).kinds, [])
  const refused = row(
    900,
    1000,
    (i) => ({ peer: address(i), target: '/search?q=c', status: 403, duration: 1 }),
    later,
  )
  const back = row(
    300,
    1000,
    (i) => ({ peer: address(i), target: '/search?q=b', duration: 100 }),
    later + 900_000,
  )
  assert.deepEqual(heard(latency, [...ordinary, ...refused, ...back]).kinds, [])
})

test('a growing slowness is seen as well', () => {
  const evasion = row(
    900,
    1000,
    (i) => ({ peer: address(i), target: `/search?q=${i}`, duration: 120 * 1.004 ** i }),
    later,
  )
  assert.deepEqual(heard(latency, [...ordinary, ...evasion]).kinds, ['latency_regression'])
})
