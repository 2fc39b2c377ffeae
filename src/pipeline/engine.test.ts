import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { deserialize, serialize } from 'node:v8'
import fc from 'fast-check'
import type { Chunk } from '../contract/source.ts'
import type { Event } from '../event/event.ts'
import { createReader } from '../parsers/reader.ts'
import { generate } from '../traffic/generate.ts'
import { assemble, type Furnishing } from './assemble.ts'
import { furnishing } from './furnishing.ts'
import { intake, Tally } from './intake.ts'
import { type Scored, score, scoreUnparsed } from './verdict.ts'

let all: Furnishing
let lines: string[]
let whole: Scored[]

before(async () => {
  all = await furnishing()
  const start = Date.UTC(2026, 10, 20, 9)
  const traffic = generate({
    seed: 11,
    start,
    minutes: 10,
    rate: 300,
    campaigns: 'all',
    format: 'timed',
  })
  lines = [...traffic].map(({ line }) => line)
  const engine = assemble(all)
  whole = events().map((event, i) => score(engine, event, i))
})

function events(): Event[] {
  const reader = createReader()
  return lines
    .map((line) => reader.read(line))
    .filter((event): event is Event => event?.kind === 'request')
}

test('the generated attacks are seen on their lines', () => {
  assert.ok(whole.filter(({ verdict }) => verdict === 'attack').length > 20)
})

test('save and load at any event changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length - 1), { minLength: 1, maxLength: 4 }), (places) => {
      let engine = assemble(all)
      const cuts = new Set(places)
      const scored = events().map((event, i) => {
        if (cuts.has(i)) engine = assemble(all, deserialize(serialize(engine.save())))
        return score(engine, event, i)
      })
      assert.deepEqual(scored, whole)
    }),
    { numRuns: 4, seed: 5 },
  )
})

test('a saved state shares nothing with the engine that goes on', () => {
  const engine = assemble(all)
  const half = Math.floor(whole.length / 2)
  let saved: unknown
  let before = ''
  for (const [i, event] of events().entries()) {
    if (i === half) {
      saved = engine.save()
      before = serialize(saved).toString('base64')
    }
    score(engine, event, i)
  }
  assert.equal(serialize(saved).toString('base64'), before)
})

test('the seed of the hashes does not show in the results', () => {
  const engine = assemble({ ...all, seed: 12_345 })
  assert.deepEqual(
    events().map((event, i) => score(engine, event, i)),
    whole,
  )
})

test('chunks may be cut anywhere: the same lines, the same scores', async () => {
  const bytes = Buffer.from(`${lines.join('\r\n')}\r\n\r\nno line of any format`, 'latin1')
  const read = async (cuts: readonly number[]): Promise<Scored[]> => {
    const engine = assemble(all)
    const scored: Scored[] = []
    const chunks = async function* (): AsyncGenerator<Chunk> {
      const ends = [...new Set(cuts), bytes.length].toSorted((a, b) => a - b)
      let position = 0
      for (const end of ends) {
        yield { bytes: bytes.subarray(position, end), source: 'log', position, last: false }
        position = end
      }
    }
    const reader = createReader({ source: 'log' })
    for await (const batch of intake(chunks(), () => reader, new Tally()))
      for (const outcome of batch)
        if (outcome.kind === 'unparsed') scored.push(scoreUnparsed(outcome, scored.length))
        else if (outcome.kind !== 'skipped') scored.push(score(engine, outcome, scored.length))
    return scored
  }
  const whole = await read([])
  assert.equal(whole.at(-1)!.verdict, 'unparsed')
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 200 }), async (cuts) => {
      assert.deepEqual(await read(cuts), whole)
    }),
    { numRuns: 4, seed: 9 },
  )
})
