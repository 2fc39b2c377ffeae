import { closeSync, openSync, readSync } from 'node:fs'
import { Enricher } from '../src/enrich/enricher.ts'
import type { Event } from '../src/event/event.ts'
import { formats } from '../src/parsers/formats.ts'
import { load } from '../src/traffic/load.ts'

// CPU time of enrichment alone, an event: node bench/enrich.ts [COMBINED_LOG]
// Lines are cut from 64 kB chunks as in the pipeline, so that fields are slices whose hash nobody knows.

const rounds = 7
const size = 65_536
const parser = formats.find(({ name }) => name === 'combined')!

function* read(path: string): Generator<string> {
  const file = openSync(path, 'r')
  const buffer = Buffer.allocUnsafe(size)
  for (let length; (length = readSync(file, buffer)) > 0;)
    yield buffer.toString('latin1', 0, length)
  closeSync(file)
}

function* written(): Generator<string> {
  let chunk = ''
  for (const line of load({ lines: 300_000, clients: 20_000 })) {
    chunk += `${line}\n`
    if (chunk.length < size) continue
    yield Buffer.from(chunk, 'latin1').toString('latin1')
    chunk = ''
  }
}

/** Events of the whole lines of a chunk; each target gets a query of its own when asked for. */
function eventsOf(chunk: string, isVaried: boolean): Event[] {
  const events: Event[] = []
  for (let start = chunk.indexOf('\n') + 1; start > 0;) {
    const end = chunk.indexOf('\n', start)
    if (end < 0) break
    const event = parser.parse(chunk.slice(start, end))
    if (event) events.push(event)
    start = end + 1
  }
  return isVaried ? events.map((event, i) => varied(event, i)) : events
}

let number = 0

function varied(event: Event, i: number): Event {
  if (event.kind !== 'request') return event
  const path = event.target.split('?', 1)[0]!
  const target = `.${path}?q=${(number++).toString(36)}-${i}`
  event.target = Buffer.from(target, 'latin1').toString('latin1').slice(1)
  return event
}

function round(chunks: Iterable<string>, isVaried: boolean): number {
  const enricher = new Enricher()
  let spent = 0
  let count = 0
  for (const chunk of chunks) {
    const events = eventsOf(chunk, isVaried)
    const before = process.cpuUsage()
    for (const event of events) enricher.enrich(event)
    const { user, system } = process.cpuUsage(before)
    spent += user + system
    count += events.length
  }
  return (spent * 1000) / count
}

function measure(name: string, chunks: () => Iterable<string>, isVaried: boolean): void {
  const times = Array.from({ length: rounds }, () => round(chunks(), isVaried))
  times.sort((a, b) => a - b)
  console.log(
    `${name.padEnd(36)} ${times[rounds >> 1]!.toFixed(0).padStart(6)} ns/event  (${times[0]!.toFixed(0)} to ${times.at(-1)!.toFixed(0)})`,
  )
}

const log = process.argv[2]
if (log) {
  measure('as logged', () => read(log), false)
  measure('every query different', () => read(log), true)
}
measure('every path and client new', written, false)
