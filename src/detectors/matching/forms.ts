import { addArguments, addExtension, addPath, addQuery, Pieces } from '../../text/decoding/split.ts'
import type { TextView } from '../../text/decoding/view.ts'
import { Views } from '../../text/decoding/views.ts'
import { type Part, parts } from './place.ts'

/** What decoding the pieces of one part may cost, in bytes read: whatever the text, and per byte of it. */
const leastWork = 16_384
const workPerByte = 2
/** What a piece costs beyond its bytes. */
const workPerPiece = 128

/** Bytes that mean nothing but themselves, wherever they stand in a piece of nothing else. */
const isPlain = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++)
  if (/[\w-]/.test(String.fromCharCode(byte))) isPlain[byte] = 1

/**
 * The pieces of one part of a target (the path and each argument, or the one that is named), and their
 * forms: as logged, and as decoded each by itself. Scratch.
 */
export class Forms {
  /** Bytes in which the forms stand: those of a view, or room of its own. */
  bytes: Uint8Array
  length = 0
  count = 0
  /** By form: where it begins and ends, and the number of its piece. */
  starts: Int32Array = new Int32Array(32)
  ends: Int32Array = new Int32Array(32)
  pieces: Int32Array = new Int32Array(32)
  isRead = false
  /** Decoding them would have cost too much: some have their raw form only. */
  isCut = false
  readonly #part: Part
  readonly #split = new Pieces()
  #room: Buffer = Buffer.alloc(1024)

  constructor(part: Part) {
    this.#part = part
    this.bytes = this.#room
  }

  /** The forms as text, one character per byte. */
  get text(): string {
    const { buffer, byteOffset } = this.bytes
    return Buffer.from(buffer, byteOffset, this.length).toString('latin1')
  }

  /** Whether a form is its piece as logged. */
  isRaw(form: number): boolean {
    return form === 0 || this.pieces[form] !== this.pieces[form - 1]
  }

  /** False for a piece as logged that is still encoded: its decoded forms are read. */
  isReadable(form: number): boolean {
    const isDecoded = form + 1 < this.count && !this.isRaw(form + 1)
    if (!isDecoded || !this.isRaw(form)) return true
    return !isEncoded(this.bytes, this.starts[form]!, this.ends[form]!)
  }

  /** @param whole views of the whole text @param views to read pieces with */
  read(text: string, whole: Views, views: Views): void {
    const split = this.#split
    const isEncoded = whole.count > 1
    const { bytes, length } = whole.at(0)
    split.count = 0
    split.isCut = false
    if (this.#part === 'query') addQuery(bytes, length, split)
    else if (this.#part === 'extension') addExtension(bytes, length, split)
    else addPath(bytes, length, split)
    if (this.#part === 'whole') addArguments(bytes, length, split)
    this.isRead = true
    this.isCut = split.isCut
    this.count = 0
    this.length = isEncoded ? 0 : length
    this.bytes = isEncoded ? this.#room : bytes
    if (isEncoded) this.#decode(text, whole, views)
    else for (let i = 0; i < split.count; i++) this.#note(split.starts[i]!, split.ends[i]!, i)
  }

  /** The views of the piece of a form, to see where in the field something stands. */
  readPiece(text: string, form: number, views: Views): void {
    const piece = this.pieces[form]!
    const start = this.#split.starts[piece]!
    const isPath = this.#part !== 'query' && start === 0
    const plus = isPath || this.#part === 'extension' ? 'none' : 'all'
    views.read(text.slice(start, this.#split.ends[piece]), plus, start)
  }

  #decode(text: string, whole: Views, views: Views): void {
    const { starts, ends, count } = this.#split
    const raw = whole.at(0)
    let work = leastWork + raw.length * workPerByte
    for (let i = 0; i < count; i++) {
      const start = starts[i]!
      const end = ends[i]!
      this.#add(raw, start, end, i)
      if (isPlainIn(raw.bytes, start, end)) continue
      if (work < 0) this.isCut = true
      if (work < 0) continue
      // a path without arguments is all there is, and was read already
      const forms = start === 0 && end === raw.length ? whole : views
      if (forms === views) this.readPiece(text, this.count - 1, views)
      work -= forms.work + workPerPiece
      for (let k = 1; k < forms.count; k++) this.#add(forms.at(k), 0, forms.at(k).length, i)
    }
  }

  /** Adds a copy of `[start, end)` of a view. */
  #add(view: TextView, start: number, end: number, piece: number): void {
    const behind = this.length + end - start
    if (behind > this.#room.length) {
      const larger = Buffer.alloc(behind * 2)
      this.#room.copy(larger, 0, 0, this.length)
      this.bytes = this.#room = larger
    }
    view.bytes.copy(this.#room, this.length, start, end)
    this.#note(this.length, behind, piece)
    this.length = behind
  }

  #note(start: number, end: number, piece: number): void {
    const at = this.count++
    if (at === this.starts.length) {
      this.starts = doubled(this.starts)
      this.ends = doubled(this.ends)
      this.pieces = doubled(this.pieces)
    }
    this.starts[at] = start
    this.ends[at] = end
    this.pieces[at] = piece
  }
}

/** The forms of each part of one target, read when a test first asks for them. */
export class Parts {
  readonly #views = new Views()
  readonly #forms: Readonly<Record<Part, Forms>> = {
    whole: new Forms('whole'),
    path: new Forms('path'),
    query: new Forms('query'),
    extension: new Forms('extension'),
  }
  #isAsked = false

  /** Another text follows. */
  clear(): void {
    if (!this.#isAsked) return
    this.#isAsked = false
    for (const part of parts) this.#forms[part].isRead = false
  }

  /** @param views of the whole text */
  of(part: Part, text: string, views: Views): Forms {
    const forms = this.#forms[part]
    if (forms.isRead) return forms
    this.#isAsked = true
    forms.read(text, views, this.#views)
    return forms
  }

  /** The views of the piece of a form. Valid until the next call. */
  viewsOf(part: Part, text: string, form: number): Views {
    this.#forms[part].readPiece(text, form, this.#views)
    return this.#views
  }
}

/** A percent sign or a plus. */
export function isEncoded(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === 0x25 || bytes[i] === 0x2b) return true
  return false
}

function isPlainIn(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (isPlain[bytes[i]!] === 0) return false
  return true
}

function doubled(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}
