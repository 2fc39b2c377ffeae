/** Rows a chunk holds. */
const rows = 512

/** A piece of a pane: `rows` stamps, each with a row of small counts and of exact sums. */
export interface Chunk {
  readonly stamps: Uint32Array
  readonly counts: Uint8Array
  readonly sums: Float64Array
}

/** Chunks of one width that are not in use. */
export class Pool {
  /** Counts and sums a row holds. */
  readonly counts: number
  readonly sums: number
  readonly #spare: Chunk[] = []

  constructor(counts: number, sums: number) {
    this.counts = counts
    this.sums = sums
  }

  take(): Chunk {
    return (
      this.#spare.pop() ?? {
        stamps: new Uint32Array(rows),
        counts: new Uint8Array(rows * this.counts),
        sums: new Float64Array(rows * this.sums),
      }
    )
  }

  give(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) if (this.#spare.length < 4096) this.#spare.push(chunk)
  }
}

/** Plain data of the rows of one pane. */
export interface SavedRows {
  readonly length: number
  readonly chunks: readonly Chunk[]
}

/** What happened in one pane: rows in order of arrival. */
export class Rows {
  length = 0
  chunks: Chunk[] = []
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Appends a row of zeros. */
  push(stamp: number): number {
    const row = this.length++
    const at = row & (rows - 1)
    if (at === 0) this.chunks.push(this.#pool.take())
    const chunk = this.chunks[row >>> 9]!
    const { counts, sums } = this.#pool
    chunk.stamps[at] = stamp
    for (let i = at * counts; i < (at + 1) * counts; i++) chunk.counts[i] = 0
    for (let i = at * sums; i < (at + 1) * sums; i++) chunk.sums[i] = 0
    return row
  }

  chunk(row: number): Chunk {
    return this.chunks[row >>> 9]!
  }

  /** Place of a row in its chunk. */
  place(row: number): number {
    return row & (rows - 1)
  }

  stamp(row: number): number {
    return this.chunks[row >>> 9]!.stamps[row & (rows - 1)]!
  }

  clear(): void {
    this.#pool.give(this.chunks)
    this.chunks = []
    this.length = 0
  }

  save(): SavedRows {
    const { counts, sums } = this.#pool
    const chunks = this.chunks.map((chunk, i) => {
      const used = Math.min(rows, this.length - i * rows)
      return {
        stamps: chunk.stamps.slice(0, used),
        counts: chunk.counts.slice(0, used * counts),
        sums: chunk.sums.slice(0, used * sums),
      }
    })
    return { length: this.length, chunks }
  }

  load(saved: SavedRows): void {
    this.clear()
    this.length = saved.length
    this.chunks = saved.chunks.map((from) => {
      const chunk = this.#pool.take()
      chunk.stamps.set(from.stamps)
      chunk.counts.set(from.counts)
      chunk.sums.set(from.sums)
      return chunk
    })
  }
}

/**
 * The panes that windows of up to `span` panes can still see, and those ahead that hold events which
 * count later. `head` is the newest pane that counts.
 */
export class Ring {
  head = 0
  /** Place of the head among `size` places. */
  at = 0
  readonly size: number

  constructor(span: number, ahead: number) {
    this.size = span + ahead + 1
  }

  /** Place of the pane that is `age` panes older than the head; ahead when negative. */
  place(age: number): number {
    const place = this.at - age
    return place < 0 ? place + this.size : place >= this.size ? place - this.size : place
  }

  /** Age of the pane at a place, as long as it is not ahead. */
  age(place: number): number {
    const age = this.at - place
    return age < 0 ? age + this.size : age
  }

  turn(panes: number): void {
    this.head += panes
    this.at = (this.at + panes) % this.size
  }
}
