import { readFileSync, writeFileSync } from 'node:fs'
import type { Case } from '../../detectors/rules/rule-tests.ts'

/** What an empty expectation becomes. */
export interface Filling {
  readonly case: Case
  readonly names: readonly string[]
}

/** Writes what was seen into the empty expectations of one file, from the end so that places stay right. */
export function fill(path: string, fillings: readonly Filling[]): void {
  let text = readFileSync(path, 'utf8')
  for (const { case: one, names } of fillings.toSorted((a, b) => b.case.fillAt - a.case.fillAt)) {
    const before = text.slice(0, one.fillAt).replace(/[ \t]*$/, '')
    text = `${before} [${names.join(', ')}]${text.slice(before.length).replace(/^[ \t]+(?=$|\n)/, '')}`
  }
  writeFileSync(path, text)
}
