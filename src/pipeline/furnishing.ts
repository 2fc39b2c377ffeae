import type { Detector } from '../contract/detector.ts'
import { createCorrelations } from '../detectors/rules/correlations.ts'
import type { Rule } from '../detectors/rules/rule.ts'
import type { Furnishing } from './assemble.ts'
import { behaviours } from './detectors.ts'
import { shippedRules } from './shipped-rules.ts'

/** What rules and behaviours an engine is put together from; behaviours run under their defaults. */
export function furnish(rules: readonly Rule[], detectors: readonly Detector[]): Furnishing {
  return {
    signatures: rules.filter((rule) => rule.is === 'signature'),
    detectors: [...createCorrelations(rules), ...detectors].map((detector) => ({
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
  return furnish(await shippedRules(), await behaviours())
}
