import { addExact, carryExact } from '../../stats/exact-sum.ts'
import type { Slab } from './slab.ts'

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

interface Saved {
  readonly counts: Uint16Array | Uint32Array
  readonly sums: Float64Array
}

/** Counts and sums of each key over each span. Counts take two bytes until one of them needs four. */
export class Totals {
  readonly #slab: Slab
  readonly #counted: Spans
  readonly #summed: Spans
  #counts: Uint16Array | Uint32Array = new Uint16Array(0)
  #sums: Float64Array = new Float64Array(0)

  constructor(layout: Layout, slab: Slab) {
    this.#slab = slab
    this.#counted = new Spans(layout.countColumns, layout.counts.length)
    this.#summed = new Spans(layout.sumColumns, layout.sums.length)
  }

  resize(capacity: number): void {
    const size = capacity * this.#counted.width
    const counts =
      this.#counts instanceof Uint16Array ? new Uint16Array(size) : new Uint32Array(size)
    counts.set(this.#counts)
    this.#counts = counts
    const sums = new Float64Array(capacity * 2 * this.#summed.width)
    sums.set(this.#sums)
    this.#sums = sums
  }

  clear(slot: number): void {
    const { width } = this.#counted
    this.#counts.fill(0, slot * width, (slot + 1) * width)
    const wide = 2 * this.#summed.width
    this.#sums.fill(0, slot * wide, (slot + 1) * wide)
  }

  count(slot: number, column: number): number {
    return this.#counts[slot * this.#counted.width + this.#counted.place[column]!]!
  }

  sum(slot: number, column: number): number {
    const at = 2 * (slot * this.#summed.width + this.#summed.place[column]!)
    return this.#sums[at]! + this.#sums[at + 1]!
  }

  /** One more event of a series in a pane of this age. */
  increase(slot: number, series: number, age: number): void {
    const { from, panes, width } = this.#counted
    for (let c = from[series]!; c < from[series + 1]!; c++)
      if (age < panes[c]!) this.#raise(slot * width + c, 1)
  }

  #raise(at: number, by: number): void {
    if (this.#counts[at]! + by > 0xffff && this.#counts instanceof Uint16Array)
      this.#counts = new Uint32Array(this.#counts)
    this.#counts[at]! += by
  }

  increaseSum(slot: number, series: number, age: number, number: number): void {
    const { from, panes, width } = this.#summed
    for (let c = from[series]!; c < from[series + 1]!; c++)
      if (age < panes[c]!) addExact(this.#sums, 2 * (slot * width + c), number)
  }

  /** Adds a cell to all spans. */
  add(slot: number, cell: number): void {
    const slab = this.#slab
    const counted = this.#counted
    for (let c = 0; c < counted.width; c++) {
      const by = slab.counts[cell * counted.rows + counted.series[c]!]!
      if (by > 0) this.#raise(slot * counted.width + c, by)
    }
    const summed = this.#summed
    for (let c = 0; c < summed.width; c++) {
      const at = 2 * (cell * summed.rows + summed.series[c]!)
      carryExact(this.#sums, 2 * (slot * summed.width + c), slab.sums[at]!, slab.sums[at + 1]!)
    }
  }

  /** Takes a cell out of the spans of `from` to `to` panes. */
  subtract(slot: number, cell: number, from: number, to: number): void {
    const { width, rows, panes, series } = this.#counted
    const cells = this.#slab.counts
    const counts = this.#counts
    for (let c = 0; c < width; c++) {
      const by = cells[cell * rows + series[c]!]!
      if (by > 0 && panes[c]! >= from && panes[c]! <= to) counts[slot * width + c]! -= by
    }
    if (this.#summed.width > 0) this.#subtractSums(slot, cell, from, to)
  }

  #subtractSums(slot: number, cell: number, from: number, to: number): void {
    const { width, rows, panes, series } = this.#summed
    const { sums } = this.#slab
    for (let c = 0; c < width; c++) {
      if (panes[c]! < from || panes[c]! > to) continue
      const at = 2 * (cell * rows + series[c]!)
      carryExact(this.#sums, 2 * (slot * width + c), -sums[at]!, -sums[at + 1]!)
    }
  }

  save(): Saved {
    return { counts: this.#counts.slice(), sums: this.#sums.slice() }
  }

  load(saved: unknown): void {
    const { counts, sums } = saved as Saved
    if (counts instanceof Uint32Array && this.#counts instanceof Uint16Array)
      this.#counts = new Uint32Array(this.#counts)
    this.#counts.set(counts)
    this.#sums.set(sums)
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
}
