import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Detector } from '../../src/contract/detector.ts'
import { loadCrs } from '../../src/detectors/crs/load.ts'

/** Folders with the Core Rule Set and its settings: the user's, never part of the repository. */
const folders = (process.env['TRIPLINE_CRS'] ?? '').split(':').filter((path) => path !== '')

export const isCoreHere: boolean = folders.length > 0

/** The Core Rule Set at a paranoia level; undefined when it is not here. */
export function coreDetector(paranoia: number): Detector | undefined {
  if (!isCoreHere) return undefined
  const files = folders.flatMap((folder) =>
    globSync('**/*.{conf,data,example}', { cwd: folder }).map((name) => {
      const path = join(folder, name)
      return { name: path, text: readFileSync(path, 'latin1') }
    }),
  )
  const rules = files.filter(({ name, text }) => name.endsWith('.data') || text.includes('Sec'))
  return loadCrs(rules, { keepGoing: true, paranoia }).detector
}
