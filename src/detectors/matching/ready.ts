import type { Signature } from '../rules/rule.ts'
import { type Place, places } from './place.ts'
import type { Reading } from './reading.ts'
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
  /** No literal leads to it, so that it is tried on every text of its places. */
  readonly isUnled: boolean
  /** It looks at fields that requests do not have: it is for other events too. */
  readonly looksBeyondRequests: boolean
  /** False when it is about other events only. */
  readonly canHold: boolean
  /** It tests no text of a request at all. */
  readonly isPlain: boolean
  /** It asks for a language: the surest rules, tried first while there is work left to do. */
  readonly isSurest: boolean
  readonly #triggersAt: Readonly<Record<Place, readonly TextAtom[]>>
  readonly #isSpread: boolean
  /** Where it is tried when no literal leads to it. */
  readonly #home: Place | 'request' | undefined

  constructor(signature: Signature, number: number, literals: Literals) {
    this.signature = signature
    this.number = number
    this.tree = createTree(signature.condition, literals)
    const tests = textTests(this.tree)
    const triggers = triggersOf(this.tree)
    const at = (place: Place): readonly TextAtom[] =>
      (triggers ?? []).filter((test) => test.place === place || test.place === 'request')
    this.#triggersAt = {
      target: at('target'),
      agent: at('agent'),
      referrer: at('referrer'),
      user: at('user'),
      method: at('method'),
    }
    this.isPlain = tests.length === 0
    this.isSurest = tests.some((test) => test.reader !== undefined)
    this.looksBeyondRequests = hasNever(this.tree)
    this.canHold = canHold(this.tree)
    this.isUnled = this.canHold && !triggers && !this.isPlain
    this.isBound = (triggers ?? tests).some((test) => test.place === 'request')
    this.#isSpread = new Set(triggers?.map((test) => test.place)).size > 1
    this.#home = this.isBound
      ? 'request'
      : places.find((place) => tests.some((test) => test.place === place))
  }

  /** Whether it is tried on every text at a place. */
  isTriedAt(place: Place): boolean {
    return this.isUnled && (this.#home === 'request' || this.#home === place)
  }

  /** Whether a text at a place can lead to it. */
  isLedAt(place: Place): boolean {
    return this.isTriedAt(place) || this.literalsAt(place).length > 0
  }

  /** It has triggers at several named places, so that one has to hold: a literal of it is not enough. */
  get needsProof(): boolean {
    return this.#isSpread && !this.isBound
  }

  /** False when no trigger holds for the text at hand: then another text leads to the rule, or it does not hold. */
  isLedBy(reading: Reading): boolean {
    for (const test of this.triggersAt(reading.place)) if (reading.holds(test)) return true
    return false
  }

  /** Tests of texts at a place that lead to it. */
  triggersAt(place: Place): readonly TextAtom[] {
    return this.#triggersAt[place]
  }

  /** Literals that lead to it in texts at a place. */
  literalsAt(place: Place): readonly number[] {
    return this.triggersAt(place).flatMap((test) => test.literals)
  }
}
