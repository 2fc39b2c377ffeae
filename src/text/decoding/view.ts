/** Bytes of one text that are decoded and scanned; the rest is flagged. */
export const scannedLength = 8192
/** Room of a view. Folding grows a text most: three bytes of UTF-8 become at most four of ASCII. */
export const capacity: number = scannedLength + (scannedLength >> 1)

/** A text as logged: each byte stands where it stands. */
const places = Int32Array.from({ length: capacity + 1 }, (_, i) => i)
const placesBehind = places.subarray(1)

/**
 * One form of a text: its bytes and, for each of them, the stretch of the text as logged that it
 * came from. Views are scratch: they are overwritten by the next text.
 */
export class TextView {
  /** What was done last to get here: 'raw', 'decoded', 'without comments'. */
  name = ''
  /** With room for a byte behind the last. */
  readonly bytes: Buffer = Buffer.alloc(capacity + 1)
  starts: Int32Array
  ends: Int32Array
  length = 0
  /** There was no room for all of it. */
  isCut = false
  readonly #starts = new Int32Array(capacity)
  readonly #ends = new Int32Array(capacity)
  #text: string | undefined
  #folded: string | undefined

  constructor() {
    this.starts = this.#starts
    this.ends = this.#ends
  }

  /** Makes it empty, to be written anew. */
  begin(name: string): void {
    this.starts = this.#starts
    this.ends = this.#ends
    this.name = name
    this.length = 0
    this.isCut = false
    this.#text = undefined
    this.#folded = undefined
  }

  /** Takes the first bytes of a text as they are. @returns bytes taken */
  load(text: string, offset: number): number {
    this.begin('raw')
    const length = Math.min(text.length, scannedLength)
    this.bytes.write(text, 0, length, 'latin1')
    this.length = length
    if (offset === 0) {
      this.starts = places
      this.ends = placesBehind
      return length
    }
    for (let i = 0; i < length; i++) {
      this.starts[i] = offset + i
      this.ends[i] = offset + i + 1
    }
    return length
  }

  /** Replaces the last `width` bytes by a code point that stands for all that they stand for. */
  replaceLast(width: number, code: number, isByte: boolean): void {
    const { length } = this
    this.length = length - width
    if (isByte) this.put(code, this, length - width, length)
    else this.putCode(code, this, length - width, length)
  }

  /** Adds one byte that stands for bytes `from` to `to` of `input`. */
  put(byte: number, input: TextView, from: number, to: number): void {
    const at = this.length
    if (at === capacity) {
      this.isCut = true
      return
    }
    this.bytes[at] = byte
    this.starts[at] = input.starts[from]!
    this.ends[at] = input.ends[to - 1]!
    this.length = at + 1
  }

  /** Adds a code point as UTF-8, standing for bytes `from` to `to` of `input`. */
  putCode(code: number, input: TextView, from: number, to: number): void {
    if (code < 0x80) return this.put(code, input, from, to)
    if (code < 0x800) this.put(0xc0 | (code >> 6), input, from, to)
    else {
      if (code < 0x10000) this.put(0xe0 | (code >> 12), input, from, to)
      else {
        this.put(0xf0 | (code >> 18), input, from, to)
        this.put(0x80 | ((code >> 12) & 63), input, from, to)
      }
      this.put(0x80 | ((code >> 6) & 63), input, from, to)
    }
    this.put(0x80 | (code & 63), input, from, to)
  }

  /** True when both hold the same bytes. */
  equals(other: TextView): boolean {
    return (
      this.length === other.length &&
      this.bytes.compare(other.bytes, 0, other.length, 0, this.length) === 0
    )
  }

  /** The view as text, one character per byte. */
  get text(): string {
    return (this.#text ??= this.bytes.toString('latin1', 0, this.length))
  }

  /** The same with A-Z in lower case. */
  get folded(): string {
    return (this.#folded ??= foldCase(this.text))
  }
}

/** A-Z in lower case, all other bytes untouched. */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase())
}

/**
 * Turns the bytes of one view into another, in time linear in their number.
 * @returns evidence of evasion that was seen, bits of `evasion`; above them a count, where there is one
 */
export type Step = (input: TextView, output: TextView) => number
