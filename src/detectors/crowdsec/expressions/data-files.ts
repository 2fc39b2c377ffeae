import { bytesOf } from './tokens.ts'

/** A file of data that scenarios name, as its lines; comments and empty lines are no data. */
export interface DataFile {
  readonly name: string
  readonly lines: readonly string[]
}

export function readDataFile(name: string, text: string): DataFile {
  const lines = bytesOf(text)
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
  return { name, lines }
}

/** A line of a map: what to say of texts that are like this. */
export interface Row {
  readonly tag: string
  readonly pattern: string
  readonly type: string
}

/** Rows of a file with one JSON object a line; what is none is left out. */
export function rowsOf({ lines }: DataFile): Row[] {
  return lines.flatMap((line) => {
    try {
      const { tag, pattern, type = 'equals' } = JSON.parse(line) as Partial<Row>
      if (typeof tag !== 'string' || typeof pattern !== 'string') return []
      return { tag, pattern, type }
    } catch {
      return []
    }
  })
}
