import { isBelow } from '../../detectors/rules/correlation-needs.ts'
import { createCorrelations } from '../../detectors/rules/correlations.ts'
import type { Loaded } from '../../detectors/rules/load.ts'
import { type Case, type Example, noTests, requestsOf } from '../../detectors/rules/rule-tests.ts'
import type { Correlation, Rule, Signature } from '../../detectors/rules/rule.ts'
import { compileSignatures, type SignatureSet } from '../../detectors/rules/signatures.ts'
import { assemble } from '../../pipeline/assemble.ts'

/** What the examples of a list are there to show. */
export type List = 'fires' | 'silent' | 'evasion' | 'cases'

/** How one example came out. */
export interface Outcome {
  readonly list: List
  readonly example: Example
  /** 'fires' or 'silent'; names of rules for a case. */
  readonly expected: string
  readonly got: string
  readonly isRight: boolean
}

/** Times of examples begin here: epoch milliseconds. */
export const start: number = Date.UTC(2026, 0, 1)

/** Rules with their tests, at work: what is judged is what the engine would judge. */
export class Trial {
  readonly #loaded: Loaded
  readonly #signatures: readonly Signature[]
  readonly #all: SignatureSet

  constructor(loaded: Loaded) {
    this.#loaded = loaded
    const signatures = loaded.rules.filter((rule): rule is Signature => rule.is === 'signature')
    this.#signatures = signatures
    this.#all = compileSignatures(signatures.map((rule) => ({ ...rule, silent: false })))
  }

  /** Names of the rules that no literal leads to. */
  get costly(): readonly string[] {
    return this.#all.costly
  }

  /** Every example of a rule. */
  run(rule: Rule): readonly Outcome[] {
    const tests = this.#loaded.tests.get(rule.name) ?? noTests
    const outcome = (list: 'fires' | 'silent' | 'evasion', example: Example): Outcome => {
      const expected = list === 'silent' ? 'silent' : 'fires'
      const got = this.isSeen(rule, example) ? 'fires' : 'silent'
      return { list, example, expected, got, isRight: got === expected }
    }
    return (['fires', 'evasion', 'silent'] as const).flatMap((list) =>
      tests[list].map((example) => outcome(list, example)),
    )
  }

  /** A case is right when exactly the rules that it names hold. */
  runCase({ example, expect }: Case): Outcome {
    const got = this.marksOf(example).join(', ')
    const expected = expect?.toSorted().join(', ') ?? ''
    const isRight = expect !== undefined && got === expected
    return { list: 'cases', example, expected, got, isRight }
  }

  /** Names of the signatures that hold for a request of an example, in alphabetical order. */
  marksOf(example: Example): readonly string[] {
    const marks = new Set<string>()
    for (const request of requestsOf(example, start))
      for (const mark of this.#all.judge(request)?.marks ?? []) marks.add(mark)
    return [...marks].toSorted()
  }

  isSeen(rule: Rule, example: Example): boolean {
    if (rule.is === 'correlation') return this.#isCounted(rule, example)
    return requestsOf(example, start).some((request) =>
      this.#all.judge(request)?.marks.has(rule.name),
    )
  }

  /** The examples of a correlation are one stream each; the engine has only the signatures that it counts. */
  #isCounted(rule: Correlation, example: Example): boolean {
    const inner = this.#loaded.rules.filter(
      (one): one is Correlation => one.is === 'correlation' && rule.of.includes(one.name),
    )
    const names = new Set([rule, ...inner].flatMap(({ of, against }) => [...of, ...against]))
    const engine = assemble({
      signatures: this.#signatures.filter(({ name }) => names.has(name)),
      detectors: createCorrelations([
        ...this.#signatures,
        ...inner.map((one) => ({ ...one, silent: true })),
        { ...rule, silent: false },
      ]).map((detector) => ({
        detector,
        options: {},
      })),
      seed: 1,
    })
    const isSeen = requestsOf(example, start).some((request) =>
      engine.judge(request).some(({ detector }) => detector === rule.name),
    )
    if (isSeen || !isBelow(rule)) return isSeen
    engine.finish()
    return engine.alerts.all().length > 0
  }
}
