import { requestsOf } from '../../detectors/rules/rule-tests.ts'
import type { Condition, Rule } from '../../detectors/rules/rule.ts'
import { compileSignatures } from '../../detectors/rules/signatures.ts'
import { wordsOf } from './mutants.ts'
import { Scene } from './scene.ts'
import { type Outcome, start } from './trial.ts'

/** Why an example came out as it did. */
export interface Why {
  /** Tests of the rule that held; without any, its literals that were there. */
  readonly there: readonly string[]
  /** Conditions that failed. */
  readonly conditions: readonly string[]
  /** What matched where the rule should have been silent. */
  readonly matched: readonly string[]
}

/** Looks again at an example that came out wrong. */
export function whyOf(rule: Rule, { example, got, list }: Outcome): Why {
  if (rule.is === 'correlation' || list === 'cases')
    return { there: [], conditions: [], matched: [] }
  const set = compileSignatures([{ ...rule, silent: false }], { remember: false })
  const requests = requestsOf(example, start)
  const scene = new Scene()
  const isTrue = (condition: Condition): boolean => scene.holds(condition)
  if (got === 'fires') {
    const at = requests.find((request) => set.judge(request))!
    const [reason] = set.judge(at)?.findings[0]?.reasons ?? []
    const seen = reason ? [`${reason.field} ${reason.matched?.decoded ?? reason.seen}`] : []
    scene.show(at)
    return { there: held(rule.condition, isTrue), conditions: [], matched: seen }
  }
  const [first] = requests
  scene.show(first!)
  const there = held(rule.condition, isTrue)
  const near = set.explain(first!).flatMap(({ rules }) => rules)
  return {
    there: there.length > 0 ? there : [...new Set(near.flatMap(({ literals }) => literals))],
    conditions: failed(rule.condition, isTrue),
    matched: [],
  }
}

type IsTrue = (condition: Condition) => boolean

/** Tests that held, in words. */
function held(condition: Condition, isTrue: IsTrue): readonly string[] {
  if (condition.is === 'atom') return isTrue(condition) ? [wordsOf(condition)] : []
  return condition.is === 'not' ? [] : condition.of.flatMap((part) => held(part, isTrue))
}

/** Conditions that would have to be otherwise, in words. */
function failed(condition: Condition, isTrue: IsTrue): readonly string[] {
  if (condition.is !== 'and') return isTrue(condition) ? [] : [wordsOf(condition)]
  return condition.of.flatMap((part) => failed(part, isTrue))
}
