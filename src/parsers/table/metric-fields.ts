import { Metric } from '../../event/event.ts'
import { decimal } from '../fields/number.ts'
import { anyTime } from '../fields/time.ts'

const times = new Set(['timestamp', 'time', 'date', 'datetime', 'ts', '@timestamp'])
const names = new Set(['series', 'name', 'metric'])

/** Whether this is the name of a column of times. */
export function isTimeName(name: string): boolean {
  return times.has(name.trim().toLowerCase())
}

/** Whether this is the name of a column that names series. */
export function isSeriesName(name: string): boolean {
  return names.has(name.trim().toLowerCase())
}

/** One value of a series from its columns (a time, a number, perhaps a name), or the index that cannot be read. */
export function metricOf(columns: readonly string[], values: readonly string[]): Metric | number {
  const metric = new Metric()
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at]!
    const value = values[at]!
    if (isSeriesName(column)) metric.series = value
    else if (isTimeName(column)) metric.time = anyTime(value)
    else {
      metric.value = decimal(value)
      if (column.toLowerCase() !== 'value' && metric.series === '') metric.series = column
    }
    if (metric.time !== metric.time || metric.value !== metric.value) return at
  }
  return metric
}
