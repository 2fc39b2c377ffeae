import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cause, finding, start } from '../../../test/findings.ts'
import type { Finding } from '../../event/finding.ts'
import { count, newTally, total } from './tally.ts'

const minute = 60_000
const window = (from: number, to: number, n: number, detector = 'd'): Finding =>
  finding(to, { since: start + from, count: n, detector })

test('an event counts once, at whatever position of whatever source', () => {
  const tally = newTally()
  for (const at of [0, 0, 5]) count(tally, finding(at), cause(at))
  assert.equal(total(tally), 2)
  count(tally, finding(6), cause(5, { source: 'b' }))
  assert.equal(total(tally), 3)
})

test('the peak is of one minute of the clock', () => {
  const tally = newTally()
  for (const at of [0, 1000, 59_999, minute, minute + 1]) count(tally, finding(at), cause(at))
  assert.equal(tally.peak, 3)
  count(tally, window(0, 10 * minute, 100), undefined)
  assert.equal(tally.peak, 10)
  count(tally, window(0, 30_000, 40, 'e'), undefined)
  assert.equal(tally.peak, 40)
})

test('lines out of order count for their own minute; thirty minutes are remembered', () => {
  const tally = newTally()
  let position = 0
  for (let i = 0; i < 9; i++)
    for (const at of [0, 5 * minute, 2 * minute])
      count(tally, finding(at), cause(at, { position: position++ }))
  assert.equal(tally.peak, 9)
  for (let i = 10; i < 100; i++) count(tally, finding(i * minute), cause(i * minute))
  assert.equal(tally.past!.size, 30)
  assert.equal(tally.peak, 9)
})

test('a long window, or one of an event that comes late, says nothing of a minute', () => {
  const tally = newTally()
  count(tally, window(0, 10 * minute, 4000), cause(10 * minute))
  assert.equal(tally.peak, 1)
  count(tally, window(9 * minute, 9 * minute, 4000), cause(9 * minute))
  assert.equal(tally.peak, 1)
  count(tally, window(10 * minute, 10 * minute + 8000, 90, 'flood'), cause(10 * minute + 8000))
  assert.equal(tally.peak, 90)
})

test('a behaviour brings its window first, then one more with each event', () => {
  const tally = newTally()
  for (const [at, n] of [
    [1000, 50],
    [1100, 51],
    [9000, 49],
  ] as const)
    count(tally, window(at - 10_000, at, n), cause(at))
  assert.equal(total(tally), 52)
  count(tally, window(9000, 19_000, 30), cause(19_000))
  assert.equal(total(tally), 82)
  // One that comes late begins no stretch anew.
  count(tally, window(2000, 12_000, 3), cause(12_000))
  count(tally, window(13_000, 20_000, 5), cause(20_000))
  assert.equal(total(tally), 84)
})

test('of windows told of when they end the fullest holds, those apart add up', () => {
  const tally = newTally()
  for (const [from, n] of [
    [0, 5],
    [30_000, 9],
    [60_000, 7],
  ] as const)
    count(tally, window(from, from + minute, n), undefined)
  assert.equal(total(tally), 9)
  count(tally, window(2 * minute, 3 * minute, 4), undefined)
  assert.equal(total(tally), 13)
})

test('behaviours do not add up, the largest holds; no more than sixteen are told apart', () => {
  const tally = newTally()
  count(tally, window(0, minute, 20, 'a'), undefined)
  count(tally, window(0, minute, 30, 'b'), undefined)
  assert.equal(total(tally), 30)
  for (let i = 0; i < 30; i++) count(tally, window(0, minute, 100 + i, `d${i}`), undefined)
  assert.equal(tally.stretches!.length, 16)
  assert.equal(total(tally), 113)
})
