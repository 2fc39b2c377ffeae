import type { Lacking, Loaded } from '../../detectors/rules/load.ts'
import type { Mistake } from '../../detectors/rules/mistakes.ts'
import { readable } from '../../text/readable.ts'
import type { Rule } from '../../detectors/rules/rule.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import { type Why, whyOf } from './diff.ts'
import { fillAll } from './fill.ts'
import { pathOf, type Reach } from './reach.ts'
import { type Survival, survivorsOf } from './survivors.ts'
import { type Outcome, Trial } from './trial.ts'

/** A rule that was tested. */
export interface Tested {
  readonly rule: Rule
  readonly right: number
  readonly wrong: number
  /** It has examples of its own, or a case names it. */
  readonly isTested: boolean
  readonly coverage: Coverage
  /** When changes of conditions were tried. */
  readonly survival: Survival | undefined
  /** File where its tests are. */
  readonly path: string
}

/** An example that came out otherwise than expected. */
export interface Failed {
  /** '' for a case, which is about all rules. */
  readonly rule: string
  readonly path: string
  readonly outcome: Outcome
  readonly why: Why
}

export interface Results {
  readonly rules: readonly Tested[]
  /** Cases that came out right. */
  readonly cases: number
  readonly failed: readonly Failed[]
  /** Expectations that were empty and are written now. */
  readonly filled: number
  /** Rules that cannot be run, so that their tests were not. */
  readonly notRun: readonly Lacking[]
  readonly mistakes: readonly Mistake[]
}

interface Asked {
  readonly fill: boolean
  /** Try changes of conditions too. */
  readonly change: boolean
  readonly mistakes: readonly Mistake[]
}

/** Tests all rules that are reached. */
export function runAll(loaded: Loaded, reached: Reach, asked: Asked): Results {
  const trial = new Trial(loaded)
  const failed: Failed[] = []
  const cases = loaded.cases.filter(({ example }) => reached.paths.has(example.place.file))
  const inCases = new Set(cases.flatMap(({ expect = [] }) => expect))
  const rules = loaded.rules
    .filter(({ name }) => reached.paths.has(loaded.places.get(name)!))
    .map((rule): Tested => {
      const outcomes = trial.run(rule)
      const wrong = outcomes.filter(({ isRight }) => !isRight)
      failed.push(...wrong.map((outcome) => failedOf(rule, outcome, reached)))
      const tests = loaded.tests.get(rule.name)
      const isTried = asked.change && rule.is === 'signature' && tests
      return {
        rule,
        right: outcomes.length - wrong.length,
        wrong: wrong.length,
        isTested: outcomes.length > 0 || inCases.has(rule.name),
        coverage: coverageOf(rule, tests),
        survival: isTried ? survivorsOf(rule, tests) : undefined,
        path: pathOf(loaded.places.get(rule.name)!, reached),
      }
    })
  const filled = asked.fill ? fillAll(cases, trial, reached) : 0
  const outcomes = cases
    .filter(({ expect }) => expect !== undefined || !asked.fill)
    .map((one) => trial.runCase(one))
  const wrong = outcomes.filter(({ isRight }) => !isRight)
  failed.push(...wrong.map((outcome) => failedOf(undefined, outcome, reached)))
  return {
    rules,
    cases: outcomes.length - wrong.length,
    failed,
    filled,
    notRun: notRunOf(loaded, reached),
    mistakes: asked.mistakes,
  }
}

function notRunOf({ rules, unsupported }: Loaded, reached: Reach): readonly Lacking[] {
  const running = new Set(rules.map(({ name }) => name))
  return unsupported
    .filter(({ name, file }) => reached.paths.has(file) && !running.has(name))
    .map((one) => ({ ...one, file: pathOf(one.file, reached) }))
}

function failedOf(rule: Rule | undefined, outcome: Outcome, reached: Reach): Failed {
  return {
    rule: rule?.name ?? '',
    path: pathOf(outcome.example.place.file, reached),
    outcome,
    why: rule ? whyOf(rule, outcome) : { there: [], conditions: [], matched: [] },
  }
}

/** The request of an example in one line. */
export function requestOf({ example }: Outcome): string {
  const { fields, repeat } = example
  const rest = [...fields].flatMap(([name, value]) =>
    name === 'request' ? [] : `${name} ${value}`,
  )
  const parts = [fields.get('request') ?? '', ...rest, ...(repeat > 1 ? [`${repeat} times`] : [])]
  return readable(parts.filter((part) => part !== '').join(' | '))
}
