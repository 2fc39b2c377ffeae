import type { Signature } from '../rules/rule.ts'
import { type Place, places } from './place.ts'
import type { Literals, TextAtom } from './text-atom.ts'
import { canHold, createTree, hasNever, type Node, textTests, triggersOf } from './tree.ts'

/** A signature made ready: its tree, and what leads to it. */
export class Ready {
  readonly signature: Signature
  /** Its place among the rules. */
  readonly number: number
  readonly tree: Node
  /** All its tests of 'request' speak of the one text that led to it. */
  readonly isBound: boolean
  /** The place whose every text it is tried on, because no literal leads to it; else undefined. */
  readonly unledAt: Place | undefined
  /** It looks at fields that requests do not have: it is for other events too. */
  readonly looksBeyondRequests: boolean
  /** False when it is about other events only. */
  readonly canHold: boolean
  /** It tests no text of a request at all. */
  readonly isPlain: boolean
  readonly #triggers: readonly TextAtom[]

  constructor(signature: Signature, number: number, literals: Literals) {
    this.signature = signature
    this.number = number
    this.tree = createTree(signature.condition, literals)
    const tests = textTests(this.tree)
    const triggers = triggersOf(this.tree)
    this.#triggers = triggers ?? []
    this.isPlain = tests.length === 0
    this.looksBeyondRequests = hasNever(this.tree)
    this.isBound = this.#triggers.some((test) => test.place === 'request')
    this.canHold = canHold(this.tree)
    this.unledAt = !this.canHold || triggers || this.isPlain ? undefined : firstPlace(tests)
  }

  /** Literals that lead to it in texts at a place. */
  literalsAt(place: Place): readonly number[] {
    return this.#triggers
      .filter((test) => test.place === place || test.place === 'request')
      .flatMap((test) => test.literals)
  }
}

function firstPlace(tests: readonly TextAtom[]): Place {
  return places.find((place) => tests.some((test) => test.place === place)) ?? 'target'
}
