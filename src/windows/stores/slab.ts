import { grown } from '../keys/growth.ts'

/** Place of a cell that is free; the others count from one, so that new cells need no writing. */
const nowhere = 0

/** Bytes of a cell before its counts: stamp, next cell, place of its pane. */
export const headBytes = 10
const next = 1

interface Saved {
  readonly bytes: Uint8Array
  readonly sums: Float64Array
  readonly firsts: Int32Array
  readonly lasts: Int32Array
  readonly rest: readonly [size: number, free: number, held: number]
}

/** Cells of all panes of a store: a stamp each, a row of counts and a row of sums, linked per pane. */
export class Slab {
  /** Cells in use. */
  held = 0
  /** The cells; counts begin after `headBytes` of each `stride`. */
  bytes: Uint8Array = new Uint8Array(0)
  sums: Float64Array = new Float64Array(0)
  readonly stride: number
  /** Numbers in a row of sums. */
  readonly depth: number
  readonly #limit: number
  #words: Uint32Array = new Uint32Array(0)
  #shorts: Uint16Array = new Uint16Array(0)
  #capacity = 0
  readonly #firsts: Int32Array
  readonly #lasts: Int32Array
  #size = 0
  #free = -1

  /** @param limit cells for which there is room in the end */
  constructor(panes: number, width: number, depth: number, limit: number) {
    this.#limit = limit
    this.stride = 4 * Math.ceil((headBytes + width) / 4)
    this.depth = depth
    this.#firsts = new Int32Array(panes).fill(-1)
    this.#lasts = new Int32Array(panes).fill(-1)
    this.#resize(64)
  }

  isOf(cell: number, place: number, stamp: number): boolean {
    const at = (cell * this.stride) >> 2
    return this.#words[at] === stamp && this.#shorts[2 * at + 4] === place + 1
  }

  /** A new cell of zeros at the end of a pane. */
  append(place: number, stamp: number): number {
    const cell = this.#take()
    const at = (cell * this.stride) >> 2
    this.#words[at] = stamp
    for (let i = at + next; i < at + (this.stride >> 2); i++) this.#words[i] = 0
    this.#shorts[2 * at + 4] = place + 1
    for (let i = cell * this.depth; i < (cell + 1) * this.depth; i++) this.sums[i] = 0
    const last = this.#lasts[place]!
    if (last < 0) this.#firsts[place] = cell
    else this.#words[((last * this.stride) >> 2) + next] = cell + 1
    this.#lasts[place] = cell
    this.held++
    return cell
  }

  /** One more in a count of a cell; false when it is full. */
  increase(cell: number, series: number): boolean {
    const at = cell * this.stride + headBytes + series
    if (this.bytes[at] === 255) return false
    this.bytes[at]!++
    return true
  }

  #take(): number {
    const cell = this.#free
    if (cell >= 0) {
      this.#free = this.after(cell)
      return cell
    }
    if (this.#size === this.#capacity) this.#resize(grown(this.#size, this.#limit))
    return this.#size++
  }

  /** First cell of a pane, -1 when it has none. */
  first(place: number): number {
    return this.#firsts[place]!
  }

  /** Next cell of the same pane (or next free one), -1 at the end. */
  after(cell: number): number {
    return this.#words[((cell * this.stride) >> 2) + next]! - 1
  }

  stamp(cell: number): number {
    return this.#words[(cell * this.stride) >> 2]!
  }

  /** Frees a cell of a pane that is about to be cleared. */
  void(cell: number): void {
    this.#shorts[((cell * this.stride) >> 1) + 4] = nowhere
    this.held--
  }

  /** Forgets the cells of a pane, each of which was freed. */
  clear(place: number): void {
    const last = this.#lasts[place]!
    if (last < 0) return
    this.#words[((last * this.stride) >> 2) + next] = this.#free + 1
    this.#free = this.#firsts[place]!
    this.#firsts[place] = -1
    this.#lasts[place] = -1
  }

  #resize(capacity: number): void {
    const { bytes, sums } = this
    const cells = new ArrayBuffer(capacity * this.stride)
    this.#capacity = capacity
    this.bytes = new Uint8Array(cells)
    this.#words = new Uint32Array(cells)
    this.#shorts = new Uint16Array(cells)
    this.sums = new Float64Array(capacity * this.depth)
    this.bytes.set(bytes)
    this.sums.set(sums)
  }

  save(): Saved {
    return {
      bytes: this.bytes.slice(0, this.#size * this.stride),
      sums: this.sums.slice(0, this.#size * this.depth),
      firsts: this.#firsts.slice(),
      lasts: this.#lasts.slice(),
      rest: [this.#size, this.#free, this.held],
    }
  }

  load(saved: unknown): void {
    const { bytes, sums, firsts, lasts, rest } = saved as Saved
    this.bytes = bytes
    this.sums = sums
    ;[this.#size, this.#free, this.held] = rest
    this.#resize(Math.max(64, this.#size))
    this.#firsts.set(firsts)
    this.#lasts.set(lasts)
  }
}
