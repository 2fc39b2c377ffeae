import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { compileSignatures, type SignatureSet } from '../src/detectors/rules/signatures.ts'
import { Enricher } from '../src/enrich/enricher.ts'
import type { Event } from '../src/event/event.ts'
import { createReader } from '../src/parsers/reader.ts'
import { furnishing } from '../src/pipeline/furnishing.ts'
import { median } from './figure.ts'
import { nasties } from './slow/nasty.ts'

// LOG [LINES] [RUNS]: CPU time of the signatures alone, an event: as the log is, with every target
// different, attack lines only, and the lines that cost most. The fingerprint is of all findings, so that
// two versions of the source can be seen to find the same.

const [path = '', most = '136272', runs = '3'] = process.argv.slice(2)
const chunkLines = 300
const lines = readFileSync(path, 'latin1').split('\n', Number(most))
const { signatures } = await furnishing()
compile()
const compiling = Array.from({ length: 5 }, () => cpu(compile))
report(
  'compile (ms)',
  compiling.map((seconds) => seconds * 1e3),
)

measure('as is', lines)
const ordinary = measure('every target different', lines.map(withArgument))
measure('attack lines only', attacks())
slowLines(ordinary)

function compile(): SignatureSet {
  // another list each time: what is prepared for one is shared
  return compileSignatures([...signatures])
}

function withArgument(line: string, i: number): string {
  return line.replace(
    /^([^"]*"\S+ )(\S+)(?= HTTP\/)/,
    (_, before: string, target: string) =>
      `${before}${target}${target.includes('?') ? '&' : '?'}u=${i}`,
  )
}

/** Events whose fields are slices of one text, as in the pipeline. */
function* events(given: readonly string[]): Generator<Event[]> {
  const reader = createReader()
  const enricher = new Enricher()
  for (let from = 0; from < given.length; from += chunkLines) {
    const text = Buffer.from(given.slice(from, from + chunkLines).join('\n'), 'latin1').toString(
      'latin1',
    )
    const batch: Event[] = []
    for (const line of text.split('\n')) {
      const outcome = reader.read(line, 0)
      if (!outcome || outcome.kind === 'unparsed') continue
      enricher.enrich(outcome)
      batch.push(outcome)
    }
    yield batch
  }
}

function attacks(): string[] {
  const set = compile()
  const found: string[] = []
  for (const batch of events(lines))
    for (const event of batch) if (set.judge(event)) found.push(event.line)
  return found
}

/** @returns microseconds an event, the least of the runs */
function measure(name: string, given: readonly string[]): number {
  const { found, print } = fingerprint(given)
  const times: number[] = []
  const batches: number[] = []
  for (let run = 0; run < Number(runs); run++) {
    const set = compile()
    let spent = 0
    let count = 0
    for (const batch of events(given)) {
      const seconds = cpu(() => {
        for (const event of batch) set.judge(event)
      })
      spent += seconds
      count += batch.length
      batches.push((seconds * 1e6) / batch.length)
    }
    times.push((spent * 1e6) / count)
  }
  const more = `median batch ${median(batches).toFixed(2)}, found ${found}, ${print}`
  report(`${name} (µs/event)`, times, more)
  return Math.min(...times)
}

/** What is found, as a hash; the first pass also warms up. */
function fingerprint(given: readonly string[]): { found: number; print: string } {
  const hash = createHash('sha1')
  const set = compile()
  let found = 0
  for (const batch of events(given))
    for (const event of batch) {
      const verdict = set.judge(event)
      if (!verdict) continue
      found++
      hash.update(JSON.stringify([[...verdict.marks].toSorted(), verdict]))
    }
  return { found, print: hash.digest('hex').slice(0, 8) }
}

/**
 * Each kind of nasty line, all different, in a set that has seen none of its kind before: CPU time, and
 * how many lines of the log cost as much (every target different, so that nothing is remembered).
 */
function slowLines(ordinary: number): void {
  const rows = nasties.map(({ name, line }) => {
    const set = compile()
    const batches = [0, 1000, 2000, 3000].map((from) => [
      ...events(Array.from({ length: 40 }, (_, i) => line(4000, from + i))),
    ])
    const each = batches.map(([batch = []]) => {
      const seconds = cpu(() => batch.forEach((event) => set.judge(event)))
      return (seconds * 1e6) / Math.max(1, batch.length)
    })
    return { name, first: each[0]!, usual: Math.min(...each.slice(1)) }
  })
  for (const { name, first, usual } of rows.toSorted((a, b) => b.usual - a.usual).slice(0, 8))
    console.log(
      `  slow: ${name.padEnd(36)} ${usual.toFixed(0).padStart(6)} µs, ${(usual / ordinary).toFixed(0)} × the ordinary, the first 40 ${first.toFixed(0)}`,
    )
}

function cpu(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

function report(name: string, values: readonly number[], more = ''): void {
  const least = Math.min(...values)
  console.log(
    `${name.padEnd(36)} ${median(values).toFixed(2).padStart(7)}  (least ${least.toFixed(2)}) ${more}`,
  )
}
