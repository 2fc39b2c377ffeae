import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isCoreHere } from '../eval/requests/core-rules.ts'
import type { Figure } from './figure.ts'
import { isRealHere, writeDay, writeLoad, writeReal, writeWindowJson } from './logs.ts'
import { machine } from './machine.ts'
import { count } from './markdown.ts'
import { coreFigure, measured, slidingFigure, stageFigures, type StageGoals } from './measure.ts'
import type { Memory } from './memory.ts'
import { page } from './page.ts'
import { goaccess } from './peers.ts'
import type { SlowLines } from './slow/lines.ts'
import { searchFigure, slowFigures } from './slow/page.ts'
import type { SlowSearch } from './slow/search.ts'
import { start } from './start.ts'

const here = import.meta.dirname
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    memory: { type: 'boolean', default: false },
    lines: { type: 'string' },
    out: { type: 'string', default: join(here, '../docs/benchmarks.md') },
  },
})
/** How much of everything. */
const size = values.quick
  ? { lines: 50_000, runs: 1, events: 300_000, memory: 300_000, starts: 3, repeats: 10, steps: 60 }
  : {
      lines: 1_000_000,
      runs: 3,
      events: 2_000_000,
      memory: 10_000_000,
      starts: 15,
      repeats: 60,
      steps: 400,
    }
const lines = Number(values.lines ?? size.lines)
const { runs, events } = size

if (values.memory) {
  const words = [values.lines ?? 10_000_000, 1_000_000, 3600]
  const { curve, peakMiB, ...rest } = measured('memory', ...words) as Memory
  console.log({ ...rest, finalMiB: curve.at(-1), peakMiB })
  process.exit()
}

const began = performance.now()
const folder = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const figures: Figure[] = []
const missing: string[] = []

/** Measures with a file that is there only meanwhile. */
async function withFile<T>(write: (path: string) => void, use: (path: string) => T): Promise<T> {
  const path = join(folder, 'input.log')
  write(path)
  try {
    return await use(path)
  } finally {
    rmSync(path)
  }
}

function stages(part: string, goals: StageGoals): (path: string) => void {
  return (path) => figures.push(...stageFigures(part, path, goals, runs))
}

/** The Core Rule Set beside what is shipped. */
function core(part: string, path: string): void {
  if (isCoreHere) figures.push(coreFigure(part, path, 30_000, runs))
}

if (!isCoreHere) missing.push('The Core Rule Set is not here (`TRIPLINE_CRS`): not measured.')
await withFile((path) => writeDay(path, lines), stages('Generated day', { parse: 1_000_000 }))
if (isRealHere) {
  const goals = { parse: 1_000_000, rules: 350_000, behaviours: 400_000 }
  await withFile(
    (path) => writeReal(path, lines, false),
    (path) => {
      stages('Real logs as they are', goals)(path)
      core('Real logs as they are', path)
      const peers = goaccess(path, lines, runs)
      if (peers.length === 0) missing.push('GoAccess is not installed here: not measured.')
      figures.push(...peers)
    },
  )
  await withFile(
    (path) => writeReal(path, lines, true),
    (path) => {
      const part = 'Real logs, every target different'
      stages(part, { rules: 200_000, behaviours: 250_000 })(path)
      core(part, path)
    },
  )
} else
  missing.push('The real logs are not here (`TRIPLINE_DATA`, or `../shared/data`): not measured.')

for (const keys of [10_000, 1_000_000])
  figures.push(slidingFigure({ events, keys, runs, goal: 1_000_000 }))
await withFile(
  (path) => writeWindowJson(path, events, 10_000),
  (file) => figures.push(slidingFigure({ events, keys: 10_000, runs, file, goal: 500_000 })),
)
figures.push(
  ...(await withFile(
    (path) => writeLoad(path, 100_000_000),
    (path) => start(path, size.starts),
  )),
)
const memory = measured('memory', size.memory, size.memory / 10, 120) as Memory
figures.push({
  part: `Memory, ${count(memory.lines)} lines of ${count(memory.clients)} clients`,
  name: 'most resident memory',
  value: memory.peakMiB,
  unit: 'MiB',
  goal: 300,
  isMost: true,
  note: memory.lines < size.memory ? `ended early, of ${count(size.memory)} lines` : '',
})
const slow = measured('slow/lines', size.repeats) as SlowLines
const search = measured('slow/search', 1, size.steps) as SlowSearch
figures.push(...slowFigures(slow), searchFigure(search))

const seconds = (performance.now() - began) / 1000
const at = machine()
writeFileSync(values.out, page({ at, figures, memory, slow, search, missing, seconds }))
const kept = Object.fromEntries(figures.map(({ part, name, value }) => [`${part}: ${name}`, value]))
appendFileSync(
  join(here, 'history.jsonl'),
  `${JSON.stringify({ ...at, quick: values.quick, lines, figures: kept })}\n`,
)
console.error(`wrote ${values.out}`)
