import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Usual } from './usual.ts'

test('the peak is what a rare few reach, not what one alone reaches', () => {
  const usual = new Usual()
  for (let client = 0; client < 5000; client++)
    for (let seen = 1; seen <= (client % 100 === 0 ? 30 : 5); seen++) usual.rise(seen - 1, seen)
  for (let seen = 1; seen <= 100_000; seen++) usual.rise(seen - 1, seen)
  const peak = usual.peak(0.001, 20)
  assert.ok(peak >= 30 && peak < 36, `${peak}`)
  assert.equal(usual.total, 5001)
})

test('a rise over many levels at once counts at each, and what is saved goes on', () => {
  const usual = new Usual()
  for (let i = 0; i < 30; i++) usual.rise(0, 1e6)
  const again = new Usual(usual.save())
  assert.ok(again.peak(0.001, 20) >= 1e6)
  assert.equal(new Usual().peak(0.001, 20), 0)
})
