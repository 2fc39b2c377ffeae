import { strict as assert } from 'node:assert'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { golden } from './tripline.ts'

/** Compares with a golden file; with UPDATE_GOLDEN set, writes it instead. */
export function isGolden(name: string, text: string): void {
  const file = join(golden, name)
  if (process.env['UPDATE_GOLDEN']) writeFileSync(file, text)
  assert.equal(
    text,
    readFileSync(file, 'utf8'),
    `${name} changed; UPDATE_GOLDEN=1 npm test takes it over`,
  )
}
