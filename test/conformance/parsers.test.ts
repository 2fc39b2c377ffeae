import { strict as assert } from 'node:assert'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, test } from 'node:test'
import * as fc from 'fast-check'
import type { OpenParser, Parser } from '../../src/contract/parser.ts'
import { type Event, Flow, Metric, ServerError } from '../../src/event/event.ts'
import { Request } from '../../src/event/request.ts'
import { formats } from '../../src/parsers/formats.ts'
import { createReader } from '../../src/parsers/reader.ts'
import { envelopes, wrap } from '../fuzz/envelopes.ts'
import { fuzz, generator, mutate } from '../fuzz/parsers.ts'

const shapes: Record<string, readonly string[]> = {
  request: Object.keys(new Request()),
  error: Object.keys(new ServerError()),
  flow: Object.keys(new Flow()),
  metric: Object.keys(new Metric()),
}
const latin1 = fc
  .array(fc.nat(255), { maxLength: 300 })
  .map((codes) => String.fromCharCode(...codes))

/** The parser at work, with the header lines of its sample read. */
function opened(parser: Parser): { at: Parser; row: string } {
  const lines = parser.sample.split('\n')
  const at: Parser | OpenParser = parser.open?.() ?? parser
  for (const line of lines.slice(0, -1))
    assert.ok('header' in at && (at as OpenParser).header(line, true))
  return { at, row: lines.at(-1)! }
}

function withoutPlace(event: Event): object {
  return Object.assign({}, event, { line: '', source: '', position: 0, server: '' })
}

test('every parser file is one of the formats, under its own name', () => {
  const root = join(import.meta.dirname, '../../src/parsers')
  const files = globSync('{formats,json,table}/*.ts', { cwd: root })
    .filter(
      (file) =>
        !file.endsWith('.test.ts') &&
        readFileSync(join(root, file), 'utf8').includes('export default'),
    )
    .map((file) => basename(file, '.ts'))
  assert.deepEqual(files.toSorted(), formats.map(({ name }) => name).toSorted())
})

for (const parser of formats)
  describe(parser.name, () => {
    test('reads its sample, in the one shape of its kind', () => {
      const { at, row } = opened(parser)
      const event = at.parse(row)
      assert.ok(event !== undefined)
      assert.deepEqual(Object.keys(event), shapes[event.kind])
      assert.equal(event.line, row)
      assert.ok(event.time > Date.UTC(2026, 10, 1) && event.time < Date.UTC(2026, 11, 1))
      for (const value of Object.values(event)) assert.notEqual(value, undefined)
      assert.ok(parser.about.endsWith('.') || parser.about.endsWith('…'), 'about is a sentence')
    })

    test('is found by its lines, and no other parser takes them', () => {
      const reader = createReader()
      for (const line of parser.sample.split('\n')) reader.read(line)
      assert.deepEqual(reader.counts.parsers, [{ parser: parser.name, lines: 1 }])
      const { row } = opened(parser)
      const takers = formats.filter((other) => opened(other).at.parse(row) !== undefined)
      assert.deepEqual(
        takers.map(({ name }) => name),
        [parser.name],
      )
    })

    if (!parser.sample.includes('\n'))
      for (const [index, envelope] of envelopes.entries())
        test(`reads its sample inside ${envelope}`, () => {
          const line = wrap(parser.sample, index)
          const reader = createReader()
          const event = reader.read(line)
          assert.ok(event !== undefined && event.kind !== 'unparsed', JSON.stringify(event))
          assert.deepEqual(reader.counts.parsers[0]?.parser, parser.name)
          assert.deepEqual(withoutPlace(event), withoutPlace(parser.parse(parser.sample)!))
          assert.equal(event.line, line)
        })

    test('never throws, whatever the bytes, and says where it stops', () => {
      const { at, row } = opened(parser)
      const random = generator(7)
      const lines = [
        ...fc.sample(latin1, { numRuns: 60, seed: 3 }),
        ...Array.from({ length: 300 }, () => mutate(row, random, [row])),
      ]
      for (const line of lines) {
        const event = at.parse(line)
        if (event !== undefined) {
          assert.deepEqual(Object.keys(event), shapes[event.kind])
          continue
        }
        const fault = at.fault(line)
        assert.equal(fault.parser, parser.name)
        assert.ok(fault.at >= 0 && fault.at <= line.length, `${fault.at} in ${line.length}`)
        assert.ok(fault.number >= 1 && fault.field !== '' && fault.expected !== '')
      }
    })

    test('gives the same event again', () => {
      const { at, row } = opened(parser)
      const first = at.parse(row)
      for (const other of formats) other.parse(row)
      assert.deepEqual(at.parse(row), first)
    })
  })

test('mutated lines of all formats: no crash, none lost', () => {
  const outcome = fuzz(4000, 11)
  assert.equal(outcome.parsed + outcome.unparsed + outcome.headers, 4000)
  assert.ok(outcome.parsed > 500 && outcome.unparsed > 500)
})
