import { Page } from '../contract/page.ts'
import type { Chunk } from '../contract/source.ts'
import { Failure } from '../contract/failure.ts'

/** Longer lines are cut: nobody writes them by accident, and memory must stay bounded. */
const longest = 1 << 20
/** What is handed on of a line that was cut. */
const kept = 1 << 16
/** A byte order mark and a carriage return are not counted, so a partial line needs room for them. */
const slack = 4
/** Partial lines kept at once, one per source; the one longest unheard of is handed on as it stands. */
const sourcesKept = 4096

/**
 * Takes one line, one character per byte, without its `\n` or `\r\n`. The string may share memory
 * with its chunk. When `length` exceeds `line.length` the line was cut and `length` is its real length.
 * @param position offset of the line's first byte in its source
 * @param page where the line stands; undefined for lines that were put together
 */
export type TakeLine = (line: string, position: number, length: number, page?: Page) => void

/** The beginning of a line whose end has not come yet. */
interface Partial {
  text: string
  position: number
  /** Bytes of the line so far; more than `text` holds once the line is too long. */
  length: number
  /** Where the next chunk must begin to be the continuation. */
  next: number
  /** Whether the last byte so far is a carriage return. */
  cr: boolean
}

/**
 * Chunks to lines. Lines end with `\n` or `\r\n`; the last may lack its end. Empty lines are no
 * events: they are skipped and counted. A UTF-8 byte order mark is no part of the first line.
 * Chunks of several sources may alternate; a chunk that does not continue its source ends the
 * partial line of it and begins anew.
 */
export class LineCutter {
  /** Lines handed on, empty lines skipped, and lines cut for their length. */
  lines = 0
  blank = 0
  cut = 0
  /** Source of the line that is handed on. */
  source = ''
  readonly #partials = new Map<string, Partial>()

  /** Hands on all lines that end in `chunk`. `take` is called before this returns. */
  add(chunk: Chunk, take: TakeLine): void {
    const { bytes, position, source } = chunk
    const partial = this.#continued(chunk, take)
    this.source = source
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const text = buffer.toString('latin1')
    let start = position === 0 ? markEnd(text, source) : 0
    if (partial !== undefined) {
      const end = text.indexOf('\n')
      grow(partial, end < 0 ? text : text.slice(0, end))
      if (end < 0) start = text.length
      else {
        start = end + 1
        this.#partials.delete(source)
        this.#finish(partial, take)
      }
    }
    start = this.#whole(new Page(text, bytes), start, position, take)
    if (start < text.length) this.#keep(source, text.slice(start), position + start, take)
    if (chunk.last) this.end(take, source)
  }

  /** Hands on the partial line of `source`, or of all sources, as if it were complete. */
  end(take: TakeLine, source?: string): void {
    for (const name of source === undefined ? [...this.#partials.keys()] : [source]) {
      const partial = this.#partials.get(name)
      this.#partials.delete(name)
      this.source = name
      if (partial !== undefined) this.#finish(partial, take)
    }
  }

  /** Position of the first byte that has not been handed on in a line: where to read on after a restart. */
  unfinished(source: string): number | undefined {
    return this.#partials.get(source)?.position
  }

  #whole(page: Page, from: number, position: number, take: TakeLine): number {
    const { text } = page
    let start = from
    let count = 0
    for (let at = text.indexOf('\n', start); at >= 0; at = text.indexOf('\n', start)) {
      const end = at > start && text.charCodeAt(at - 1) === 13 ? at - 1 : at
      if (end - start > longest)
        this.#take(text.slice(start, end), position + start, end - start, take)
      else if (end > start) {
        count++
        page.at = start
        take(text.slice(start, end), position + start, end - start, page)
      } else this.blank++
      start = at + 1
    }
    this.lines += count
    return start
  }

  #continued(chunk: Chunk, take: TakeLine): Partial | undefined {
    const partial = this.#partials.get(chunk.source)
    if (partial === undefined || partial.next === chunk.position) return partial
    this.end(take, chunk.source)
    return undefined
  }

  #keep(source: string, text: string, position: number, take: TakeLine): void {
    const [oldest] = this.#partials.keys()
    if (oldest !== undefined && this.#partials.size >= sourcesKept) this.end(take, oldest)
    this.source = source
    const partial = { text: '', position, length: 0, next: position, cr: false }
    grow(partial, text)
    this.#partials.set(source, partial)
  }

  #finish(partial: Partial, take: TakeLine): void {
    const skipped = partial.position === 0 ? markEnd(partial.text, this.source) : 0
    const length = partial.length - skipped - (partial.cr ? 1 : 0)
    if (length > 0)
      this.#take(partial.text.slice(skipped), partial.position + skipped, length, take)
    else this.blank++
  }

  #take(text: string, position: number, length: number, take: TakeLine): void {
    this.lines++
    if (length > longest) this.cut++
    take(text.slice(0, length > longest ? kept : length), position, length)
  }
}

function grow(partial: Partial, text: string): void {
  if (text === '') return
  partial.length += text.length
  partial.next += text.length
  partial.cr = text.charCodeAt(text.length - 1) === 13
  if (partial.length <= longest + slack) partial.text += copy(text)
  else if (partial.text.length !== kept + slack)
    partial.text = copy((partial.text + text).slice(0, kept + slack))
}

/** A kept slice would pin the text of its whole chunk. */
function copy(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}

/** Where the first line begins behind a byte order mark. */
function markEnd(text: string, source: string): number {
  if (text.startsWith('\xef\xbb\xbf')) return 3
  if (/^(?:\xff\xfe[^]\0|\xfe\xff\0)/.test(text))
    throw new Failure('TRIPLINE_E_INPUT', `${source} is written in UTF-16, which cannot be read.`, {
      hint: `Convert it first:  iconv -f UTF-16 -t UTF-8 ${source}`,
    })
  return 0
}
