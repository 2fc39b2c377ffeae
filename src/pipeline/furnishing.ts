import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Detector } from '../contract/detector.ts'
import { createCorrelations } from '../detectors/rules/correlations.ts'
import { loadRules, type RuleFile } from '../detectors/rules/load.ts'
import { describe } from '../detectors/rules/mistakes.ts'
import type { Rule } from '../detectors/rules/rule.ts'
import type { Furnishing } from './assemble.ts'
import { behaviours } from './detectors.ts'

/** Folder of the rules that are shipped. */
export const rulesFolder: string = join(import.meta.dirname, '../../rules')

/** The rule files of a folder, those in folders below it included. */
export function ruleFiles(folder: string): RuleFile[] {
  return globSync('**/*.{yml,yaml}', { cwd: folder })
    .toSorted()
    .map((name) => ({
      name: name.replaceAll('\\', '/'),
      text: readFileSync(join(folder, name), 'utf8'),
    }))
}

/** What rules and behaviours an engine is put together from; behaviours run under their defaults. */
export function furnish(rules: readonly Rule[], detectors: readonly Detector[]): Furnishing {
  return {
    signatures: rules.filter((rule) => rule.is === 'signature'),
    detectors: [createCorrelations(rules), ...detectors].map((detector) => ({
      detector,
      options: {},
    })),
  }
}

/**
 * Everything that is shipped, as it is shipped.
 * @throws Error when a shipped rule has a mistake
 */
export async function furnishing(): Promise<Furnishing> {
  const { rules, mistakes } = loadRules(ruleFiles(rulesFolder))
  if (mistakes.length > 0) throw new Error(mistakes.map((mistake) => describe(mistake)).join('\n'))
  return furnish(rules, await behaviours())
}
