import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { mergeByTime } from './order.ts'

interface Item {
  readonly time: number
  readonly name: string
}

const timeOf = (item: Item): number => item.time
const items = (name: string, times: readonly number[]): Item[] =>
  times.map((time, index) => ({ time, name: `${name}${index}` }))

function batches<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  )
}

/** A stream that says when it is begun, how far it was asked, and when it is closed. */
async function* stream<T>(
  parts: readonly T[][],
  told: string[] = [],
  name = '',
): AsyncGenerator<T[]> {
  told.push(`${name} begun`)
  try {
    yield* parts
  } finally {
    told.push(`${name} closed`)
  }
}

async function names(merged: AsyncIterable<readonly Item[]>): Promise<string> {
  const seen: string[] = []
  for await (const batch of merged) seen.push(...batch.map(({ name }) => name))
  return seen.join(' ')
}

async function merge(sizes: number, ...times: (readonly number[])[]): Promise<string> {
  return names(
    mergeByTime(
      times.map((t, index) => stream(batches(items('abc'[index]!, t), sizes))),
      timeOf,
    ),
  )
}

test('files given newest first come in the order of time', async () => {
  for (const size of [1, 2, 100])
    assert.equal(await merge(size, [7, 8, 9], [4, 5, 6], [1, 2, 3]), 'c0 c1 c2 b0 b1 b2 a0 a1 a2')
})

test('files that overlap are merged; equal times go by the order of the files', async () => {
  for (const size of [1, 2, 100])
    assert.equal(await merge(size, [1, 4, 4, 9], [2, 4, 5], []), 'a0 b0 a1 a2 b1 b2 a3')
})

test('a wrong clock does not hold up what comes behind it', async () => {
  for (const size of [1, 3, 100])
    assert.equal(await merge(size, [1, 999, 3, 5], [2, 4, 6]), 'a0 b0 a1 a2 b1 a3 b2')
  assert.equal(await merge(2, [1, 3, 0, 5], [2, 4, 6]), 'a0 b0 a1 a2 b1 a3 b2')
})

test('what has no time stays with what comes before it', async () => {
  for (const size of [1, 2, 100])
    assert.equal(
      await merge(size, [NaN, 3, NaN, 5], [2, 4, NaN, 6]).then((all) => all.replace('a0 ', '')),
      'b0 a1 a2 b1 b2 a3 b3',
    )
})

test('batches that nothing overlaps are passed on as they are', async () => {
  const long = batches(
    items(
      'a',
      Array.from({ length: 600 }, (_, at) => at),
    ),
    200,
  )
  const later = batches(
    items(
      'b',
      Array.from({ length: 400 }, (_, at) => 1000 + at),
    ),
    200,
  )
  const seen: unknown[] = []
  for await (const batch of mergeByTime([stream(later), stream(long)], timeOf)) seen.push(batch)
  assert.deepEqual(
    seen.map((batch) => [...long, ...later].indexOf(batch as Item[])),
    [0, 1, 2, 3, 4],
  )
})

test('a stream whose start is known is begun when it is due', async () => {
  const told: string[] = []
  const streams = [
    stream([items('a', [10, 11])], told, 'a'),
    stream([items('b', [1, 2])], told, 'b'),
  ]
  for await (const batch of mergeByTime(streams, timeOf, [10, 1]))
    told.push(batch.map(({ name }) => name).join())
  assert.deepEqual(told, ['b begun', 'b closed', 'a begun', 'a closed', 'b0,b1,a0,a1'])
})

test('who stops asking closes what has begun', async () => {
  const told: string[] = []
  const long = batches(
    items(
      'a',
      Array.from({ length: 600 }, (_, at) => at),
    ),
    100,
  )
  for await (const _ of mergeByTime([stream(long, told, 'a'), stream(long, told, 'b')], timeOf))
    break
  assert.deepEqual(told.toSorted(), ['a begun', 'a closed', 'b begun', 'b closed'])
})

test('an error of one stream is told and closes the others', async () => {
  const told: string[] = []
  async function* broken(): AsyncGenerator<Item[]> {
    yield items('x', [2])
    throw new Error('no more')
  }
  const streams = [stream(batches(items('a', [1, 2, 3]), 1), told, 'a'), broken()]
  await assert.rejects(names(mergeByTime(streams, timeOf)), /no more/)
  assert.deepEqual(told, ['a begun', 'a closed'])
})

test('any streams in any batches: all elements, each stream in its order, sorted streams sorted', async () => {
  const times = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(times, { maxLength: 5 }),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      async (all, size, isSorted) => {
        const streams = all.map((t, index) =>
          items(`${index}:`, isSorted ? t.toSorted((a, b) => a - b) : t),
        )
        const starts = streams.map((s, index) => (index % 2 ? s[0]?.time : undefined))
        const seen: Item[] = []
        const merged = mergeByTime(
          streams.map((s) => stream(batches(s, size))),
          timeOf,
          starts,
        )
        for await (const batch of merged) seen.push(...batch)
        for (const [index, s] of streams.entries())
          assert.deepEqual(
            seen.filter(({ name }) => name.startsWith(`${index}:`)),
            s,
          )
        if (isSorted)
          assert.deepEqual(
            seen,
            streams.flat().toSorted((a, b) => a.time - b.time),
          )
        else assert.equal(seen.length, streams.flat().length)
      },
    ),
    { numRuns: 300, seed: 1 },
  )
})
