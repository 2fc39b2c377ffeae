import { fstatSync } from 'node:fs'

/** True when standard input comes from a pipe or a file. */
export function isPiped(): boolean {
  try {
    const status = fstatSync(0)
    return status.isFIFO() || status.isFile()
  } catch {
    return false
  }
}
