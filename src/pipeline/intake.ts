import type { Chunk } from '../contract/source.ts'
import type { Event, Unparsed } from '../event/event.ts'
import type { Reader } from '../parsers/reader.ts'
import { LineCutter, type TakeLine } from './lines.ts'

/** A line that is understood but no record: empty, or names of columns. It is there to be counted. */
export interface Skipped {
  readonly kind: 'skipped'
  readonly source: string
}

/** What became of a line: a record, nothing that any parser could read, or no record. One for every line. */
export type Outcome = Event | Unparsed | Skipped

/** What has been read so far. */
export class Tally {
  lines = 0
  bytes = 0
  parsed = 0
  unparsed = 0
  /** Empty lines and headers: read, but no records. */
  other = 0
  /** First and last event time, epoch milliseconds. */
  from: number = Number.POSITIVE_INFINITY
  to: number = Number.NEGATIVE_INFINITY

  count(outcome: Outcome): void {
    this.lines++
    if (outcome.kind === 'skipped') {
      this.other++
      return
    }
    if (outcome.kind === 'unparsed') {
      this.unparsed++
      return
    }
    this.parsed++
    if (outcome.time < this.from) this.from = outcome.time
    if (outcome.time > this.to) this.to = outcome.time
  }
}

/**
 * The chunks of one source, as what became of their lines, one batch a chunk. Nothing is lost:
 * parsed + unparsed + other = lines.
 */
export async function* intake(
  chunks: AsyncIterable<Chunk>,
  readerOf: (source: string) => Reader,
  tally: Tally,
): AsyncGenerator<Outcome[]> {
  const cutter = new LineCutter()
  let batch: Outcome[] = []
  let reader: Reader | undefined
  let source = ''
  let blank = 0
  const take: TakeLine = (line, position, length, page) => {
    skipBlank()
    const from = readAs(cutter.source)
    put(
      length > line.length
        ? tooLong(line, source, position)
        : (from.read(line, position, page) ?? { kind: 'skipped', source }),
    )
  }
  const readAs = (name: string): Reader => {
    if (name !== source || !reader) {
      source = name
      reader = readerOf(name)
    }
    return reader
  }
  const put = (outcome: Outcome): void => {
    tally.count(outcome)
    batch.push(outcome)
  }
  const skipBlank = (): void => {
    for (; blank < cutter.blank; blank++) put({ kind: 'skipped', source })
  }
  const flush = (): Outcome[] => {
    const full = batch
    batch = []
    return full
  }
  for await (const chunk of chunks) {
    readAs(chunk.source)
    tally.bytes += chunk.bytes.length
    cutter.add(chunk, take)
    skipBlank()
    if (batch.length > 0) yield flush()
  }
  cutter.end(take)
  skipBlank()
  if (batch.length > 0) yield flush()
}

function tooLong(line: string, source: string, position: number): Unparsed {
  const fault = {
    parser: '',
    field: 'line',
    number: 1,
    expected: 'at most 1 MiB',
    found: Buffer.from(line.slice(0, 80), 'latin1').toString('latin1'),
    at: line.length,
  }
  return { kind: 'unparsed', line, source, position, fault }
}
