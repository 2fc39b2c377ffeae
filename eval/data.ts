import { existsSync, globSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Folder of labelled public data: it is beside the repository, never in it. */
export const folder: string =
  process.env['TRIPLINE_DATA'] ?? join(import.meta.dirname, '../../shared/data')

export const isHere: boolean = existsSync(folder)

export interface DataFile {
  readonly name: string
  readonly lines: readonly string[]
  /** First 12 characters of the SHA-256 of the bytes as stored. */
  readonly hash: string
}

/** The files of a pattern below the data folder, as lines with one character per byte. */
export function files(pattern: string): DataFile[] {
  return globSync(pattern, { cwd: folder }).toSorted().map(file)
}

export function file(name: string): DataFile {
  const stored = readFileSync(join(folder, name))
  const bytes = name.endsWith('.gz') ? gunzipSync(stored) : stored
  const lines = bytes
    .toString('latin1')
    .split(/\r?\n/)
    .filter((line) => line !== '')
  return { name, lines, hash: createHash('sha256').update(stored).digest('hex').slice(0, 12) }
}
