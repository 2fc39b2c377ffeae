import { addExact } from '../../stats/exact-sum.ts'
import type { Keys, Tenant } from '../keys/keys.ts'
import type { SavedRows } from './panes.ts'
import { Pool, Ring, Rows } from './panes.ts'
import type { Marker, Pass, Store } from './store.ts'
import type { Layout, Series } from './totals.ts'
import { Totals } from './totals.ts'

/** Who is told of keys: all that are counted, or those with `atLeast` in a column. */
export interface Listener {
  readonly marker: Marker
  readonly column: number
  readonly atLeast: number
}

interface SavedCells {
  readonly head: number
  readonly at: number
  readonly panes: readonly SavedRows[]
  readonly totals: unknown
  readonly last: Uint32Array
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
  readonly #panes: Rows[]
  /** Lengths of the spans, in panes; the last one is the longest. */
  readonly #edges: readonly number[]
  readonly #span: number
  readonly #hits: Uint8Array
  #held = 0
  #start = 0
  /** Row of the key's newest cell; valid when its stamp is the key's. */
  #last: Uint32Array = new Uint32Array(0)

  constructor(keys: Keys, layout: Layout) {
    this.keys = keys
    this.#layout = layout
    this.#totals = new Totals(layout)
    const columns = [...layout.countColumns, ...layout.sumColumns]
    this.#edges = [...new Set(columns.map((column) => column.panes))].toSorted((a, b) => a - b)
    this.#span = this.#edges.at(-1)!
    this.#ring = new Ring(this.#span, layout.ahead)
    this.#hits = new Uint8Array(layout.counts.length + layout.sums.length)
    const pool = new Pool(layout.counts.length, 2 * layout.sums.length)
    this.#panes = Array.from({ length: this.#ring.size }, () => new Rows(pool))
    keys.attach(this)
  }

  resize(capacity: number): void {
    const last = new Uint32Array(capacity)
    last.set(this.#last)
    this.#last = last
    this.#totals.resize(capacity)
  }

  clear(slot: number): void {
    this.#totals.clear(slot)
  }

  count(pass: Pass): void {
    if (!this.#isHit(pass)) return
    const { step } = this.#layout
    const { time } = pass
    const ahead = time - this.#start
    const age = ahead >= 0 && ahead < step ? 0 : this.#ring.head - Math.floor(time / step)
    if (age >= this.#span) return
    if (this.#held >= this.#layout.limit) this.#drop()
    const slot = this.keys.enter()
    this.#write(slot, age, pass.numbers)
    if (age >= 0) this.#tell(slot, this.#ring.head - age)
  }

  #isHit(pass: Pass): boolean {
    const { counts, sums } = this.#layout
    const { met, numbers } = pass
    let any = 0
    for (let s = 0; s < counts.length; s++) any |= this.#hits[s] = hit(counts[s]!, met, numbers)
    for (let s = 0; s < sums.length; s++)
      any |= this.#hits[counts.length + s] = hit(sums[s]!, met, numbers)
    return any !== 0
  }

  #write(slot: number, age: number, numbers: Float64Array): void {
    const pane = this.#panes[this.#ring.place(age)]!
    const stamp = this.keys.stamp(slot)
    const width = this.#layout.counts.length
    let row = this.#last[slot]!
    if (row >= pane.length || pane.stamp(row) !== stamp) row = this.#append(pane, slot, stamp)
    for (let s = 0; s < width; s++) {
      if (this.#hits[s] === 0) continue
      // A full count goes on in another cell of the same key and pane.
      if (pane.chunk(row).counts[pane.place(row) * width + s] === 255)
        row = this.#append(pane, slot, stamp)
      pane.chunk(row).counts[pane.place(row) * width + s]!++
      if (age >= 0) this.#totals.increase(slot, s, age)
    }
    const { sums } = this.#layout
    for (let s = 0; s < sums.length; s++) {
      if (this.#hits[width + s] === 0) continue
      const number = numbers[sums[s]!.of]!
      addExact(pane.chunk(row).sums, 2 * (pane.place(row) * sums.length + s), number)
      if (age >= 0) this.#totals.increaseSum(slot, s, age, number)
    }
  }

  #append(pane: Rows, slot: number, stamp: number): number {
    this.#held++
    this.keys.hold(slot)
    const row = pane.push(stamp)
    this.#last[slot] = row
    return row
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
    for (const edge of this.#edges) this.#leave(this.#panes[this.#ring.place(edge)]!, edge, edge)
    this.#free(this.#panes[this.#ring.place(this.#span)]!)
    if (this.#layout.ahead > 0) this.#feed(this.#panes[this.#ring.at]!)
  }

  /** Takes a pane out of the spans of `from` to `to` panes. */
  #leave(pane: Rows, from: number, to: number): void {
    for (let row = 0; row < pane.length; row++) {
      const slot = this.keys.stamped(pane.stamp(row))
      if (slot >= 0) this.#totals.subtract(slot, pane.chunk(row), pane.place(row), from, to)
    }
  }

  #free(pane: Rows): void {
    for (let row = 0; row < pane.length; row++) {
      const slot = this.keys.stamped(pane.stamp(row))
      if (slot >= 0) this.keys.release(slot)
    }
    this.#held -= pane.length
    pane.clear()
  }

  #feed(pane: Rows): void {
    for (let row = 0; row < pane.length; row++) {
      const slot = this.keys.stamped(pane.stamp(row))
      if (slot < 0) continue
      this.#totals.add(slot, pane.chunk(row), pane.place(row))
      this.#tell(slot, this.#ring.head)
    }
  }

  #drop(): void {
    let age = this.#span - 1
    while (this.#panes[this.#ring.place(age)]!.length === 0) age--
    const pane = this.#panes[this.#ring.place(age)]!
    this.dropped += pane.length
    if (age >= 0) this.#leave(pane, age + 1, Infinity)
    this.#free(pane)
  }

  isEmpty(): boolean {
    return this.#held === 0
  }

  reset(): void {
    for (let age = this.#span - 1; age >= -this.#layout.ahead; age--) {
      const pane = this.#panes[this.#ring.place(age)]!
      if (age >= 0) this.#leave(pane, age + 1, Infinity)
      this.#free(pane)
    }
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
      head: this.#ring.head,
      at: this.#ring.at,
      panes: this.#panes.map((pane) => pane.save()),
      totals: this.#totals.save(),
      last: this.#last.slice(),
    }
  }

  load(saved: SavedCells): void {
    this.start(saved.head)
    this.#ring.at = saved.at
    this.#held = 0
    for (const [i, rows] of saved.panes.entries()) {
      this.#panes[i]!.load(rows)
      this.#held += rows.length
    }
    this.#totals.load(saved.totals)
    this.#last.set(saved.last)
  }
}

function hit(series: Series, met: Uint8Array, numbers: Float64Array): 0 | 1 {
  if (met[series.where] === 0) return 0
  return series.of >= 0 && Number.isNaN(numbers[series.of]!) ? 0 : 1
}
