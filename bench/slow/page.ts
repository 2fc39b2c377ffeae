import { readable } from '../../src/text/readable.ts'
import type { Figure } from '../figure.ts'
import { code, count, table } from '../markdown.ts'
import type { SlowLines } from './lines.ts'
import type { Micros } from './meter.ts'
import type { Dear, SlowSearch } from './search.ts'

interface Ranked {
  readonly name: string
  readonly small: Micros
  readonly large: Micros
  /** Times the ordinary line, at both sizes, and per byte at the smaller. */
  readonly times: number
  readonly timesLarge: number
  readonly timesPerByte: number
}

/** Dearest first. */
function ranked({ ordinary, kinds }: SlowLines): Ranked[] {
  const times = ({ parser, engine }: Micros): number =>
    (parser + engine) / (ordinary.parser + ordinary.engine)
  return kinds
    .map(({ name, small, large }) => ({
      name,
      small,
      large,
      times: times(small),
      timesLarge: times(large),
      timesPerByte: (times(small) * ordinary.bytes) / small.bytes,
    }))
    .toSorted((a, b) => b.times - a.times)
}

/** The dearest line of 4 kB and of 64 kB. */
export function slowFigures(slow: SlowLines): Figure[] {
  const part = 'Slow lines: the worst of those made to be dear'
  const all = ranked(slow)
  const [small] = all
  const [large] = all.toSorted((a, b) => b.timesLarge - a.timesLarge)
  if (!small || !large) return []
  const unit = 'times the ordinary line'
  return [
    { part, name: `4 kB: ${small.name}`, value: small.times, unit, goal: 50, isMost: true },
    { part, name: `64 kB: ${large.name}`, value: large.timesLarge, unit },
  ]
}

/** The dearest line that the search has found. */
export function searchFigure(search: SlowSearch): Figure {
  const [worst] = dearest(search)
  return {
    part: 'Slow lines: the worst of those made to be dear',
    name: `${count(search.size / 1000)} kB: found by search, ${count(search.tried)} tried`,
    value: timesOf(search, worst!),
    unit: 'times the ordinary line',
    goal: 50,
    isMost: true,
  }
}

function dearest(search: SlowSearch): Dear[] {
  return search.found.toSorted((a, b) => timesOf(search, b) - timesOf(search, a))
}

function timesOf({ ordinary }: SlowSearch, { micros }: Dear): number {
  return (micros.parser + micros.engine) / (ordinary.parser + ordinary.engine)
}

/** What the search has found. */
export function searchPart(search: SlowSearch): string {
  const rows = dearest(search).map((one) => [
    one.by,
    code(readable(one.unit, 120)),
    count(one.work),
    one.micros.parser.toFixed(0),
    one.micros.engine.toFixed(0),
    timesOf(search, one).toFixed(1),
  ])
  return `## Slow lines, searched for

Hill climbing over fragments of attacks and encodings (seed ${search.seed}, ${count(search.tried)} targets of ${count(search.size)} bytes), for the most bytes that are looked at and for the most time. The best of each start, measured again; the ordinary line takes ${search.ordinary.parser.toFixed(1)} and ${search.ordinary.engine.toFixed(1)} µs.

${table(['searched for', 'repeats', 'bytes looked at', 'parser, µs', 'engine, µs', 'times the ordinary'], rows)}`
}

/** All of them. */
export function slowPart(slow: SlowLines): string {
  const { ordinary } = slow
  const rows = ranked(slow).map((one) => [
    one.name,
    one.small.parser.toFixed(0),
    one.small.engine.toFixed(0),
    one.times.toFixed(1),
    one.timesPerByte.toFixed(2),
    one.large.parser.toFixed(0),
    one.large.engine.toFixed(0),
    one.timesLarge.toFixed(1),
  ])
  return `## Slow lines

Lines made to be dear, beside the ordinary line of ${ordinary.bytes} bytes (${ordinary.parser.toFixed(1)} µs in the parser, ${ordinary.engine.toFixed(1)} µs in the engine). Microseconds at 4 kB and at 64 kB, the lower quartile of lines that differ in a number.

${table(['filled with', 'parser', 'engine', 'times the ordinary', 'per byte', '64 kB: parser', 'engine', 'times the ordinary'], rows)}`
}
