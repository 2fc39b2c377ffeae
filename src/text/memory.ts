import { copy } from './copy.ts'

const ways = 4
/** Characters that the short hash looks at: these many at the end, and as many spread over the rest. */
const looked = 6
/** Characters that the long hash looks at, at most. */
const lookedMore = 512

/**
 * Remembers what was found out about texts, within bounds, at a fixed and small cost: a table of
 * buckets of four, in which new texts push out the oldest. Hashes are kept beside
 * the texts, so that only a text that is very likely the same is touched; a Map of this size has to
 * fetch several texts from far memory for every look-up. The hash looks at a few characters, and at
 * many where texts turn out to differ elsewhere. A text is kept at once while its bucket has room, and
 * then when it comes a second time: a flood of made-up paths leaves no more than hashes.
 */
export class TextMemory<Value> {
  readonly #mask: number
  readonly #mostBytes: number
  readonly #hashes: Int32Array
  readonly #texts: string[]
  readonly #values: (Value | undefined)[]
  /** Hashes of texts that were not known, in buckets as well. */
  readonly #seen: Int32Array
  /** 1 where several texts had one short hash, by its lower bits: there the long one is asked. */
  readonly #crowded: Uint8Array
  #bytes = 0
  /** What was asked for last, its hash and whether it was known. */
  #asked = ''
  #hash: number
  #known = false

  /** Entries are rounded up to a power of two; all is forgotten when the texts together get too long. */
  constructor(mostEntries: number, mostBytes: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(ways, mostEntries)))
    this.#mask = size - ways
    this.#mostBytes = mostBytes
    this.#hashes = new Int32Array(size)
    this.#seen = new Int32Array(size)
    this.#crowded = new Uint8Array(size)
    this.#texts = Array<string>(size).fill('')
    this.#values = Array<Value | undefined>(size).fill(undefined)
    this.#hash = hashOf(this.#asked)
  }

  /** The text asked for last: as it is kept, so one string for all that are equal; else as it was given. */
  get asked(): string {
    return this.#asked
  }

  get(text: string): Value | undefined {
    let hash = hashOf(text)
    if (this.#crowded[hash & (this.#crowded.length - 1)] === 1) hash = longHashOf(text)
    this.#hash = hash
    const hashes = this.#hashes
    const first = hash & this.#mask
    for (let i = first; i < first + ways; i++)
      if (hashes[i] === hash && this.#texts[i] === text) {
        this.#asked = this.#texts[i]!
        this.#known = true
        return this.#values[i]
      }
    this.#asked = text
    this.#known = false
    return undefined
  }

  /** Keeps the value if there is room for the text, or it came before. */
  set(text: string, value: Value): void {
    if (text !== this.#asked) this.get(text)
    const hash = this.#hash
    if (this.#known) this.#keep(hash, this.#asked, value)
    else if (this.#hasRoom(hash) || this.#hasSeen(hash)) this.#keep(hash, copy(text), value)
  }

  #hasRoom(hash: number): boolean {
    return this.#hashes[(hash & this.#mask) + ways - 1] === 0
  }

  /** Whether a hash came before; if not, it has from now on, and the oldest beside it has not. */
  #hasSeen(hash: number): boolean {
    const seen = this.#seen
    const first = hash & this.#mask
    for (let i = first; i < first + ways; i++) if (seen[i] === hash) return true
    seen.copyWithin(first + 1, first, first + ways - 1)
    seen[first] = hash
    return false
  }

  #keep(hash: number, text: string, value: Value): void {
    const first = hash & this.#mask
    let at = first
    while (at < first + ways - 1 && this.#texts[at] !== text) {
      // two texts of one hash: both are looked at more closely from now on
      if (this.#hashes[at] === hash) this.#crowded[hashOf(text) & (this.#crowded.length - 1)] = 1
      at++
    }
    this.#bytes += text.length - this.#texts[at]!.length
    if (this.#bytes > this.#mostBytes) this.#clear(text.length)
    for (; at > first; at--) this.#move(at - 1, at)
    this.#hashes[first] = hash
    this.#texts[first] = text
    this.#values[first] = value
    this.#asked = text
    this.#known = true
  }

  #move(from: number, to: number): void {
    this.#hashes[to] = this.#hashes[from]!
    this.#texts[to] = this.#texts[from]!
    this.#values[to] = this.#values[from]
  }

  #clear(bytes: number): void {
    this.#hashes.fill(0)
    this.#crowded.fill(0)
    this.#texts.fill('')
    this.#values.fill(undefined)
    this.#bytes = bytes
  }
}

/** FNV-1a of up to so many characters, the last among them. */
function longHashOf(text: string): number {
  const { length } = text
  const step = Math.ceil(length / lookedMore)
  let hash = length ^ 0x811c9dc5
  for (let i = length - 1; i >= 0; i -= step)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mixed(hash)
}

/** FNV-1a of length and some characters, mixed as in MurmurHash3: buckets are found by its lower bits. */
function hashOf(text: string): number {
  const { length } = text
  let hash = length ^ 0x811c9dc5
  const head = length - looked
  const step = head > looked ? Math.floor(head / looked) : 1
  for (let i = 0; i < head; i += step) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  for (let i = head > 0 ? head : 0; i < length; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mixed(hash)
}

function mixed(hash: number): number {
  const more = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return more ^ (more >>> 13)
}
