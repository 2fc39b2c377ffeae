import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { Random } from './random.ts'

const first = (seed: number, stream: number): number => new Random(seed, stream).integer32()
const draw = (n: number, from: (random: Random) => number): number[] => {
  const random = new Random(42, 3)
  return Array.from({ length: n }, () => from(random))
}
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length

test('the same seed and stream give the same numbers, others give others', () => {
  assert.equal(first(1, 2), first(1, 2))
  const many = Array.from({ length: 2000 }, (_, i) => first(i >> 5, i & 31))
  assert.ok(new Set(many).size > 1998)
})

test('distributions have their means and stay in their ranges', () => {
  const uniform = draw(20_000, (random) => random.uniform())
  assert.ok(Math.abs(mean(uniform) - 0.5) < 0.01)
  assert.ok(uniform.every((value) => value >= 0 && value < 1))
  assert.ok(Math.abs(mean(draw(20_000, (random) => random.exponential(7))) - 7) < 0.2)
  const normal = draw(20_000, (random) => random.normal())
  assert.ok(Math.abs(mean(normal)) < 0.03)
  assert.ok(Math.abs(mean(normal.map((value) => value * value)) - 1) < 0.05)
  const logNormal = draw(20_001, (random) => random.logNormal(50, 0.5)).toSorted((a, b) => a - b)
  assert.ok(Math.abs(logNormal[10_000]! - 50) < 2)
})

test('ranks follow Zipf: the first far more often than the tenth, none outside', () => {
  const ranks = draw(50_000, (random) => random.zipf(100))
  const count = (rank: number): number => ranks.filter((value) => value === rank).length
  assert.ok(ranks.every((rank) => rank >= 0 && rank < 100))
  assert.ok(count(0) > 5 * count(9))
  assert.ok(count(99) > 0)
})
