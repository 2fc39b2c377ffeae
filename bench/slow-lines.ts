import { createReader } from '../src/parsers/reader.ts'
import { assemble } from '../src/pipeline/assemble.ts'
import { furnishing } from '../src/pipeline/furnishing.ts'
import { generate } from '../src/traffic/generate.ts'
import { day } from '../src/traffic/presets.ts'
import { median } from './figure.ts'
import { nasties } from './nasty.ts'

/** Median microseconds a line. */
export interface Micros {
  readonly bytes: number
  readonly parser: number
  readonly engine: number
}

/** What the ordinary line costs, and each nasty kind at about 4 kB, the most that common servers take, and at 64 kB. */
export interface SlowLines {
  readonly ordinary: Micros
  readonly kinds: readonly {
    readonly name: string
    readonly small: Micros
    readonly large: Micros
  }[]
}

// REPEATS: how many lines of each kind and size.
const repeats = Number(process.argv[2] ?? 60)
const shipped = await furnishing()
const ordinary = [...first(20_000)]
meter()(ordinary)
const usual = meter()(ordinary)
const kinds = nasties.map(({ name, line }) => {
  const measure = meter()
  const lines = (size: number, from: number): string[] =>
    Array.from({ length: repeats }, (_, i) => line(size, from + i))
  measure(lines(4000, 0))
  return { name, small: measure(lines(4000, 1000)), large: measure(lines(64_000, 2000)) }
})
console.log(JSON.stringify({ ordinary: usual, kinds } satisfies SlowLines))

function* first(lines: number): Generator<string> {
  let i = 0
  for (const { line } of generate({ ...day, format: 'combined', campaigns: 'none' })) {
    if (i++ === lines) return
    yield line
  }
}

/** Times lines in a new reader and a new engine that have seen ordinary lines. */
function meter(): (lines: readonly string[]) => Micros {
  const reader = createReader()
  const engine = assemble(shipped)
  const run = (lines: readonly string[]): Micros => {
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
    const bytes = median(lines.map(({ length }) => length))
    return { bytes, parser: median(parser), engine: median(judged) }
  }
  run(ordinary.slice(0, 500))
  return run
}
