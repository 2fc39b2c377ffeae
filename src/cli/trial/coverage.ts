import { noTests, requestsOf, type RuleTests } from '../../detectors/rules/rule-tests.ts'
import type { Condition, Rule } from '../../detectors/rules/rule.ts'
import { wordsOf } from './mutants.ts'
import { Scene } from './scene.ts'
import { start } from './trial.ts'

/** Which tests of a condition were true and which false in some example of its rule. */
export interface Coverage {
  readonly parts: number
  /** Both true and false, each in one example at least. */
  readonly covered: number
  /** Parts that no example made true, in words. */
  readonly neverTrue: readonly string[]
  readonly neverFalse: readonly string[]
}

/** What the tests of a rule reach. A correlation has one part: its threshold. */
export function coverageOf(rule: Rule, tests: RuleTests = noTests): Coverage {
  if (rule.is === 'correlation') return coverageOfThreshold(tests)
  const parts = atomsIn(rule.condition)
  const wasTrue = new Set<Condition>()
  const wasFalse = new Set<Condition>()
  const scene = new Scene()
  const examples = [...tests.fires, ...tests.evasion, ...tests.silent]
  for (const request of examples.flatMap((example) => requestsOf(example, start))) {
    scene.show(request)
    for (const part of parts) (scene.holds(part) ? wasTrue : wasFalse).add(part)
  }
  const neverTrue = parts.filter((part) => !wasTrue.has(part))
  const neverFalse = parts.filter((part) => !wasFalse.has(part))
  return {
    parts: parts.length,
    covered: parts.filter((part) => wasTrue.has(part) && wasFalse.has(part)).length,
    neverTrue: neverTrue.map(wordsOf),
    neverFalse: neverFalse.map(wordsOf),
  }
}

function coverageOfThreshold({ fires, evasion, silent }: RuleTests): Coverage {
  const neverTrue = fires.length + evasion.length > 0 ? [] : ['the threshold']
  const neverFalse = silent.length > 0 ? [] : ['the threshold']
  const covered = neverTrue.length + neverFalse.length === 0 ? 1 : 0
  return { parts: 1, covered, neverTrue, neverFalse }
}

function atomsIn(condition: Condition): readonly Condition[] {
  if (condition.is === 'atom') return [condition]
  return condition.is === 'not' ? atomsIn(condition.of) : condition.of.flatMap(atomsIn)
}
