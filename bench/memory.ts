import { createReader } from '../src/parsers/reader.ts'
import { assemble } from '../src/pipeline/assemble.ts'
import { furnishing } from '../src/pipeline/furnishing.ts'
import { load } from '../src/traffic/load.ts'

/** Resident memory while lines went through everything. */
export interface Memory {
  readonly lines: number
  readonly clients: number
  /** MiB after each stretch of lines. */
  readonly curve: readonly number[]
  readonly stretch: number
  readonly peakMiB: number
  readonly linesPerCpuSecond: number
  readonly evicted: number
}

// LINES CLIENTS SECONDS: stops early when the CPU seconds are spent.
const [lines = 0, clients = 1, limit = 120] = process.argv.slice(2).map(Number)
const stretch = Math.min(500_000, lines / 10)
const engine = assemble(await furnishing())
const reader = createReader()
const curve: number[] = []
const mebibytes = (): number => Math.round(process.memoryUsage.rss() / 2 ** 20)
const began = process.cpuUsage()
const spent = (): number => {
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1e6
}
let done = 0
for (const line of load({ lines, clients })) {
  const outcome = reader.read(line, done)
  if (outcome && outcome.kind !== 'unparsed') engine.judge(outcome)
  if (++done % stretch !== 0) continue
  curve.push(mebibytes())
  engine.alerts.changes()
  if (spent() > limit) break
}
console.log(
  JSON.stringify({
    lines: done,
    clients,
    curve,
    stretch,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    linesPerCpuSecond: Math.round(done / spent()),
    evicted: engine.counts.evicted,
  } satisfies Memory),
)
