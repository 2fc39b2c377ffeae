import type { Cells, Listener } from './stores/cells.ts'
import type { Clock } from './clock.ts'
import type { Keys } from './keys/keys.ts'
import type { Column, Series } from './stores/totals.ts'

/** Columns of a store of counts while needs are collected. */
export class Draft {
  readonly counts: Series[] = []
  readonly sums: Series[] = []
  readonly countColumns: Column[] = []
  readonly sumColumns: Column[] = []
  readonly keys: Keys
  readonly clock: Clock
  readonly listeners: Listener[] = []
  /** Made when all needs are known. */
  cells!: Cells

  constructor(keys: Keys, clock: Clock) {
    this.keys = keys
    this.clock = clock
  }

  count(where: number, of: number, panes: number): number {
    return column(this.counts, this.countColumns, { where, of }, panes)
  }

  sum(where: number, of: number, panes: number): number {
    return column(this.sums, this.sumColumns, { where, of }, panes)
  }
}

function column(series: Series[], columns: Column[], one: Series, panes: number): number {
  let at = series.findIndex((other) => other.where === one.where && other.of === one.of)
  if (at < 0) at = series.push(one) - 1
  const same = (other: Column): boolean => other.series === at && other.panes === panes
  const known = columns.findIndex(same)
  return known >= 0 ? known : columns.push({ series: at, panes }) - 1
}
