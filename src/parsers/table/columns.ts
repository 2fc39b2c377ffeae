import type { Fault } from '../../event/event.ts'
import { Request } from '../../event/request.ts'
import { faultAt } from '../fields/fault.ts'
import { type Meaning, type MeaningName, meanings, settle } from '../fields/put.ts'
import { isoTime } from '../fields/time.ts'

/** How a log of columns is written, apart from which columns it has. */
export interface ColumnFormat {
  readonly name: string
  readonly separator: string
  /** What columns mean; others are passed over. */
  readonly meaningOf: Readonly<Record<string, MeaningName>>
  /** The bytes of a value as they were before they were written. */
  decode(column: string, value: string): string
}

/** A request from the values of a row; a fault where it cannot be read. Date and time are columns of their own, in UTC. */
export function readRow(
  line: string,
  columns: readonly string[],
  format: ColumnFormat,
): Request | Fault {
  const values = line.split(format.separator)
  const fault = (index: number, field: string, expected: string): Fault => {
    const at = values.slice(0, index).reduce((sum, value) => sum + value.length + 1, 0)
    return faultAt(format.name, line, {
      field,
      number: index + 1,
      expected,
      at: Math.min(at, line.length),
    })
  }
  if (!(isoTime(`${values[0]} 00:00:00`) >= 0)) return fault(0, 'date', 'a date like 2026-11-21')
  if (values.length !== columns.length)
    return fault(
      Math.min(values.length, columns.length),
      columns[values.length] ?? 'end',
      `${columns.length} columns`,
    )
  const event = new Request()
  event.line = line
  let date = ''
  let clock = ''
  for (const [index, column] of columns.entries()) {
    const value = values[index]!
    if (column === 'date') date = value
    else if (column === 'time') clock = value
    const name = format.meaningOf[column]
    if (name === undefined) continue
    const meaning: Meaning = meanings[name]
    if (!meaning.put(event, format.decode(column, value)))
      return fault(index, meaning.field, meaning.expected)
  }
  event.time = isoTime(`${date} ${clock}`)
  if (event.time !== event.time)
    return fault(columns.indexOf('date'), 'time', 'a date and a time of day')
  settle(event)
  return event
}
