import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Cost } from '../src/pipeline/cost.ts'
import type { Figure } from './figure.ts'
import { count } from './markdown.ts'
import type { Sliding } from './sliding.ts'

/** Runs a file of this folder in a process of its own, and reads the JSON of its last line. */
export function measured(name: string, ...words: readonly (string | number)[]): unknown {
  console.error(`${new Date().toLocaleTimeString('en-GB')} ${name} ${words.join(' ')}`)
  const file = join(import.meta.dirname, `${name}.ts`)
  const child = spawnSync(process.execPath, [file, ...words.map(String)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.status !== 0) throw new Error(`${name} failed`)
  return JSON.parse(child.stdout.trimEnd().split('\n').at(-1)!)
}

/** Lines per CPU-second that parsing alone, the signatures too, and everything should reach. */
export interface StageGoals {
  readonly parse?: number
  readonly rules?: number
  readonly behaviours?: number
}

const stageNames: Readonly<Record<string, string>> = {
  lines: 'lines cut',
  parse: 'and parsed',
  rules: 'and judged by signatures',
  behaviours: 'everything',
}

/** What each stage costs on a log. */
export function stageFigures(
  part: string,
  path: string,
  goals: StageGoals,
  runs: number,
): Figure[] {
  const cost = measured('stages', path, runs) as Cost
  return cost.stages.map(({ name, perLineMicros }) => {
    const goal = name === 'lines' ? undefined : goals[name as keyof StageGoals]
    return {
      part: `${part}, ${count(cost.lines)} lines`,
      name: stageNames[name] ?? name,
      value: cost.linesPerCpuSecond[name] ?? 0,
      unit: 'lines/CPU-s',
      ...(goal !== undefined && { goal }),
      note: `${perLineMicros.toFixed(2)} µs a line of its own`,
    }
  })
}

/** How much goes through windows. */
export interface SlidingSize {
  readonly events: number
  readonly keys: number
  readonly runs: number
  /** JSON to read the events from; they are parsed already without. */
  readonly file?: string
  readonly goal: number
}

/** Events through a window of 20 s that slides by 1 s. */
export function slidingFigure({ events, keys, runs, file, goal }: SlidingSize): Figure {
  const words = [events, keys, runs, ...(file === undefined ? [] : [file])]
  const { eventsPerCpuSecond, results } = measured('sliding', ...words) as Sliding
  return {
    part: 'Windows: count by client, 20 s sliding by 1 s, more than 10',
    name: `${count(keys)} keys, ${file === undefined ? 'parsed events' : 'from JSON, reading and parsing included'}`,
    value: eventsPerCpuSecond,
    unit: 'events/CPU-s',
    goal,
    note: `${count(results)} results of ${count(events)} events`,
  }
}

/** Everything with the Core Rule Set loaded too. */
export function coreFigure(part: string, path: string, goal: number, runs: number): Figure {
  const { lines, linesPerCpuSecond } = measured('stages', path, runs, 'crs') as Cost
  return {
    part: `${part}, ${count(lines)} lines`,
    name: 'everything, with the Core Rule Set at level 1',
    value: linesPerCpuSecond['behaviours'] ?? 0,
    unit: 'lines/CPU-s',
    goal,
  }
}
