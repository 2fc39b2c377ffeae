import type { Look, Program, Step } from './program.ts'
import { type Edge, wordBytes } from './syntax.ts'

/** Whether an edge is at a place. */
export function isAt(edge: Edge, bytes: Uint8Array, at: number, length: number): boolean {
  if (edge === 'start') return at === 0
  if (edge === 'end') return at === length
  const before = at > 0 ? wordBytes[bytes[at - 1]!]! : 0
  const behind = at < length ? wordBytes[bytes[at]!]! : 0
  return (before !== behind) === (edge === 'word')
}

/** 1 for each place where a look holds, worked out for all of them in one walk over the text. */
export function placesOf(look: Look, bytes: Uint8Array, length: number): Uint8Array {
  const walk = new Walk(look.program, bytes, length)
  return look.isBehind ? walk.endings() : walk.beginnings()
}

/** All steps of a program at once, place by place. */
class Walk {
  readonly #steps: readonly Step[]
  readonly #bytes: Uint8Array
  readonly #length: number
  /** Looks inside of this one. */
  readonly #looks: readonly Uint8Array[]

  constructor({ steps, looks }: Program, bytes: Uint8Array, length: number) {
    this.#steps = steps
    this.#bytes = bytes
    this.#length = length
    this.#looks = looks.map((look) => placesOf(look, bytes, length))
  }

  /** Places where a match begins, from the last to the first. */
  beginnings(): Uint8Array {
    const places = new Uint8Array(this.#length + 1)
    let ahead = new Uint8Array(this.#steps.length)
    for (let at = this.#length; at >= 0; at--) {
      const here = new Uint8Array(this.#steps.length)
      while (this.#spread(at, here, ahead));
      places[at] = here[this.#steps.length - 1]!
      ahead = here
    }
    return places
  }

  /** Marks steps that lead to the end of a match. @returns whether there were new ones */
  #spread(at: number, here: Uint8Array, ahead: Uint8Array): boolean {
    let isNew = false
    this.#steps.forEach((step, number) => {
      if (here[number] === 1 || !this.#leads(step, at, step.is === 'set' ? ahead : here)) return
      here[number] = 1
      isNew = true
    })
    return isNew
  }

  #leads(step: Step, at: number, marked: Uint8Array): boolean {
    if (step.is === 'done') return true
    if (step.is === 'split') return step.next.some((next) => marked[next] === 1)
    return marked[step.next] === 1 && this.#passes(step, at)
  }

  /** Places where a match ends, wherever it began. */
  endings(): Uint8Array {
    const places = new Uint8Array(this.#length + 1)
    let arrived: readonly number[] = []
    for (let at = 0; at <= this.#length; at++) {
      const next: number[] = []
      if (this.#arrive(at, arrived, next)) places[at] = 1
      arrived = next
    }
    return places
  }

  /** Follows all steps at a place. @returns whether a match ends there */
  #arrive(at: number, arrived: readonly number[], next: number[]): boolean {
    const seen = new Uint8Array(this.#steps.length)
    const waiting = [...arrived, this.#steps.length - 1]
    let isEnd = false
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      if (seen[number] === 1) continue
      seen[number] = 1
      const step = this.#steps[number]!
      if (step.is === 'done') isEnd = true
      else if (step.is === 'split') waiting.push(...step.next)
      else if (this.#passes(step, at)) (step.is === 'set' ? next : waiting).push(step.next)
    }
    return isEnd
  }

  /** Whether a step may be taken at a place. */
  #passes(step: Exclude<Step, { is: 'done' | 'split' }>, at: number): boolean {
    if (step.is === 'set') return at < this.#length && step.bytes[this.#bytes[at]!] === 1
    if (step.is === 'edge') return isAt(step.edge, this.#bytes, at, this.#length)
    return step.is === 'save' || (this.#looks[step.look]![at] === 1) !== step.isNegated
  }
}
