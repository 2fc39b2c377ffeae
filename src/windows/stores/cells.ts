import { addExact } from '../../stats/exact-sum.ts'
import type { Keys, Tenant } from '../keys/keys.ts'
import { Ring } from './panes.ts'
import { Slab } from './slab.ts'
import type { Marker, Pass, Store } from './store.ts'
import type { Layout, Leaving } from './totals.ts'
import { Totals } from './totals.ts'

/** Who is told of keys: all that are counted, or those with `atLeast` in a column. */
export interface Listener {
  readonly marker: Marker
  readonly column: number
  readonly atLeast: number
}

/** What an event that meets certain conditions adds to. */
export interface Tally {
  /** Counts that need no number, and all places of their totals. */
  readonly counts: Int32Array
  readonly places: Int32Array
  /** Series that need a number. */
  readonly measured: Int32Array
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
  /** Lengths of the spans in panes, the longest last, and what leaves there. */
  readonly #edges: readonly { readonly panes: number; readonly leaving: Leaving }[]
  readonly #span: number
  /** Counts in a cell; series from there on are sums. */
  readonly #width: number
  /** Of each series: its condition, and the number it needs or -1. */
  readonly #wheres: readonly number[]
  readonly #numbers: Int32Array
  /** Of each count: the places of its totals. */
  readonly #places: readonly Int32Array[]
  /** Time at which the head begins. */
  #start = 0
  /** Where a row keeps the key's newest cell, valid when its stamp and place are the key's and pane's. */
  readonly #last: number

