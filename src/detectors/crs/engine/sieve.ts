import { TextMemory } from '../../../text/memory.ts'
import type { Operator, Value } from '../operators/operator.ts'
import { type Transformation, triggersOf } from '../transformations/table.ts'
import { type Clauses, mostViews } from './clauses.ts'
import type { ReadyLink } from './rule.ts'

/** One test of a role: does the operator of a rule's link hold for a value? */
interface Trial {
  readonly rule: number
  readonly operator: Operator
  readonly isNegated: boolean
  /** Its clauses, by number. */
  readonly clauses: readonly number[]
  /** Bits of the byte sets that it needs a byte of each of. */
  readonly bytes: number
  /** It is asked at each step that changes the value: not where a step leaves it as it is. */
  readonly isOnTheWay: boolean
}

/** A step of transformations, behind another. Chains with the same beginning share their steps. */
interface Step {
  readonly behind: number
  readonly change: Transformation | undefined
  /** Bits of the bytes without which it changes nothing; 0: it may change any text. */
  readonly triggers: number
  readonly trials: Trial[]
}

/** One text that a value becomes, as bytes. */
class Reading implements Value {
  text = ''
  bytes: Buffer = Buffer.alloc(256)
  length = 0
  /** Bits of the byte sets that it has bytes of. */
  bits = 0

  read(text: string, bitsOf: Int32Array): void {
    if (this.bytes.length < text.length) this.bytes = Buffer.alloc(text.length * 2)
    this.text = text
    const length = this.bytes.write(text, 0, 'latin1')
    this.length = length
    let bits = 0
    for (let i = 0; i < length; i++) bits |= bitsOf[this.bytes[i]!]!
    this.bits = bits
  }
}

/** Values are remembered up to this length, and this many of each role. */
const longestKept = 512
const mostKept = 4096
const nothing: readonly number[] = []

/** All tests of one role of values: which rules could hold because of a value. */
export class Sieve {
  readonly #clauses: Clauses
  readonly #steps: Step[] = [{ behind: -1, change: undefined, triggers: 0, trials: [] }]
  /** The different texts that the value at hand becomes. */
  readonly #readings: Reading[] = []
  #count = 0
  /** By step: its text, as number of a reading. */
  readonly #reading: number[] = [0]
  readonly #known = new TextMemory<readonly number[]>(mostKept, mostKept * longestKept)

  constructor(clauses: Clauses) {
    this.#clauses = clauses
  }

  add(rule: number, link: ReadyLink): void {
    const operator = link.operator!
    const { isNegated, isMultiMatch } = link
    // a negated operator holds where the literals are missing
    const clauses = isNegated ? [] : operator.clauses.map((clause) => this.#clauses.add(clause))
    const sets = isNegated ? [] : (operator.bytes ?? [])
    const bytes = sets.reduce((bits, set) => bits | this.#clauses.bit(set), 0)
    const trial = { rule, operator, isNegated, clauses, bytes, isOnTheWay: false }
    let at = 0
    if (isMultiMatch) this.#steps[0]!.trials.push(trial)
    for (const change of link.steps) {
      at = this.#stepBehind(at, change)
      if (isMultiMatch) this.#steps[at]!.trials.push({ ...trial, isOnTheWay: true })
    }
    if (!isMultiMatch) this.#steps[at]!.trials.push(trial)
  }

  /** Marks the rules that could hold because of a value. */
  sift(text: string, mark: (rule: number) => void): void {
    const known = text.length <= longestKept ? this.#known.get(text) : undefined
    const rules = known ?? this.#rulesFor(text)
    if (!known && text.length <= longestKept) this.#known.set(text, rules)
    for (let i = 0; i < rules.length; i++) mark(rules[i]!)
  }

  #stepBehind(behind: number, change: Transformation): number {
    const known = this.#steps.findIndex((step) => step.behind === behind && step.change === change)
    if (known >= 0) return known
    const triggers = triggersOf.get(change)
    this.#steps.push({
      behind,
      change,
      triggers: triggers === undefined ? 0 : this.#clauses.bit(setOf(triggers)),
      trials: [],
    })
    this.#reading.push(0)
    return this.#steps.length - 1
  }

  #rulesFor(text: string): readonly number[] {
    this.#count = 0
    this.#enter(text)
    for (let i = 1; i < this.#steps.length; i++) this.#reading[i] = this.#take(this.#steps[i]!)
    let found: number[] | undefined
    for (let from = 0; from < this.#count; from += mostViews) {
      const held = this.#judge(from)
      if (held) found = found ? [...found, ...held] : held
    }
    return found ? [...new Set(found)] : nothing
  }

  /** The reading that a step makes of the one behind it. */
  #take({ behind, change, triggers }: Step): number {
    const number = this.#reading[behind]!
    const { text, bits } = this.#readings[number]!
    if (triggers !== 0 && (bits & triggers) === 0) return number
    const next = change!(text)
    return next === text ? number : this.#enter(next)
  }

  /** The number of the reading with a text, new if need be. */
  #enter(text: string): number {
    for (let i = 0; i < this.#count; i++) if (this.#readings[i]!.text === text) return i
    const number = this.#count++
    const reading = (this.#readings[number] ??= new Reading())
    reading.read(text, this.#clauses.bitsOf)
    return number
  }

  /** Rules that could hold for readings from a number on, as many as one search tells apart. */
  #judge(from: number): number[] | undefined {
    const clauses = this.#clauses.begin()
    const to = Math.min(this.#count, from + mostViews)
    for (let i = from; i < to; i++) {
      const { bytes, length } = this.#readings[i]!
      this.#clauses.search(bytes, length, i - from)
    }
    let found: number[] | undefined
    for (let i = 0; i < this.#steps.length; i++) {
      const number = this.#reading[i]!
      if (number < from || number >= to) continue
      const { trials, behind } = this.#steps[i]!
      const isUnchanged = i > 0 && this.#reading[behind] === number
      const reading = this.#readings[number]!
      for (let j = 0; j < trials.length; j++) {
        const trial = trials[j]!
        if (isUnchanged && trial.isOnTheWay) continue
        if (isHeld(trial, reading, clauses, 1 << (number - from))) (found ??= []).push(trial.rule)
      }
    }
    return found
  }
}

function isHeld(trial: Trial, reading: Reading, found: Uint8Array, view: number): boolean {
  const { clauses, bytes } = trial
  if ((reading.bits & bytes) !== bytes) return false
  for (let i = 0; i < clauses.length; i++) if ((found[clauses[i]!]! & view) === 0) return false
  if (clauses.length > 0 && trial.operator.isDecided) return true
  return trial.operator.holds(reading) !== trial.isNegated
}

function setOf(bytes: string): Uint8Array {
  const set = new Uint8Array(256)
  for (let i = 0; i < bytes.length; i++) set[bytes.charCodeAt(i)] = 1
  return set
}
