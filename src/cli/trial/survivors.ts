import { type Example, type RuleTests, requestsOf } from '../../detectors/rules/rule-tests.ts'
import type { Signature } from '../../detectors/rules/rule.ts'
import { type Mutant, mutantsOf } from './mutants.ts'
import { Scene } from './scene.ts'
import { start } from './trial.ts'

/** What could be changed in a rule, and which of these changes no test of it notices. */
export interface Survival {
  readonly tried: number
  readonly unnoticed: readonly Mutant[]
}

/** Changes the condition of a rule in every way that `mutantsOf` knows, one at a time. */
export function survivorsOf(rule: Signature, tests: RuleTests): Survival {
  const mutants = mutantsOf(rule.condition)
  let unnoticed = mutants
  const scene = new Scene()
  for (const [examples, expected] of [
    [tests.fires, true],
    [tests.evasion, true],
    [tests.silent, false],
  ] as const)
    for (const example of examples) {
      const seen = seenIn(example, rule, unnoticed, scene)
      unnoticed = unnoticed.filter((mutant) => seen.has(mutant) === expected)
    }
  return { tried: mutants.length, unnoticed }
}

/** The changed rules that hold for an example. */
function seenIn(
  example: Example,
  { condition }: Signature,
  mutants: readonly Mutant[],
  scene: Scene,
): ReadonlySet<Mutant> {
  const seen = new Set<Mutant>()
  for (const request of requestsOf(example, start)) {
    scene.show(request)
    for (const mutant of mutants) if (scene.holds(condition, mutant.instead)) seen.add(mutant)
  }
  return seen
}
