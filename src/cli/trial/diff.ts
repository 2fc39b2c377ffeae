import { requestsOf } from '../../detectors/rules/rule-tests.ts'
import type { Rule } from '../../detectors/rules/rule.ts'
import { compileSignatures } from '../../detectors/rules/signatures.ts'
import { wordsOf } from './mutants.ts'
import { type Outcome, start } from './trial.ts'

/** Why an example came out as it did. */
export interface Why {
  /** Literals of the rule that are in the request. */
  readonly literals: readonly string[]
  /** Conditions that failed; what matched where the rule should have been silent. */
  readonly conditions: readonly string[]
}

const nothing: Why = { literals: [], conditions: [] }

/** Looks again at an example that came out wrong. */
export function whyOf(rule: Rule, { example, got, list }: Outcome): Why {
  if (rule.is === 'correlation' || list === 'cases') return nothing
  const set = compileSignatures([{ ...rule, silent: false }], { remember: false })
  const requests = requestsOf(example, start)
  if (got === 'fires') {
    const reasons = requests.flatMap((request) => set.judge(request)?.findings[0]?.reasons ?? [])
    const seen = reasons.map(({ field, seen, matched }) => `${field} ${matched?.decoded ?? seen}`)
    return { literals: [], conditions: seen.slice(0, 1) }
  }
  const near = set.explain(requests[0]!).flatMap(({ rules }) => rules)
  if (near.length === 0) return { literals: [], conditions: [wordsOf(rule.condition)] }
  const closest = near.toSorted((a, b) => a.failed.length - b.failed.length)[0]!
  return {
    literals: [...new Set(near.flatMap(({ literals }) => literals))],
    conditions: closest.failed,
  }
}