  constructor(keys: Keys, layout: Layout) {
    this.keys = keys
    this.#layout = layout
    const columns = [...layout.countColumns, ...layout.sumColumns]
    const spans = [...new Set(columns.map(({ panes }) => panes))].toSorted((a, b) => a - b)
    this.#span = spans.at(-1)!
    this.#ring = new Ring(this.#span, layout.ahead)
    const series = [...layout.counts, ...layout.sums]
    this.#width = layout.counts.length
    this.#wheres = series.map((one) => one.where)
    this.#numbers = Int32Array.from(series, (one) => one.of)
    this.#slab = new Slab(this.#ring.size, this.#width, 2 * layout.sums.length, layout.limit)
    this.#totals = new Totals(keys, layout, this.#slab)
    this.#places = layout.counts.map((_, s) => Int32Array.from(this.#totals.placesOf(s)))
    const edges = spans.map((panes) => ({ panes, leaving: this.#totals.leavingAt(panes) }))
    this.#edges = edges.filter(({ panes, leaving }) => panes === this.#span || isAny(leaving))
    this.#last = keys.reserve(1, 4)
    keys.attach(this)
  }

  resize(): void {}

  clear(slot: number): void {
    this.#totals.clear(slot)
  }

  /** What events that meet these conditions add to, undefined when that is nothing. */
  tally(met: Uint8Array): Tally | undefined {
    const hits = [...this.#wheres.keys()].filter((s) => met[this.#wheres[s]!] === 1)
    if (hits.length === 0) return undefined
    const counts = hits.filter((s) => this.#numbers[s]! < 0)
    return {
      counts: Int32Array.from(counts),
      places: Int32Array.from(counts.flatMap((s) => [...this.#places[s]!])),
      measured: Int32Array.from(hits.filter((s) => this.#numbers[s]! >= 0)),
    }
  }

  count(tally: Tally, pass: Pass): void {
    const { counts, measured } = tally
    if (counts.length === 0 && !this.#hasNumber(measured, pass.numbers)) return
    const { step, limit } = this.#layout
    const ahead = pass.time - this.#start
    const age = ahead >= 0 && ahead < step ? 0 : this.#ring.head - Math.floor(pass.time / step)
    if (age >= this.#span) return
    if (this.#slab.held >= limit) this.#drop()
    const slot = this.keys.enter()
    this.#write(slot, age, counts)
    if (age >= 0) this.#totals.increase(slot, tally.places, age)
    if (measured.length > 0) this.#measure(slot, age, { measured, numbers: pass.numbers })
    if (age >= 0) this.#tell(slot, this.#ring.head - age)
  }

  #hasNumber(measured: Int32Array, numbers: Float64Array): boolean {
    for (let i = 0; i < measured.length; i++)
      if (!Number.isNaN(numbers[this.#numbers[measured[i]!]!]!)) return true
    return false
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

  #write(slot: number, age: number, counts: Int32Array): void {
    let cell = this.#cell(slot, age)
    for (let i = 0; i < counts.length; i++)
      if (!this.#slab.increase(cell, counts[i]!)) cell = this.#continue(slot, age, counts[i]!)
  }

  /** A full count goes on in another cell of the same key and pane. */
  #continue(slot: number, age: number, s: number): number {
    const cell = this.#append(slot, this.#ring.place(age), this.keys.stamp(slot))
    this.#slab.increase(cell, s)
    return cell
  }

  #measure(slot: number, age: number, of: { measured: Int32Array; numbers: Float64Array }): void {
    let cell = this.#cell(slot, age)
    for (let i = 0; i < of.measured.length; i++) {
      const s = of.measured[i]!
      const number = of.numbers[this.#numbers[s]!]!
      if (Number.isNaN(number)) continue
      if (s < this.#width) {
        if (!this.#slab.increase(cell, s)) cell = this.#continue(slot, age, s)
        if (age >= 0) this.#totals.increase(slot, this.#places[s]!, age)
      } else {
        const sum = s - this.#width
        addExact(this.#slab.sums, cell * this.#slab.depth + 2 * sum, number)
        if (age >= 0) this.#totals.increaseSum(slot, sum, age, number)
      }
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
    this.#totals.turn()
  }

  turn(panes: number): void {
    if (this.#slab.held > 0)
      for (let i = 0; i < this.#edges.length; i++)
        this.#pass(this.#edges[i]!.panes, panes, this.#edges[i]!.leaving)
    this.#ring.turn(panes)
    this.start(this.#ring.head)
    if (this.#layout.ahead > 0 && this.#slab.held > 0) this.#feed(this.#ring.at)
  }

  /** Takes panes out of the spans of one length as time moves by `panes`. */
  #pass(span: number, panes: number, leaving: Leaving): void {
    const last = Math.max(0, span - panes)
    for (let age = span - 1; age >= last; age--) {
      const place = this.#ring.place(age)
      if (this.#slab.first(place) < 0) continue
      if (span === this.#span) this.#end(place, leaving)
      else this.#leave(place, leaving)
    }
  }

  #leave(place: number, leaving: Leaving): void {
    const slab = this.#slab
    for (let cell = slab.first(place); cell >= 0; cell = slab.after(cell)) {
      const slot = this.keys.stamped(slab.stamp(cell))
      if (slot >= 0) this.#totals.subtract(slot, cell, leaving)
    }
  }

  /** Takes a pane out of spans, and frees its cells. */
  #end(place: number, leaving: Leaving): void {
    const slab = this.#slab
    for (let cell = slab.first(place); cell >= 0; cell = slab.after(cell)) {
      slab.void(cell)
      const slot = this.keys.stamped(slab.stamp(cell))
      if (slot < 0) continue
      this.#totals.subtract(slot, cell, leaving)
      this.keys.release(slot)
    }
    slab.clear(place)
  }

  /** Ends a pane before its time: it leaves all spans that it is part of. */
  #endEarly(age: number): void {
    if (this.#slab.first(this.#ring.place(age)) < 0) return
    const longest = age < 0 ? -1 : this.#span
    this.#end(this.#ring.place(age), this.#totals.leaving(Math.max(0, age + 1), longest))
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
    this.#endEarly(age)
    this.dropped += held - this.#slab.held
  }

  isEmpty(): boolean {
    return this.#slab.held === 0
  }

  reset(): void {
    for (let age = this.#span - 1; age >= -this.#layout.ahead; age--) this.#endEarly(age)
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

function isAny({ counts, sums }: Leaving): boolean {
  return counts.places.length > 0 || sums.places.length > 0
}
