import { readFileSync, writeFileSync } from 'node:fs'
import type { Case } from '../../detectors/rules/rule-tests.ts'
import { pathOf, type Reach } from './reach.ts'
import type { Trial } from './trial.ts'

/** Writes the rules that hold into every case that does not say yet which those are; how many there were. */
export function fillAll(cases: readonly Case[], trial: Trial, reached: Reach): number {
  const open = cases.filter(({ expect }) => expect === undefined)
  for (const [file, of] of Map.groupBy(open, ({ example }) => example.place.file)) {
    const path = pathOf(file, reached)
    const text = readFileSync(path, 'utf8')
    // from the end, so that the places before stay right
    const filled = of
      .toSorted((a, b) => b.fillAt - a.fillAt)
      .reduce((now, one) => withNames(now, one.fillAt, trial.marksOf(one.example)), text)
    writeFileSync(path, filled)
  }
  return open.length
}

function withNames(text: string, at: number, names: readonly string[]): string {
  const colon = text.lastIndexOf(':', at) + 1
  return `${text.slice(0, colon)} [${names.join(', ')}]${text.slice(at)}`
}
