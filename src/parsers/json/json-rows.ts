import type { Parser } from '../../contract/parser.ts'
import type { Event } from '../../event/event.ts'
import { faultAt } from '../fields/fault.ts'
import { emptyLeaves, everything, scan, unescapeJson } from './scan.ts'

/** A JSON line whose members are columns of a table. */
export interface RowFormat {
  readonly name: string
  readonly about: string
  readonly sample: string
  /** A cheap first test. */
  couldBe(line: string): boolean
  owns(columns: readonly string[]): boolean
  /** The event, or the index of the value that cannot be read. */
  eventOf(columns: readonly string[], values: readonly string[]): Event | number
}

interface Row {
  readonly columns: string[]
  readonly values: string[]
  readonly starts: number[]
}

/** The parser of rows written as one JSON object a line; nested members are named by their path. */
export function rowParser(format: RowFormat): Parser {
  const { name, about, sample } = format
  return {
    name,
    about,
    sample,
    parse(line) {
      if (line.charCodeAt(0) !== 123 || !format.couldBe(line)) return undefined
      const row = rowOf(line)
      if (row === undefined || !format.owns(row.columns)) return undefined
      const event = format.eventOf(row.columns, row.values)
      if (typeof event === 'number') return undefined
      event.line = line
      return event
    },
    fault(line) {
      const row = rowOf(line)
      const at = stoppedAt()
      if (row === undefined)
        return faultAt(name, line, { field: 'line', number: 1, expected: 'one JSON object', at })
      const index = format.owns(row.columns) ? format.eventOf(row.columns, row.values) : -1
      if (typeof index !== 'number' || index < 0)
        return faultAt(name, line, {
          field: 'line',
          number: 1,
          expected: 'the members of this format',
          at: 0,
        })
      const start = row.starts[index]!
      return faultAt(name, line, {
        field: row.columns[index]!,
        number: index + 1,
        expected: 'a value that can be read',
        at: start,
      })
    },
  }
}

const leaves = emptyLeaves<string>()
const all = everything()

function stoppedAt(): number {
  return leaves.stoppedAt
}

function rowOf(line: string): Row | undefined {
  if (!scan(line, all, leaves)) return undefined
  const row: Row = { columns: [], values: [], starts: [] }
  for (let at = 0; at < leaves.count; at++) {
    const start = leaves.starts[at]!
    const text = line.slice(start, leaves.ends[at])
    row.columns.push(leaves.uses[at]!)
    row.values.push(leaves.quoted[at] === true ? unescapeJson(text) : text === 'null' ? '' : text)
    row.starts.push(start)
  }
  return row
}
