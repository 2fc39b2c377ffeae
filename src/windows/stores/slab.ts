const nowhere = 0xffff

interface Saved {
  readonly arrays: readonly [Uint32Array, Uint16Array, Int32Array, Uint8Array, Float64Array]
  readonly firsts: Int32Array
  readonly lasts: Int32Array
  readonly rest: readonly [size: number, free: number, held: number]
}

/** Cells of all panes of a store: a stamp each, a row of counts and a row of sums, linked per pane. */
export class Slab {
  /** Cells in use. */
  held = 0
  counts: Uint8Array = new Uint8Array(0)
  sums: Float64Array = new Float64Array(0)
  /** Numbers in a row of sums. */
  readonly depth: number
  readonly #width: number
  #stamps: Uint32Array = new Uint32Array(0)
  /** Place of the pane of each cell. */
  #places: Uint16Array = new Uint16Array(0)
  /** Next cell of the same pane, or next free cell; -1 at the end. */
  #next: Int32Array = new Int32Array(0)
  readonly #firsts: Int32Array
  readonly #lasts: Int32Array
  #size = 0
  #free = -1

  constructor(panes: number, width: number, depth: number) {
    this.#width = width
    this.depth = depth
    this.#firsts = new Int32Array(panes).fill(-1)
    this.#lasts = new Int32Array(panes).fill(-1)
    this.#resize(64)
  }

  isOf(cell: number, place: number, stamp: number): boolean {
    return this.#places[cell] === place && this.#stamps[cell] === stamp
  }

  /** A new cell of zeros at the end of a pane. */
  append(place: number, stamp: number): number {
    let cell = this.#free
    if (cell >= 0) this.#free = this.#next[cell]!
    else {
      cell = this.#size++
      if (cell >= this.#stamps.length) this.#resize(cell + (cell >> 1))
    }
    this.#stamps[cell] = stamp
    this.#places[cell] = place
    this.#next[cell] = -1
    const last = this.#lasts[place]!
    if (last < 0) this.#firsts[place] = cell
    else this.#next[last] = cell
    this.#lasts[place] = cell
    for (let i = cell * this.#width; i < (cell + 1) * this.#width; i++) this.counts[i] = 0
    for (let i = cell * this.depth; i < (cell + 1) * this.depth; i++) this.sums[i] = 0
    this.held++
    return cell
  }

  /** First cell of a pane, -1 when it has none. */
  first(place: number): number {
    return this.#firsts[place]!
  }

  after(cell: number): number {
    return this.#next[cell]!
  }

  stamp(cell: number): number {
    return this.#stamps[cell]!
  }

  /** Frees all cells of a pane. */
  clear(place: number): void {
    const first = this.#firsts[place]!
    if (first < 0) return
    for (let cell = first; cell >= 0; cell = this.#next[cell]!) {
      this.#places[cell] = nowhere
      this.held--
    }
    this.#next[this.#lasts[place]!] = this.#free
    this.#free = first
    this.#firsts[place] = -1
    this.#lasts[place] = -1
  }

  #resize(size: number): void {
    const old = this.save().arrays
    this.#stamps = new Uint32Array(size)
    this.#places = new Uint16Array(size).fill(nowhere)
    this.#next = new Int32Array(size)
    this.counts = new Uint8Array(size * this.#width)
    this.sums = new Float64Array(size * this.depth)
    this.#restore(old)
  }

  #restore([stamps, places, next, counts, sums]: Saved['arrays']): void {
    this.#stamps.set(stamps)
    this.#places.set(places)
    this.#next.set(next)
    this.counts.set(counts)
    this.sums.set(sums)
  }

  save(): Saved {
    const n = Math.min(this.#size, this.#stamps.length)
    return {
      arrays: [
        this.#stamps.slice(0, n),
        this.#places.slice(0, n),
        this.#next.slice(0, n),
        this.counts.slice(0, n * this.#width),
        this.sums.slice(0, n * this.depth),
      ],
      firsts: this.#firsts.slice(),
      lasts: this.#lasts.slice(),
      rest: [this.#size, this.#free, this.held],
    }
  }

  load(saved: unknown): void {
    const { arrays, firsts, lasts, rest } = saved as Saved
    this.#size = 0
    this.#resize(Math.max(64, rest[0]))
    this.#restore(arrays)
    this.#firsts.set(firsts)
    this.#lasts.set(lasts)
    ;[this.#size, this.#free, this.held] = rest
  }
}
