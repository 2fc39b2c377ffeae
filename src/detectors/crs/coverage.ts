import { isCostly } from './engine/pivot.ts'
import type { Program } from './engine/program.ts'

/** How much of a rule works on a log. */
export interface RuleCoverage {
  readonly id: number
  readonly message: string
  readonly works: 'fully' | 'partly' | 'not at all'
  /** False when the settings leave it out. */
  readonly isActive: boolean
  /** What is missing and why, each in one line. */
  readonly reasons: readonly string[]
  /** It runs on every new text: neither a literal nor a rare byte leads to it. */
  readonly isCostly: boolean
  readonly file: string
  readonly line: number
}

export interface Coverage {
  /** Rules that look at requests or answers, in the order of their files. */
  readonly rules: readonly RuleCoverage[]
  readonly fully: number
  readonly partly: number
  readonly notAtAll: number
}

/** What of each rule works on a log. */
export function coverageOf({ fates, rules: running }: Program): Coverage {
  const costly = new Set(running.filter(isCostly).map(({ rule }) => rule.id))
  const rules = fates
    .filter(({ ready, missing, wrong }) => ready?.looks || missing.length > 0 || wrong !== '')
    .map(({ rule, ready, missing, wrong, isActive }): RuleCoverage => {
      const reasons = wrong === '' ? missing : [wrong, ...missing]
      return {
        id: rule.id,
        message: rule.message,
        works: ready ? (reasons.length === 0 ? 'fully' : 'partly') : 'not at all',
        isActive,
        reasons,
        isCostly: costly.has(rule.id),
        file: rule.file,
        line: rule.line,
      }
    })
  const count = (works: RuleCoverage['works']): number =>
    rules.filter((rule) => rule.works === works).length
  return { rules, fully: count('fully'), partly: count('partly'), notAtAll: count('not at all') }
}
