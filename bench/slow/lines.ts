import { type Micros, meter, ordinary } from './meter.ts'
import { nasties } from './nasty.ts'

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
meter()(ordinary)
const usual = meter()(ordinary, 'median')
const kinds = nasties.map(({ name, line }) => {
  const measure = meter()
  const lines = (size: number, from: number): string[] =>
    Array.from({ length: repeats }, (_, i) => line(size, from + i))
  measure(lines(4000, 0))
  return { name, small: measure(lines(4000, 1000)), large: measure(lines(64_000, 2000)) }
})
console.log(JSON.stringify({ ordinary: usual, kinds } satisfies SlowLines))
