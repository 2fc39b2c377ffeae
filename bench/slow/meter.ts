import { createReader } from '../../src/parsers/reader.ts'
import { assemble } from '../../src/pipeline/assemble.ts'
import { furnishing } from '../../src/pipeline/furnishing.ts'
import { generate } from '../../src/traffic/generate.ts'
import { day } from '../../src/traffic/presets.ts'

/** Microseconds a line. */
export interface Micros {
  readonly bytes: number
  readonly parser: number
  readonly engine: number
}

const shipped = await furnishing()

/** Lines of an ordinary day. */
export const ordinary: readonly string[] = [...first(20_000)]

function* first(lines: number): Generator<string> {
  let i = 0
  for (const { line } of generate({ ...day, format: 'combined', campaigns: 'none' })) {
    if (i++ === lines) return
    yield line
  }
}

/** Times lines in a reader and an engine. */
export type Meter = (lines: readonly string[], which?: 'median' | 'quartile') => Micros

/**
 * A new reader and a new engine that have seen ordinary lines. Of lines that differ only in a number the
 * lower quartile is taken: what else runs on the machine only adds.
 */
export function meter(): Meter {
  const reader = createReader()
  const engine = assemble(shipped)
  const run: Meter = (lines, which = 'quartile') => {
    const parser: number[] = []
    const judged: number[] = []
    for (const [i, text] of lines.entries()) {
      // A rope would be flattened while the reader is timed.
      const line = Buffer.from(text, 'latin1').toString('latin1')
      const began = performance.now()
      const outcome = reader.read(line, i)
      const read = performance.now()
      if (outcome && outcome.kind !== 'unparsed') engine.judge(outcome)
      judged.push((performance.now() - read) * 1000)
      parser.push((read - began) * 1000)
    }
    const rank = which === 'median' ? 0.5 : 0.25
    const bytes = at(
      lines.map(({ length }) => length),
      rank,
    )
    return { bytes, parser: at(parser, rank), engine: at(judged, rank) }
  }
  run(ordinary.slice(0, 500))
  return run
}

function at(values: readonly number[], rank: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * rank)] ?? NaN
}
