import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { array, assert as check, nat, property } from 'fast-check'
import { Hit, ordinaryLabel } from './hit.ts'
import { requests } from './generate.ts'
import { Merge } from './merge.ts'

function* flow(times: readonly number[]): Generator<Hit> {
  for (const time of times.toSorted((a, b) => a - b)) {
    const hit = new Hit(ordinaryLabel('customer'))
    hit.time = time
    yield hit
  }
}

test('flows are merged in order of time and nothing is lost', () => {
  check(
    property(array(array(nat(1000))), (flows) => {
      const merge = new Merge()
      for (const times of flows) merge.add(flow(times))
      const out: number[] = []
      while (merge.size > 0) out.push(merge.take().time)
      assert.deepEqual(
        out,
        flows.flat().toSorted((a, b) => a - b),
      )
    }),
  )
})

test('days of traffic come as they are asked for, not before', () => {
  const days = requests({ minutes: 60 * 24 * 30, rate: 3000, campaigns: 'all' })
  const first = Array.from({ length: 2000 }, () => days.next().value as Hit)
  assert.ok(first.at(-1)!.time - first[0]!.time < 10 * 60_000)
})
