import { addExact } from '../../stats/exact-sum.ts'
import type { Keys, Tenant } from '../keys/keys.ts'
import { Ring } from './panes.ts'
import { headBytes, Slab } from './slab.ts'
import type { Marker, Pass, Store } from './store.ts'
import type { Layout } from './totals.ts'
import { Totals } from './totals.ts'

/** Who is told of keys: all that are counted, or those with `atLeast` in a column. */
export interface Listener {
  readonly marker: Marker
  readonly column: number
  readonly atLeast: number
}

interface SavedCells {
  readonly ring: readonly [head: number, at: number]
  readonly slab: unknown
  readonly totals: unknown
}

/**
 * Counts and sums of keys. A key has a cell in a pane only when it had events there; totals over spans
 * go up with each event and down when a pane leaves, so an event costs the same however long the span.
 */
export class Cells implements Store, Tenant {
  readonly listeners: Listener[] = []
  /** Cells dropped before their time because there were too many. */
  dropped = 0
  readonly keys: Keys
  readonly #layout: Layout
  readonly #totals: Totals
  readonly #ring: Ring
  readonly #slab: Slab
  /** Lengths of the spans, in panes; the last one is the longest. */
  readonly #edges: readonly number[]
  readonly #span: number
  /** Counts in a cell; series from there on are sums. */
  readonly #width: number
  /** Of each series: its condition, and the number it needs or -1. */
  readonly wheres: readonly number[]
  readonly #numbers: Int32Array
  /** Series that the event at hand belongs to. */
  readonly #hits: Int32Array
  /** Time at which the head begins. */
  #start = 0
  /** Where a row keeps the key's newest cell, valid when its stamp and place are the key's and pane's. */
  readonly #last: number

  constructor(keys: Keys, layout: Layout) {
    this.keys = keys
    this.#layout = layout
    const columns = [...layout.countColumns, ...layout.sumColumns]
    this.#edges = [...new Set(columns.map((column) => column.panes))].toSorted((a, b) => a - b)
    this.#span = this.#edges.at(-1)!
    this.#ring = new Ring(this.#span, layout.ahead)
    const series = [...layout.counts, ...layout.sums]
    this.#width = layout.counts.length
    this.wheres = series.map((one) => one.where)
    this.#numbers = Int32Array.from(series, (one) => one.of)
    this.#hits = new Int32Array(series.length)
    this.#slab = new Slab(this.#ring.size, this.#width, 2 * layout.sums.length, layout.limit)
    this.#totals = new Totals(keys, layout, this.#slab)
    this.#last = keys.reserve(1, 4)
    keys.attach(this)
  }

  resize(): void {}

  clear(slot: number): void {
    this.#totals.clear(slot)
  }

