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

/** Every file that has been read, by name: what a page was made from. */
export const used: Map<string, { readonly rows: number; readonly hash: string }> = new Map()

/** The files of a pattern below the data folder, as lines with one character per byte. */
export function files(pattern: string): DataFile[] {
  return globSync(pattern, { cwd: folder }).toSorted().map(file)
}

export function file(name: string): DataFile {
  const stored = readFileSync(join(folder, name))
  const bytes = name.endsWith('.gz') ? gunzipSync(stored) : stored
  const lines = latin1(bytes)
    .split(/\r?\n/)
    .filter((line) => line !== '')
  const hash = sha256(stored)
  used.set(name, { rows: lines.length, hash })
  return { name, lines, hash }
}

/** One character per byte; what is UTF-16 by its mark becomes UTF-8 first. */
function latin1(bytes: Buffer): string {
  if (bytes[0] !== 0xff || bytes[1] !== 0xfe) return bytes.toString('latin1')
  return Buffer.from(bytes.toString('utf16le', 2), 'utf8').toString('latin1')
}

/** First 12 characters of a SHA-256. */
export function sha256(of: string | Uint8Array): string {
  return createHash('sha256').update(of).digest('hex').slice(0, 12)
}
