import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Cost } from '../src/pipeline/cost.ts'
import type { Figure } from './figure.ts'
import { isRealHere, writeDay, writeLoad, writeReal, writeWindowJson } from './logs.ts'
import { machine } from './machine.ts'
import type { Memory } from './memory.ts'
import { page } from './page.ts'
import { goaccess } from './peers.ts'
import type { Sliding } from './sliding.ts'
import type { SlowLines } from './slow-lines.ts'
import { start } from './start.ts'

const here = import.meta.dirname
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    lines: { type: 'string' },
    out: { type: 'string', default: join(here, '../docs/benchmarks.md') },
  },
})
/** How much of everything. */
const size = values.quick
  ? { lines: 50_000, runs: 1, events: 300_000, memory: 300_000, starts: 3, repeats: 10 }
  : { lines: 1_000_000, runs: 3, events: 2_000_000, memory: 10_000_000, starts: 15, repeats: 60 }
const lines = Number(values.lines ?? size.lines)

const began = performance.now()
const folder = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const figures: Figure[] = []

/** Runs a file of this folder in a process of its own, and reads the JSON that it prints. */
function measured(name: string, ...words: readonly (string | number)[]): unknown {
  console.error(`${Math.round((performance.now() - began) / 1000)} s: ${name} ${words.join(' ')}`)
  const child = spawnSync(process.execPath, [join(here, `${name}.ts`), ...words.map(String)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.status !== 0) throw new Error(`${name} failed`)
  return JSON.parse(child.stdout.trimEnd().split('\n').at(-1)!)
}

interface Log {
  readonly part: string
  readonly write: (path: string) => void
  readonly parseGoal?: number
  readonly goal?: number
}

/** Lines per CPU-second through each stage; the log is left behind for others. */
function stages(name: string, { part, write, parseGoal, goal }: Log): string {
  const path = join(folder, `${name}.log`)
  write(path)
  const cost = measured('stages', path, size.runs) as Cost
  const words = {
    lines: 'lines cut',
    parse: 'and parsed',
    rules: 'and judged by signatures',
    behaviours: 'everything',
  }
  for (const { name, perLineMicros } of cost.stages) {
    const least = { parse: parseGoal, behaviours: goal }[name]
    figures.push({
      part: `${part}, ${cost.lines.toLocaleString('en-US')} lines`,
      name: words[name as keyof typeof words] ?? name,
      value: cost.linesPerCpuSecond[name]!,
      unit: 'lines/CPU-s',
      ...(least !== undefined && { goal: least }),
      note: `${perLineMicros.toFixed(2)} µs a line of its own`,
    })
  }
  return path
}

function sliding(keys: number, goal: number, file?: string): void {
  const words = [size.events, keys, size.runs, ...(file ? [file] : [])]
  const { eventsPerCpuSecond, results } = measured('sliding', ...words) as Sliding
  figures.push({
    part: 'Windows: count by client, 20 s sliding by 1 s, more than 10',
    name: `${keys.toLocaleString('en-US')} keys, ${file ? 'from JSON, reading and parsing included' : 'parsed events'}`,
    value: eventsPerCpuSecond,
    unit: 'events/CPU-s',
    goal,
    note: `${results.toLocaleString('en-US')} results of ${size.events.toLocaleString('en-US')} events`,
  })
}

stages('day', {
  part: 'Generated day',
  write: (path) => writeDay(path, lines),
  parseGoal: 1_000_000,
})
const missing: string[] = []
if (isRealHere) {
  const real = stages('real', {
    part: 'Real logs as they are',
    write: (path) => writeReal(path, lines, false),
    parseGoal: 1_000_000,
    goal: 400_000,
  })
  const peers = goaccess(real, lines, size.runs)
  if (peers.length === 0) missing.push('GoAccess is not installed here, so it was not measured.')
  figures.push(...peers)
  rmSync(real)
  stages('different', {
    part: 'Real logs, every target different',
    write: (path) => writeReal(path, lines, true),
    goal: 250_000,
  })
} else
  missing.push(
    'The folder of real logs is not here (`TRIPLINE_DATA`, or `../shared/data`), so they were not measured.',
  )

for (const keys of [10_000, 1_000_000]) sliding(keys, 1_000_000)
const json = join(folder, 'windows.json')
writeWindowJson(json, size.events, 10_000)
sliding(10_000, 500_000, json)
rmSync(json)

const log = join(folder, 'load.log')
writeLoad(log, 100_000_000)
figures.push(...(await start(log, size.starts)))
rmSync(log)

const memory = measured('memory', size.memory, size.memory / 10, 120) as Memory
figures.push({
  part: `Memory, ${memory.lines.toLocaleString('en-US')} lines of ${memory.clients.toLocaleString('en-US')} clients`,
  name: 'most resident memory',
  value: memory.peakMiB,
  unit: 'MiB',
  goal: 300,
  isMost: true,
  note: memory.lines < size.memory ? `stopped early, of ${size.memory}` : '',
})
const slow = measured('slow-lines', size.repeats) as SlowLines
const seconds = (performance.now() - began) / 1000
const at = machine()
writeFileSync(values.out, page({ at, figures, memory, slow, missing, seconds }))
const kept = Object.fromEntries(figures.map(({ part, name, value }) => [`${part}: ${name}`, value]))
appendFileSync(
  join(here, 'history.jsonl'),
  `${JSON.stringify({ ...at, quick: values.quick, lines, figures: kept })}\n`,
)
console.error(`wrote ${values.out}`)
