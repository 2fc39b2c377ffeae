import { Automaton, Hits } from '../../../text/search/automaton.ts'
import type { Operator } from '../operators/operator.ts'
import type { Transformation } from '../transformations/table.ts'
import type { ReadyLink } from './rule.ts'

/** One test of a role: does the operator of a rule's link hold for a value? */
interface Trial {
  readonly rule: number
  readonly operator: Operator
  readonly isNegated: boolean
  /** Its clauses, by number. */
  readonly clauses: readonly number[]
}

/** A step of transformations, behind another. Chains with the same beginning share their steps. */
interface Step {
  readonly behind: number
  readonly change: Transformation | undefined
  readonly trials: Trial[]
}

/** Literals and clauses of all sieves: one search finds them for all. */
export class Clauses {
  readonly #literals = new Map<string, number>()
  readonly #clauses = new Map<string, readonly number[]>()
  readonly #numbers = new Map<string, number>()
  #search: { readonly automaton: Automaton; readonly hits: Hits } | undefined

  /** The number of a clause. */
  add(clause: readonly string[]): number {
    const key = clause.join('\0')
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(key, number)
    this.#clauses.set(
      key,
      clause.map((literal) => {
        const id = this.#literals.get(literal) ?? this.#literals.size
        this.#literals.set(literal, id)
        return id
      }),
    )
    return number
  }

  /** Which clauses the first bytes hold: by number, 0 when not. */
  find(bytes: Uint8Array, length: number): Uint8Array {
    this.#search ??= {
      automaton: new Automaton([...this.#literals.keys()]),
      hits: new Hits(this.#literals.size, [...this.#clauses.values()]),
    }
    const { automaton, hits } = this.#search
    hits.clear()
    automaton.scan(bytes, length, hits, 1)
    return hits.clauses
  }
}

/** Values are read into one buffer, which grows with the longest. */
let buffer = Buffer.alloc(4096)

/** All tests of one role of values: which rules could hold because of a value. */
export class Sieve {
  readonly #clauses: Clauses
  readonly #steps: Step[] = [{ behind: -1, change: undefined, trials: [] }]
  /** What each step makes of the value at hand. */
  readonly #texts: string[] = ['']
  /** The step whose text each step shares. */
  readonly #same: number[] = [0]

  constructor(clauses: Clauses) {
    this.#clauses = clauses
  }

  add(rule: number, link: ReadyLink): void {
    const operator = link.operator!
    // a negated operator holds where the literals are missing
    const clauses = link.isNegated
      ? []
      : operator.clauses.map((clause) => this.#clauses.add(clause))
    const trial = { rule, operator, isNegated: link.isNegated, clauses }
    let at = 0
    if (link.isMultiMatch) this.#steps[0]!.trials.push(trial)
    for (const change of link.steps) {
      at = this.#stepBehind(at, change)
      if (link.isMultiMatch) this.#steps[at]!.trials.push(trial)
    }
    if (!link.isMultiMatch) this.#steps[at]!.trials.push(trial)
  }

  #stepBehind(behind: number, change: Transformation): number {
    const known = this.#steps.findIndex((step) => step.behind === behind && step.change === change)
    if (known >= 0) return known
    this.#steps.push({ behind, change, trials: [] })
    this.#texts.push('')
    this.#same.push(0)
    return this.#steps.length - 1
  }

  /** Marks the rules that could hold because of a value. */
  sift(text: string, mark: (rule: number) => void): void {
    const steps = this.#steps
    const texts = this.#texts
    texts[0] = text
    for (let i = 1; i < steps.length; i++) {
      const { behind, change } = steps[i]!
      texts[i] = change!(texts[behind]!)
      this.#same[i] = this.#firstLike(i)
    }
    for (let i = 0; i < steps.length; i++) if (this.#same[i] === i) this.#judge(i, mark)
  }

  /** The first step with the same text. */
  #firstLike(step: number): number {
    const text = this.#texts[step]!
    for (let i = 0; i < step; i++) if (this.#same[i] === i && this.#texts[i] === text) return i
    return step
  }

  #judge(first: number, mark: (rule: number) => void): void {
    const text = this.#texts[first]!
    if (buffer.length < text.length) buffer = Buffer.alloc(text.length * 2)
    const length = buffer.write(text, 0, 'latin1')
    const found = this.#clauses.find(buffer, length)
    const value = { text, bytes: buffer, length }
    for (let i = first; i < this.#steps.length; i++) {
      if (this.#same[i] !== first) continue
      for (const { rule, operator, isNegated, clauses } of this.#steps[i]!.trials) {
        if (!clauses.every((clause) => found[clause] === 1)) continue
        if (clauses.length > 0 && operator.isDecided ? true : operator.holds(value) !== isNegated)
          mark(rule)
      }
    }
  }
}
