import type { OpenParser, Parser } from '../../contract/parser.ts'
import { Request } from '../../event/request.ts'
import { type ColumnFormat, readRow } from './columns.ts'

/** A log whose `#Fields:` line names its columns. */
export interface HeaderFormat extends ColumnFormat {
  readonly about: string
  readonly sample: string
  /** The columns of a row before any header was seen; undefined when it cannot be told. */
  usual(line: string): readonly string[] | undefined
  /** Whether a header with these columns is of this format. */
  owns(columns: readonly string[]): boolean
}

const directives =
  /^#(?:Software|Version|Date|Fields|Start-Date|End-Date|Remark|GMT-Offset|System-?Id)\b/i

/** The parser of a format with a header. */
export function columnParser(format: HeaderFormat): Parser {
  const plain = openParser(format, undefined)
  return {
    name: plain.name,
    about: plain.about,
    sample: plain.sample,
    parse: (line) => plain.parse(line),
    fault: (line) => plain.fault(line),
    open: (saved) => openParser(format, saved),
  }
}

function openParser(format: HeaderFormat, saved: unknown): OpenParser {
  let columns = Array.isArray(saved) ? (saved as readonly string[]) : undefined
  const rowOf = (line: string) =>
    readRow(line, columns ?? format.usual(line) ?? ['date', 'time'], format)
  return {
    name: format.name,
    about: format.about,
    sample: format.sample,
    parse(line) {
      if (
        line.charCodeAt(4) !== 45 ||
        line.charCodeAt(7) !== 45 ||
        line.indexOf(format.separator) !== 10
      )
        return undefined
      if (columns === undefined && format.usual(line) === undefined) return undefined
      const row = rowOf(line)
      return row instanceof Request ? row : undefined
    },
    fault(line) {
      const row = rowOf(line)
      if (!(row instanceof Request)) return row
      return {
        parser: format.name,
        field: 'date',
        number: 1,
        expected: 'a date',
        found: line.slice(0, 10),
        at: 0,
      }
    },
    header(line) {
      if (!directives.test(line)) return false
      if (!/^#Fields:/i.test(line)) return true
      const named = line.slice(8).trim().split(/[\s]+/)
      if (!format.owns(named)) return false
      columns = named.map((name) => Buffer.from(name, 'latin1').toString('latin1'))
      return true
    },
    save: () => columns,
  }
}
