import { addExact, carryExact } from '../../stats/exact-sum.ts'
import type { Keys } from '../keys/keys.ts'
import type { Slab } from './slab.ts'
import { headBytes } from './slab.ts'

/** One thing counted or summed per pane: events that meet a condition and have a number. */
export interface Series {
  readonly where: number
  /** Number that must be there, -1 for none. */
  readonly of: number
}

/** A series over the newest `panes` panes. */
export interface Column {
  readonly series: number
  readonly panes: number
}

/** What one store of counts keeps. */
export interface Layout {
  readonly step: number
  /** Panes that may hold events before they count. */
  readonly ahead: number
  readonly counts: readonly Series[]
  readonly sums: readonly Series[]
  readonly countColumns: readonly Column[]
  readonly sumColumns: readonly Column[]
  /** Cells kept before the oldest pane leaves early. */
  readonly limit: number
}

/** What a count says that is in `over` instead. */
const more = 0xffff

/** Places of totals, and the series of a cell that each is made of. */
interface Part {
  readonly places: Int32Array
  readonly series: Int32Array
}

/** What a pane takes along when it leaves some spans. */
export interface Leaving {
  readonly counts: Part
  readonly sums: Part
}

interface Saved {
  readonly epoch: number
  readonly over: ReadonlyMap<number, number>
}

/** Counts and sums of each key over each span, in the rows of the keys. Large counts are kept apart. */
export class Totals {
  readonly #keys: Keys
  readonly #slab: Slab
  readonly #counted: Spans
  readonly #summed: Spans
  /** Where the row of a key keeps the counts and sums. */
  readonly #counts: number
  readonly #sums: number
  /**
   * Counts of spans of one pane leave by themselves: they are of the head when the row has its epoch.
   * Most keys are idle for longer, and taking back each of their cells would cost as much as counting.
   */
  readonly #fresh: Int32Array
  readonly #epochs: number
  /** Times that the head changed; never the number of a pane, for time may go back. */
  #epoch = 1
  /** Counts of 65,535 and more, by their place among all rows. */
  #over: Map<number, number> = new Map()

  constructor(keys: Keys, layout: Layout, slab: Slab) {
    this.#keys = keys
    this.#slab = slab
    this.#counted = new Spans(layout.countColumns, layout.counts.length)
    this.#summed = new Spans(layout.sumColumns, layout.sums.length)
    this.#counts = keys.reserve(this.#counted.width, 2)
    this.#fresh = this.#counted.between(1, 1).places
    this.#epochs = this.#fresh.length > 0 ? keys.reserve(1, 4) : 0
    this.#sums = this.#summed.width > 0 ? keys.reserve(2 * this.#summed.width, 8) : 0
  }

