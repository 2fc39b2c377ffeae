import { type Figure, isMet } from './figure.ts'
import { type Machine, machineLine } from './machine.ts'
import { count, table } from './markdown.ts'
import type { Memory } from './memory.ts'
import type { SlowLines } from './slow/lines.ts'
import { searchPart, slowPart } from './slow/page.ts'
import type { SlowSearch } from './slow/search.ts'

/** Everything that the page tells. */
export interface Results {
  readonly at: Machine
  readonly figures: readonly Figure[]
  readonly memory: Memory
  readonly slow: SlowLines
  readonly search: SlowSearch
  /** What could not be measured here, and why. */
  readonly missing: readonly string[]
  readonly seconds: number
}

/** The page docs/benchmarks.md. */
export function page({ at, figures, memory, slow, search, missing, seconds }: Results): string {
  const parts = [...Map.groupBy(figures, ({ part }) => part)].map(
    ([part, all]) => `## ${part}\n\n${figureTable(all)}`,
  )
  return `<!-- Written by \`npm run bench\`. -->

# Benchmarks

${machineLine(at)} The whole run took ${Math.round(seconds / 60)} min.

CPU-s is CPU time of the whole process, compilers and garbage collection included; medians of repeated runs. Everything that is shipped is on, with its defaults.
${missing.map((text) => `\n${text}\n`).join('')}
${parts.join('\n')}
${memoryPart(memory)}
${slowPart(slow)}
${searchPart(search)}`
}

function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    count(figure.value),
    figure.unit,
    figure.goal === undefined ? '' : `${figure.isMost ? '≤' : '≥'} ${count(figure.goal)}`,
    { true: 'yes', false: '**no**', undefined: '' }[String(isMet(figure))]!,
    figure.note ?? '',
  ])
  return table(['', 'value', 'unit', 'goal', 'met', ''], rows)
}

function memoryPart({ curve, stretch }: Memory): string {
  const rows = curve.map((mebibytes, i) => [count((i + 1) * stretch), count(mebibytes)])
  return `Resident memory along the way:\n\n${table(['lines', 'MiB'], rows)}`
}
