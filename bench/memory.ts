import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from '../src/traffic/load.ts'

/** Resident memory of the command line while lines went through it. */
export interface Memory {
  readonly lines: number
  readonly clients: number
  /** MiB after each stretch of lines. */
  readonly curve: readonly number[]
  readonly stretch: number
  readonly peakMiB: number
  readonly linesPerCpuSecond: number
}

/** The part of a report that tells what reading cost. */
interface Report {
  readonly input: { readonly lines: number }
  readonly cost: { readonly linesPerCpuSecond: number; readonly peakRssBytes: number }
}

// LINES CLIENTS SECONDS: stops early when the seconds have passed.
const [lines = 0, clients = 1, limit = 120] = process.argv.slice(2).map(Number)
const stretch = Math.min(1_000_000, lines / 10)
const program = join(import.meta.dirname, '../bin/tripline.js')
const child = spawn(process.execPath, [program, 'look', '-', '--json'], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
let report = ''
child.stdout.setEncoding('utf8').on('data', (text: string) => (report += text))
const closed = once(child, 'close')

const curve: number[] = []
const began = performance.now()
const late = (): boolean => performance.now() - began > limit * 1000
let waiting = ''
let done = 0
for (const line of load({ lines, clients })) {
  waiting += `${line}\n`
  done++
  if (waiting.length > 1 << 16) {
    if (!child.stdin.write(waiting, 'latin1')) await once(child.stdin, 'drain')
    waiting = ''
  }
  if (done % stretch !== 0) continue
  curve.push(resident())
  console.error(`${done.toLocaleString('en')} lines: ${curve.at(-1)} MiB`)
  if (late()) break
}
child.stdin.end(waiting, 'latin1')
await closed
const { input, cost } = JSON.parse(report) as Report
console.log(
  JSON.stringify({
    lines: input.lines,
    clients,
    curve,
    stretch,
    peakMiB: Math.round(cost.peakRssBytes / 2 ** 20),
    linesPerCpuSecond: cost.linesPerCpuSecond,
  } satisfies Memory),
)

/** MiB of the running child. */
function resident(): number {
  const status = `/proc/${child.pid}/status`
  const text = existsSync(status)
    ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(status, 'utf8'))![1]
    : spawnSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' }).stdout
  return Math.round(Number(text) / 1024)
}
