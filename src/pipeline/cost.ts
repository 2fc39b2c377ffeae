import { closeSync, openSync, readSync } from 'node:fs'
import type { Parser } from '../contract/parser.ts'
import { createReader } from '../parsers/reader.ts'
import { assemble, type Furnishing } from './assemble.ts'
import type { Outcome } from './intake.ts'
import { LineCutter, type TakeLine } from './lines.ts'

/** What one stage costs, beyond the stages before it. */
export interface Stage {
  readonly name: string
  readonly cpuSeconds: number
  readonly perLineMicros: number
}

export interface Cost {
  readonly file: string
  readonly lines: number
  readonly stages: readonly Stage[]
  /** Whole way up to and including the named stage. */
  readonly linesPerCpuSecond: Readonly<Record<string, number>>
  readonly peakRssBytes: number
  /** A pass takes so little time that the figures are mostly noise. */
  readonly isShort: boolean
}

/** CPU time of one pass below which its stages cannot be told apart. */
const leastSeconds = 0.25

export type Use = (outcome: Outcome) => void

/**
 * Measures what a file costs, stage by stage, in CPU time of this process: each row repeats the whole
 * way from the file up to its stage, after a warm-up, and takes the median of `runs`.
 * @param parser those that may take lines; by default all that can be guessed
 */
export function cost(
  file: string,
  furnishing: Furnishing,
  runs = 3,
  parser?: readonly Parser[],
): Cost {
  const ways: [string, () => Use | undefined][] = [
    ['lines', () => undefined],
    ['parse', () => () => {}],
    ['rules', () => judging({ ...furnishing, detectors: [] })],
    ['behaviours', () => judging(furnishing)],
  ]
  const rows = ways.map(([name, way]) => {
    const seconds: number[] = []
    let lines = 0
    for (let run = 0; run <= runs; run++) {
      const before = process.cpuUsage()
      lines = pass(file, way(), parser)
      const { user, system } = process.cpuUsage(before)
      if (run > 0) seconds.push((user + system) / 1e6)
    }
    return { name, lines, seconds: seconds.toSorted((a, b) => a - b)[runs >> 1]! }
  })
  const lines = rows[0]!.lines
  return {
    file,
    lines,
    stages: rows.map(({ name, seconds }, i) => {
      const own = Math.max(0, seconds - (rows[i - 1]?.seconds ?? 0))
      return { name, cpuSeconds: own, perLineMicros: (own / lines) * 1e6 }
    }),
    linesPerCpuSecond: Object.fromEntries(
      rows.map(({ name, seconds }) => [name, Math.round(lines / seconds)]),
    ),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    isShort: rows.at(-1)!.seconds < leastSeconds,
  }
}

function judging(furnishing: Furnishing): Use {
  const engine = assemble(furnishing)
  return (outcome) => {
    if (outcome.kind !== 'unparsed' && outcome.kind !== 'skipped') engine.judge(outcome)
  }
}

/**
 * One pass over a plain file, without a runtime's file streams between, so that the stages are what is measured.
 * Without `use` lines are only cut. @returns how many there were
 */
export function pass(file: string, use: Use | undefined, parser?: readonly Parser[]): number {
  const fd = openSync(file, 'r')
  const bytes = Buffer.allocUnsafe(65_536)
  const cutter = new LineCutter()
  const reader = createReader({ source: file, ...(parser && { parser }) })
  const take: TakeLine = (line, position, _, page) => {
    const outcome = use && reader.read(line, position, page)
    if (outcome) use(outcome)
  }
  for (let position = 0; ;) {
    const read = readSync(fd, bytes, 0, bytes.length, position)
    if (read === 0) break
    cutter.add({ bytes: bytes.subarray(0, read), source: file, position, last: false }, take)
    position += read
  }
  cutter.end(take)
  closeSync(fd)
  return cutter.lines
}
