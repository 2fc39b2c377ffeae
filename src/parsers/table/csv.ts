import type { OpenParser, Parser } from '../../contract/parser.ts'
import type { Event, Fault } from '../../event/event.ts'
import { faultAt } from '../fields/fault.ts'

/** A table whose first line names the columns. */
export interface CsvFormat {
  readonly name: string
  readonly about: string
  /** Header and row. */
  readonly sample: string
  /** Whether a header with these columns, or a first row without header, is of this format: the columns it has. */
  columnsOf(
    values: readonly string[],
  ): { readonly columns: readonly string[]; readonly isHeader: boolean } | undefined
  /** The event of a row, or the index of the value that cannot be read. */
  eventOf(columns: readonly string[], values: readonly string[]): Event | number
}

const maxLine = 65_536

/** The parser of a table. It takes rows only behind a header, or from a first row that leaves no doubt. */
export function csvParser(format: CsvFormat): Parser {
  const { name, about, sample } = format
  const [header = ''] = sample.split('\n')
  const asSample = openParser(format, format.columnsOf(cells(header))?.columns)
  return {
    name,
    about,
    sample,
    parse: () => undefined,
    fault: (line) => asSample.fault(line),
    open: (saved) =>
      openParser(format, Array.isArray(saved) ? (saved as readonly string[]) : undefined),
  }
}

function openParser(format: CsvFormat, saved: readonly string[] | undefined): OpenParser {
  let columns = saved
  const { name, about, sample } = format
  const eventOf = (line: string): Event | number => {
    const values = cells(line)
    if (columns === undefined || values.length !== columns.length) return values.length
    return format.eventOf(columns, values)
  }
  return {
    name,
    about,
    sample,
    parse(line) {
      if (line.indexOf(',') < 0 || line.length > maxLine) return undefined
      if (columns === undefined) return undefined
      const event = eventOf(line)
      if (typeof event === 'number') return undefined
      event.line = line
      return event
    },
    fault(line): Fault {
      const index = eventOf(line)
      if (typeof index !== 'number')
        return faultAt(name, line, { field: 'end', number: 1, expected: 'a row', at: line.length })
      const at = cells(line)
        .slice(0, index)
        .reduce((sum, value) => sum + value.length + 1, 0)
      const field = columns?.[index] ?? 'columns'
      const expected =
        columns === undefined
          ? 'a header that names the columns'
          : columns[index] === undefined
            ? `${columns.length} columns`
            : 'a value that can be read'
      return faultAt(name, line, {
        field,
        number: index + 1,
        expected,
        at: columns === undefined ? 0 : Math.min(at, line.length),
      })
    },
    header(line, first) {
      if (!first || columns !== undefined || line.length > maxLine) return false
      const found = format.columnsOf(cells(line))
      columns = found?.columns.map((column) => Buffer.from(column, 'latin1').toString('latin1'))
      return found?.isHeader === true
    },
    save: () => columns,
  }
}

/** The values of a row; a value in quotes may hold commas and doubled quotes. */
export function cells(line: string): readonly string[] {
  if (line.indexOf('"') < 0) return line.split(',')
  const values: string[] = []
  for (let at = 0; at <= line.length;) {
    if (line.charCodeAt(at) !== 34) {
      const comma = line.indexOf(',', at)
      const end = comma < 0 ? line.length : comma
      values.push(line.slice(at, end))
      at = end + 1
      continue
    }
    let close = line.indexOf('"', at + 1)
    while (close >= 0 && line.charCodeAt(close + 1) === 34) close = line.indexOf('"', close + 2)
    const end = close < 0 ? line.length : close
    values.push(line.slice(at + 1, end).replaceAll('""', '"'))
    const comma = line.indexOf(',', end)
    at = comma < 0 ? line.length + 1 : comma + 1
  }
  return values
}
