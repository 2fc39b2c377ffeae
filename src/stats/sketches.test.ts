import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { addExact } from './exact-sum.ts'
import { HyperLogLog } from './hyperloglog.ts'
import { QuantileSketch } from './quantile-sketch.ts'
import { SpaceSaving } from './space-saving.ts'

const numbers = fc.array(
  fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(0), fc.integer()),
  { minLength: 1 },
)

test('quantiles are within 1 % of the value of their rank', () => {
  fc.assert(
    fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (list, q) => {
      const sketch = new QuantileSketch()
      for (const number of list) sketch.add(number)
      const rank = Math.max(0, Math.ceil(q * list.length) - 1)
      const expected = list.toSorted((a, b) => a - b)[rank]!
      const off = Math.abs(sketch.quantile(q) - expected)
      assert.ok(off <= 0.0101 * Math.abs(expected) + 1e-9, `${sketch.quantile(q)}, not ${expected}`)
    }),
  )
})

/** Numbers of so few magnitudes that a sketch has a bin for each: merged bins cannot be taken apart. */
const narrow = fc.array(fc.double({ noNaN: true, min: -1e7, max: 1e7 }), { maxLength: 200 })

test('quantile sketches add up, subtract and come back from a save', () => {
  fc.assert(
    fc.property(narrow, narrow, (one, other) => {
      const sketches = [one, other, [...one, ...other]].map((list) => {
        const sketch = new QuantileSketch()
        for (const number of list) sketch.add(number)
        return sketch
      })
      const [first, second, both] = sketches as [QuantileSketch, QuantileSketch, QuantileSketch]
      const sum = new QuantileSketch(structuredClone(first.save()))
      sum.merge(second)
      for (const q of [0, 0.25, 0.5, 0.99, 1]) assert.equal(sum.quantile(q), both.quantile(q))
      sum.subtract(second)
      for (const q of [0, 0.25, 0.5, 0.99, 1]) assert.equal(sum.quantile(q), first.quantile(q))
    }),
  )
})

test('a sketch of hugely different numbers stays small and right for large ones', () => {
  const sketch = new QuantileSketch()
  for (let power = -8; power <= 300; power++) sketch.add(10 ** power)
  assert.ok(sketch.save().up.counts.length <= 2100)
  assert.ok(Math.abs(sketch.quantile(1) / 1e300 - 1) < 0.0101)
})

test('different values are estimated within a few percent', () => {
  for (const [values, seed] of [
    [10, 1],
    [1000, 2],
    [50_000, 3],
  ] as const) {
    const sketch = new HyperLogLog(new Uint8Array(4096))
    const bare = new Uint8Array(4096)
    let state: number = seed
    const next = (): number => {
      state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
      return Math.imul(state ^ (state >>> 13), 0x85ebca6b) >>> 0
    }
    for (let i = 0; i < values; i++) {
      const [high, low] = [next(), next()]
      for (let again = 0; again < 2; again++) sketch.add(high, low)
      HyperLogLog.mark(bare, high, low)
    }
    assert.ok(Math.abs(sketch.estimate() / values - 1) < 0.06, `${sketch.estimate()} of ${values}`)
    assert.deepEqual(bare, sketch.registers)
  }
})

test('frequent values are found in little space', () => {
  const stream = fc.array(fc.integer({ min: 0, max: 30 }).map((n) => `v${Math.floor(n ** 2 / 30)}`))
  fc.assert(
    fc.property(stream, (list) => {
      const sketch = new SpaceSaving(8)
      for (const value of list) sketch.add(value)
      const truth = (value: string): number => list.filter((other) => other === value).length
      for (const { value, count, error } of sketch.list()) {
        assert.ok(count >= truth(value) && count - error <= truth(value))
      }
      for (const value of new Set(list))
        if (truth(value) > list.length / 8) assert.ok(sketch.has(value), value)
    }),
  )
})

test('exact sums do not depend on the order, and end at nothing', () => {
  const float = fc
    .float({ min: -1e6, max: 1e6, noNaN: true })
    .map((x) => Math.round(x * 2 ** 20) / 2 ** 20)
  fc.assert(
    fc.property(fc.array(float), (list) => {
      const up = new Float64Array(2)
      const down = new Float64Array(2)
      for (const number of list) addExact(up, 0, number)
      for (const number of list.toReversed()) addExact(down, 0, number)
      assert.deepEqual(up, down)
      for (const number of list) addExact(up, 0, -number)
      assert.deepEqual([...up], [0, 0])
    }),
  )
})
