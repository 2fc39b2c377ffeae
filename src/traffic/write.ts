import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { PassThrough, type Writable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { once } from 'node:events'
import { formatCalled } from './formats/formats.ts'
import { requests } from './generate.ts'
import type { Label } from './hit.ts'
import { settle, type TrafficOptions } from './options.ts'

/** Where to write: file names, compressed when they end in `.gz`, or streams that stay open. */
export interface Outputs {
  readonly log: string | Writable
  /** One JSON object a line: `{"campaign":"","kind":"","actor":"customer"}`, in step with the lines of the log after its header. */
  readonly labels?: string | Writable
  /** Told now and then how far it is, from 0 to 1. */
  readonly onProgress?: (share: number) => void
}

const batch = 60_000

/** One open output that lets writers wait. */
class Output {
  readonly #stream: Writable
  readonly #ended: Promise<void> | undefined
  #text = ''

  constructor(to: string | Writable) {
    if (typeof to !== 'string') this.#stream = to
    else {
      this.#stream = to.endsWith('.gz') ? createGzip({ level: 4 }) : new PassThrough()
      this.#ended = pipeline(this.#stream as PassThrough, createWriteStream(to))
      this.#ended.catch(() => undefined)
    }
  }

  put(line: string): void {
    this.#text += `${line}\n`
  }

  get isFull(): boolean {
    return this.#text.length >= batch
  }

  async flush(): Promise<void> {
    const stream = this.#stream
    const text = this.#text
    this.#text = ''
    if (stream.write(Buffer.from(text, 'latin1'))) return
    // A stream that was closed meanwhile never drains.
    if (stream.destroyed) throw stream.errored ?? new Error('the output was closed')
    await once(stream, 'drain')
  }

  async end(): Promise<void> {
    await this.flush()
    if (this.#ended === undefined) return
    this.#stream.end()
    await this.#ended
  }
}

/** Writes a run: the log, and beside it what each line is. @returns how many lines the log has after its header */
export async function write(options: TrafficOptions, to: Outputs): Promise<number> {
  const settled = settle(options)
  const format = formatCalled(settled.format)
  const log = new Output(to.log)
  const labels = to.labels === undefined ? undefined : new Output(to.labels)
  const texts = new Map<Label, string>()
  for (const line of format.header) log.put(line)
  let lines = 0
  for (const hit of requests(settled)) {
    log.put(format.write(hit))
    lines++
    if (labels !== undefined) labels.put(textOf(hit.label, texts))
    if (!log.isFull) continue
    await log.flush()
    await labels?.flush()
    to.onProgress?.((hit.time - settled.start) / (settled.minutes * 60_000))
  }
  await log.end()
  await labels?.end()
  return lines
}

function textOf(label: Label, texts: Map<Label, string>): string {
  let text = texts.get(label)
  if (text === undefined) texts.set(label, (text = JSON.stringify(label)))
  return text
}
