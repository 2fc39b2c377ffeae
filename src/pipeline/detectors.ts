import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Detector } from '../contract/detector.ts'

const folder = join(import.meta.dirname, '../detectors/behaviour')

/** Loads the behaviours that are shipped: every file of their folder is one. */
export async function behaviours(): Promise<Detector[]> {
  const files = readdirSync(folder).filter((file) => /^[^.]+\.[jt]s$/.test(file))
  const modules = await Promise.all(
    files.toSorted().map((file) => import(join(folder, file)) as Promise<{ default: Detector }>),
  )
  return modules.map((module) => module.default)
}