  count(pass: Pass): void {
    const hits = this.#hit(pass.met, pass.numbers)
    if (hits === 0) return
    const { step, limit } = this.#layout
    const ahead = pass.time - this.#start
    const age = ahead >= 0 && ahead < step ? 0 : this.#ring.head - Math.floor(pass.time / step)
    if (age >= this.#span) return
    if (this.#slab.held >= limit) this.#drop()
    const slot = this.keys.enter()
    this.#write(slot, age, hits)
    if (this.#width < this.wheres.length)
      this.#writeSums(slot, age, { hits, numbers: pass.numbers })
    if (age >= 0) this.#tell(slot, this.#ring.head - age)
  }

  /** Collects the series that an event belongs to, and says how many. */
  #hit(met: Uint8Array, numbers: Float64Array): number {
    const wheres = this.wheres
    let hits = 0
    for (let s = 0; s < wheres.length; s++) {
      if (met[wheres[s]!] === 0) continue
      const of = this.#numbers[s]!
      if (of < 0 || !Number.isNaN(numbers[of]!)) this.#hits[hits++] = s
    }
    return hits
  }

  /** The cell of a key in the pane of this age. */
  #cell(slot: number, age: number): number {
    const place = this.#ring.place(age)
    const stamp = this.keys.stamp(slot)
    const cell = this.keys.words[((slot * this.keys.stride) >> 2) + this.#last]!
    return this.#slab.isOf(cell, place, stamp) ? cell : this.#append(slot, place, stamp)
  }

  #append(slot: number, place: number, stamp: number): number {
    this.keys.hold(slot)
    const cell = this.#slab.append(place, stamp)
    this.keys.words[((slot * this.keys.stride) >> 2) + this.#last] = cell
    return cell
  }

  #write(slot: number, age: number, hits: number): void {
    const width = this.#width
    let cell = this.#cell(slot, age)
    for (let i = 0; i < hits; i++) {
      const s = this.#hits[i]!
      if (s >= width) return
      // A full count goes on in another cell of the same key and pane.
      if (this.#slab.bytes[cell * this.#slab.stride + headBytes + s] === 255)
        cell = this.#append(slot, this.#ring.place(age), this.keys.stamp(slot))
      this.#slab.bytes[cell * this.#slab.stride + headBytes + s]!++
      if (age >= 0) this.#totals.increase(slot, s, age)
    }
  }

  #writeSums(slot: number, age: number, pass: { hits: number; numbers: Float64Array }): void {
    const cell = this.#cell(slot, age)
    for (let i = 0; i < pass.hits; i++) {
      const s = this.#hits[i]! - this.#width
      if (s < 0) continue
      const number = pass.numbers[this.#layout.sums[s]!.of]!
      addExact(this.#slab.sums, cell * this.#slab.depth + 2 * s, number)
      if (age >= 0) this.#totals.increaseSum(slot, s, age, number)
    }
  }

  #tell(slot: number, pane: number): void {
    for (let i = 0; i < this.listeners.length; i++) {
      const { marker, column, atLeast } = this.listeners[i]!
      if (column < 0 || this.#totals.count(slot, column) >= atLeast) marker.mark(slot, pane)
    }
  }

  start(head: number): void {
    this.#ring.head = head
    this.#start = head * this.#layout.step
  }

  turn(): void {
    this.#ring.next()
    this.#start = this.#ring.head * this.#layout.step
    if (this.#slab.held === 0) return
    for (let i = 0; i < this.#edges.length - 1; i++)
      this.#leave(this.#ring.place(this.#edges[i]!), this.#edges[i]!, this.#edges[i]!)
    this.#end(this.#ring.place(this.#span), this.#span, this.#span)
    if (this.#layout.ahead > 0) this.#feed(this.#ring.at)
  }

  /** Takes a pane out of the spans of `from` to `to` panes. */
  #leave(place: number, from: number, to: number): void {
    const slab = this.#slab
    for (let cell = slab.first(place); cell >= 0; cell = slab.after(cell)) {
      const slot = this.keys.stamped(slab.stamp(cell))
      if (slot >= 0) this.#totals.subtract(slot, cell, from, to)
    }
  }

  /** Takes a pane out of the spans of `from` to `to` panes, and frees its cells. */
  #end(place: number, from: number, to: number): void {
    const slab = this.#slab
    for (let cell = slab.first(place); cell >= 0; cell = slab.after(cell)) {
      slab.void(cell)
      const slot = this.keys.stamped(slab.stamp(cell))
      if (slot < 0) continue
      this.#totals.subtract(slot, cell, from, to)
      this.keys.release(slot)
    }
    slab.clear(place)
  }

  #feed(place: number): void {
    const slab = this.#slab
    for (let cell = slab.first(place); cell >= 0; cell = slab.after(cell)) {
      const slot = this.keys.stamped(slab.stamp(cell))
      if (slot < 0) continue
      this.#totals.add(slot, cell)
      this.#tell(slot, this.#ring.head)
    }
  }

  #drop(): void {
    let age = this.#span - 1
    while (this.#slab.first(this.#ring.place(age)) < 0) age--
    const { held } = this.#slab
    this.#end(this.#ring.place(age), Math.max(0, age + 1), age < 0 ? -1 : this.#span)
    this.dropped += held - this.#slab.held
  }

  isEmpty(): boolean {
    return this.#slab.held === 0
  }

  reset(): void {
    for (let age = this.#span - 1; age >= -this.#layout.ahead; age--)
      this.#end(this.#ring.place(age), Math.max(0, age + 1), age < 0 ? -1 : this.#span)
  }

  /** Events counted for the key in this slot. */
  total(slot: number, column: number): number {
    return this.#totals.count(slot, column)
  }

  sum(slot: number, column: number): number {
    return this.#totals.sum(slot, column)
  }

  save(): SavedCells {
    return {
      ring: [this.#ring.head, this.#ring.at],
      slab: this.#slab.save(),
      totals: this.#totals.save(),
    }
  }

  load(saved: SavedCells): void {
    this.start(saved.ring[0])
    this.#ring.at = saved.ring[1]
    this.#slab.load(saved.slab)
    this.#totals.load(saved.totals)
  }
}
