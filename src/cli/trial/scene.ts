import { compileCondition } from '../../detectors/matching/condition.ts'
import { type Place, places } from '../../detectors/matching/place.ts'
import type { Atom, Condition } from '../../detectors/rules/rule.ts'
import type { Request } from '../../event/request.ts'

type Test = (event: Request) => boolean

/** Parts of a condition that others stand in for; undefined where one is left out. */
export type Instead = ReadonlyMap<Condition, Condition | undefined>

const nothing: Instead = new Map()

/**
 * Conditions tried on requests one after the other, every atom of them by itself, so that many that
 * differ a little cost little. As in the engine, tests of 'request' speak of one place together.
 */
export class Scene {
  #request: Request | undefined
  #places: readonly Place[] = []
  readonly #tests = new Map<Atom, Partial<Record<Place, Test>>>()
  /** For the request at hand. */
  readonly #truths = new Map<Test, boolean>()

  show(request: Request): void {
    this.#request = request
    this.#places = places.filter((place) => request[place] !== '')
    this.#truths.clear()
  }

  /** Whether a condition holds for the request at hand. */
  holds(condition: Condition, instead: Instead = nothing): boolean {
    return this.#places.some((place) => this.#holdsAt(condition, place, instead))
  }

  #holdsAt(condition: Condition, place: Place, instead: Instead): boolean {
    const part = instead.get(condition) ?? condition
    const inner = part === condition ? instead : nothing
    if (part.is === 'not') return !this.#holdsAt(part.of, place, inner)
    if (part.is === 'atom') return this.#isTrue(part, place)
    const settles = part.is === 'or'
    for (const of of part.of) {
      if (inner.has(of) && inner.get(of) === undefined) continue
      if (this.#holdsAt(of, place, inner) === settles) return settles
    }
    return !settles
  }

  #isTrue(atom: Atom, place: Place): boolean {
    const test = this.#test(atom, place)
    let truth = this.#truths.get(test)
    if (truth === undefined) {
      truth = test(this.#request!)
      this.#truths.set(test, truth)
    }
    return truth
  }

  #test(atom: Atom, place: Place): Test {
    const isAnywhere = atom.field === 'request'
    const at: Place = isAnywhere ? place : 'target'
    let tests = this.#tests.get(atom)
    if (!tests) this.#tests.set(atom, (tests = {}))
    return (tests[at] ??= compileCondition(isAnywhere ? { ...atom, field: place } : atom))
  }
}
