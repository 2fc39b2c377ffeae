import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Query } from '../../windows/query-spec.ts'
import { csvHeader, csvLine, type Result } from '../../windows/query.ts'

const full = 1 << 16

interface Sheet {
  readonly descriptor: number
  waiting: string
}

/** One CSV file a query in a folder, written as results come. */
export class Sheets {
  readonly #sheets = new Map<Query, Sheet>()

  /** @throws Error of the file system */
  constructor(folder: string, queries: readonly Query[]) {
    mkdirSync(folder, { recursive: true })
    for (const query of queries) {
      const descriptor = openSync(join(folder, `${query.name}.csv`), 'w')
      this.#sheets.set(query, { descriptor, waiting: `${csvHeader(query)}\n` })
    }
  }

  add(result: Result): void {
    const sheet = this.#sheets.get(result.query)!
    sheet.waiting += `${csvLine(result)}\n`
    if (sheet.waiting.length >= full) flush(sheet)
  }

  close(): void {
    for (const sheet of this.#sheets.values()) {
      flush(sheet)
      closeSync(sheet.descriptor)
    }
  }
}

function flush(sheet: Sheet): void {
  writeSync(sheet.descriptor, sheet.waiting)
  sheet.waiting = ''
}
