import { parseArgs } from 'node:util'
import { files, isHere } from '../../eval/data.ts'
import type { Chunk } from '../../src/contract/source.ts'
import type { Event } from '../../src/event/event.ts'
import type { Finding } from '../../src/event/finding.ts'
import { formats } from '../../src/parsers/formats.ts'
import { createReader } from '../../src/parsers/reader.ts'
import { assemble } from '../../src/pipeline/assemble.ts'
import { furnishing } from '../../src/pipeline/furnishing.ts'
import { intake, type Outcome, Tally } from '../../src/pipeline/intake.ts'
import { formatNames } from '../../src/traffic/formats/formats.ts'
import { generate } from '../../src/traffic/generate.ts'
import { wrap } from './envelopes.ts'
import { generator, mutate } from './parsers.ts'

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
})
const wanted = Number(values.lines)
const random = generator(Number(values.seed))
const slowest = { micros: 0, line: '' }
const shipped = await furnishing()
let engine = assemble(shipped)
let judged = 0
let findings = 0
let fired = 0

/** Samples of all formats, generated lines with every attack in all formats, real lines where they are. */
function originals(): string[] {
  const samples = formats.flatMap(({ sample }) => sample.split('\n'))
  const traffic = { minutes: 30, rate: 20, clients: 50, campaigns: 'all' } as const
  const generated = formatNames.flatMap((format) =>
    [...generate({ ...traffic, format })].filter((_, i) => i % 7 === 0).map(({ line }) => line),
  )
  const real = isHere ? files('access/**/*.{log*,txt}.gz').flatMap(({ lines }) => lines) : []
  return [...samples, ...generated, ...real]
}

/** Mutated lines in chunks of any size, cut anywhere, and how many lines there are. */
async function* chunks(all: readonly string[], count: { lines: number }): AsyncGenerator<Chunk> {
  let position = 0
  let text = ''
  for (let i = 0; i < wanted; i++) {
    const original = all[Math.floor(random() * all.length)]!
    const line = random() < 0.1 ? wrap(original, Math.floor(random() * 6)) : original
    const mutated = `${mutate(line, random, all)}\n`
    count.lines += mutated.split('\n').length - 1
    text += mutated
    if (random() > 0.01) continue
    const bytes = Buffer.from(text, 'latin1')
    const cut = Math.floor(random() * bytes.length)
    yield { bytes: bytes.subarray(0, cut), source: 'fuzz', position, last: false }
    text = text.slice(cut)
    position += cut
  }
  yield { bytes: Buffer.from(text, 'latin1'), source: 'fuzz', position, last: true }
}

function judge(event: Event): void {
  const began = performance.now()
  const found = engine.judge(event)
  const micros = (performance.now() - began) * 1000
  if (micros > slowest.micros) Object.assign(slowest, { micros, line: event.line.slice(0, 2000) })
  for (const finding of found) checkFinding(finding, event)
  findings += found.length
  if (++judged % 100_000 !== 0) return
  engine = assemble(shipped, structuredClone(engine.save()))
  console.error(`${judged} judged`)
}

function checkFinding({ score, reasons, detector }: Finding, { line }: Event): void {
  if (!(score >= 0 && score <= 1) || reasons.length === 0)
    throw new Error(`${detector} spoke without sense of ${JSON.stringify(line)}`)
}

function take(outcome: Outcome): void {
  last = outcome
  if (outcome.kind !== 'unparsed' && outcome.kind !== 'skipped') judge(outcome)
}

const tally = new Tally()
const count = { lines: 0 }
const reader = createReader()
let last: Outcome | undefined
try {
  for await (const batch of intake(chunks(originals(), count), () => reader, tally)) {
    batch.forEach(take)
    fired += engine.alerts.changes().filter(({ state }) => state === 'firing').length
  }
  engine.finish()
} catch (error) {
  console.error(`At the line ${JSON.stringify(last)}`)
  throw error
}
const { lines, parsed, unparsed, other } = tally
console.log(
  JSON.stringify({
    written: count.lines,
    lines,
    parsed,
    unparsed,
    other,
    findings,
    fired,
    slowest,
  }),
)
if (lines !== count.lines || parsed + unparsed + other !== lines) throw new Error('a line was lost')
