import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type Figure, median } from './figure.ts'

const bin = join(import.meta.dirname, '../bin/tripline.js')
const part = 'Start, whole processes'
/** Where the data lies concerns the measurement; as a variable of the product's own it would be a mistake. */
const { TRIPLINE_DATA: _, ...env } = process.env

/** How long a whole process takes to its help, and to its first output on a log. */
export async function start(log: string, runs: number): Promise<Figure[]> {
  const help = Array.from({ length: runs }, () => {
    const began = performance.now()
    spawnSync(process.execPath, [bin, '--help'])
    return performance.now() - began
  })
  const scored = await repeat(runs, () => firstOutput(process.execPath, [bin, 'score', log]))
  const figures = [
    figure('`--help`', help, 120),
    figure('first line of `score` on 100 MB', scored, 1000),
  ]
  if (spawnSync('script', ['--version']).error) return figures
  const command = `'${process.execPath}' '${bin}' '${log}'`
  const shown = await repeat(runs, () => firstOutput('script', ['-qfec', command, '/dev/null']))
  return [...figures, figure('first output on a terminal on 100 MB', shown, 1000)]
}

function figure(name: string, times: readonly number[], goal: number): Figure {
  const note = `min ${Math.round(Math.min(...times))} ms of ${times.length}`
  return { part, name, value: Math.round(median(times)), unit: 'ms', goal, isMost: true, note }
}

async function repeat(runs: number, one: () => Promise<number>): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < runs; i++) times.push(await one())
  return times
}

/** Milliseconds from the start of a process to its first byte on standard output; then it is ended. */
function firstOutput(command: string, words: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'ignore'], env })
    let first = NaN
    child.stdout.once('data', () => {
      first = performance.now() - began
      child.kill()
    })
    child.once('error', reject)
    child.once('close', () => {
      if (Number.isNaN(first)) reject(new Error(`${command} ${words.join(' ')} wrote nothing`))
      else resolve(first)
    })
  })
}