  clear(slot: number): void {
    const at = this.#countsOf(slot)
    for (let c = 0; c < this.#counted.width; c++) this.#over.delete(at + c)
  }

  #countsOf(slot: number): number {
    return ((slot * this.#keys.stride) >> 1) + this.#counts
  }

  #sumsOf(slot: number): number {
    return ((slot * this.#keys.stride) >> 3) + this.#sums
  }

  count(slot: number, column: number): number {
    const place = this.#counted.place[column]!
    if (this.#counted.panes[place] === 1 && !this.#isFresh(slot)) return 0
    const at = this.#countsOf(slot) + place
    const count = this.#keys.shorts[at]!
    return count === more ? this.#over.get(at)! : count
  }

  sum(slot: number, column: number): number {
    const at = this.#sumsOf(slot) + 2 * this.#summed.place[column]!
    return this.#keys.floats[at]! + this.#keys.floats[at + 1]!
  }

  /** One more event in a pane of this age, for those of these places whose spans see it. */
  increase(slot: number, places: Int32Array, age: number): void {
    const at = this.#countsOf(slot)
    const { panes } = this.#counted
    const { shorts } = this.#keys
    if (age === 0) this.#renew(slot)
    for (let i = 0; i < places.length; i++) {
      const c = places[i]!
      if (age > 0 && age >= panes[c]!) continue
      const count = shorts[at + c]! + 1
      if (count < more) shorts[at + c] = count
      else this.#raise(at + c, 1)
    }
  }

  /** Empties the counts of one pane when the pane that they are of is no longer the head. */
  #renew(slot: number): void {
    if (this.#fresh.length === 0) return
    const { words, shorts, stride } = this.#keys
    const at = ((slot * stride) >> 2) + this.#epochs
    if (words[at] === this.#epoch) return
    words[at] = this.#epoch
    for (let i = 0; i < this.#fresh.length; i++) {
      const place = this.#countsOf(slot) + this.#fresh[i]!
      if (shorts[place] === more) this.#over.delete(place)
      shorts[place] = 0
    }
  }

  /** Whether the counts of one pane are of the head. */
  #isFresh(slot: number): boolean {
    const { words, stride } = this.#keys
    return words[((slot * stride) >> 2) + this.#epochs] === this.#epoch
  }

  /** Another pane is the head. */
  turn(): void {
    this.#epoch = (this.#epoch + 1) >>> 0
  }

  /** Places of the counts of a series. */
  placesOf(series: number): number[] {
    const { from } = this.#counted
    return Array.from({ length: from[series + 1]! - from[series]! }, (_, i) => from[series]! + i)
  }

  #raise(at: number, by: number): void {
    const { shorts } = this.#keys
    const count = shorts[at]! + by
    if (count < more) shorts[at] = count
    else {
      this.#over.set(at, (this.#over.get(at) ?? shorts[at]!) + by)
      shorts[at] = more
    }
  }

  #lower(at: number, by: number): void {
    const { shorts } = this.#keys
    if (shorts[at] !== more) {
      shorts[at]! -= by
      return
    }
    const count = this.#over.get(at)! - by
    if (count >= more) this.#over.set(at, count)
    else {
      this.#over.delete(at)
      shorts[at] = count
    }
  }

  increaseSum(slot: number, series: number, age: number, number: number): void {
    const { from, panes } = this.#summed
    const at = this.#sumsOf(slot)
    for (let c = from[series]!; c < from[series + 1]!; c++)
      if (age < panes[c]!) addExact(this.#keys.floats, at + 2 * c, number)
  }

  /** Adds a cell to all spans. */
  add(slot: number, cell: number): void {
    this.#renew(slot)
    const counted = this.#counted
    const { bytes, sums } = this.#slab
    const from = cell * this.#slab.stride + headBytes
    const at = this.#countsOf(slot)
    for (let c = 0; c < counted.width; c++) {
      const by = bytes[from + counted.series[c]!]!
      if (by > 0) this.#raise(at + c, by)
    }
    const summed = this.#summed
    for (let c = 0; c < summed.width; c++) {
      const one = 2 * (cell * summed.rows + summed.series[c]!)
      carryExact(this.#keys.floats, this.#sumsOf(slot) + 2 * c, sums[one]!, sums[one + 1]!)
    }
  }

  /** What a pane takes along when it gets older than `panes`: spans of one pane need nothing taken. */
  leavingAt(panes: number): Leaving {
    const { counts, sums } = this.leaving(panes, panes)
    return { counts: panes === 1 ? this.#counted.between(0, 0) : counts, sums }
  }

  /** What a pane takes along that leaves the spans of `from` to `to` panes. */
  leaving(from: number, to: number): Leaving {
    return { counts: this.#counted.between(from, to), sums: this.#summed.between(from, to) }
  }

  /** Takes a cell out of the spans that it leaves. */
  subtract(slot: number, cell: number, { counts, sums }: Leaving): void {
    const { bytes } = this.#slab
    const base = cell * this.#slab.stride + headBytes
    const at = this.#countsOf(slot)
    for (let i = 0; i < counts.places.length; i++) {
      const by = bytes[base + counts.series[i]!]!
      if (by > 0) this.#lower(at + counts.places[i]!, by)
    }
    if (sums.places.length > 0) this.#subtractSums(slot, cell, sums)
  }

  #subtractSums(slot: number, cell: number, { places, series }: Part): void {
    const { sums } = this.#slab
    for (let i = 0; i < places.length; i++) {
      const one = 2 * (cell * this.#summed.rows + series[i]!)
      const at = this.#sumsOf(slot) + 2 * places[i]!
      carryExact(this.#keys.floats, at, -sums[one]!, -sums[one + 1]!)
    }
  }

  save(): Saved {
    return { epoch: this.#epoch, over: new Map(this.#over) }
  }

  load(saved: unknown): void {
    const { epoch, over } = saved as Saved
    this.#epoch = epoch
    this.#over = new Map(over)
  }
}

/** Columns in order of their series, so that an event of a series finds its own side by side. */
class Spans {
  readonly width: number
  /** Series in a cell. */
  readonly rows: number
  /** Of each place: its series and its length in panes. */
  readonly series: Int32Array
  readonly panes: Int32Array
  /** First place of each series. */
  readonly from: Int32Array
  /** Place of each column as it was declared. */
  readonly place: Int32Array

  constructor(columns: readonly Column[], rows: number) {
    const order = columns
      .map((_, i) => i)
      .toSorted((a, b) => columns[a]!.series - columns[b]!.series)
    this.width = columns.length
    this.rows = rows
    this.series = Int32Array.from(order, (i) => columns[i]!.series)
    this.panes = Int32Array.from(order, (i) => columns[i]!.panes)
    this.place = Int32Array.from(columns, (_, i) => order.indexOf(i))
    const at = (s: number): number => columns.filter((column) => column.series < s).length
    this.from = Int32Array.from({ length: rows + 1 }, (_, s) => at(s))
  }
  /** Places of the spans of `from` to `to` panes, with their series. */
  between(from: number, to: number): Part {
    const places = Array.from(this.panes.keys()).filter(
      (c) => this.panes[c]! >= from && this.panes[c]! <= to,
    )
    return {
      places: Int32Array.from(places),
      series: Int32Array.from(places, (c) => this.series[c]!),
    }
  }
}
