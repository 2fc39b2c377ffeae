import { isAt, placesOf } from './around.ts'
import type { Program, Step } from './program.ts'

/** Steps times places that are looked at for one text; longer texts are not judged. */
const mostLooks = 1 << 25

/**
 * Runs a program as Python would, preferring the same matches, in time linear in the text: it comes to
 * each step at each place once (RE2's bit-state search), and what stands around places is worked out
 * beforehand for all of them.
 */
export class Matcher {
  readonly #program: Program
  readonly #slots: number
  /** It can begin only where the text does. */
  readonly #isAnchored: boolean
  #seen = new Uint8Array(0)
  /** What was seen, to forget it: most searches end soon. */
  readonly #visited: number[] = []
  #bytes: Uint8Array = new Uint8Array(0)
  #length = 0
  /** By look: 1 for each place where it holds, once it is asked for. */
  readonly #looks: (Uint8Array | undefined)[]

  constructor(program: Program, groups: number, isAnchored: boolean) {
    this.#program = program
    this.#slots = groups * 2
    this.#isAnchored = isAnchored
    this.#looks = program.looks.map(() => undefined)
  }

  /** Where the first match and its groups begin and end; -1 for groups that took no part. */
  find(bytes: Uint8Array, length: number): Int32Array | undefined {
    const { steps } = this.#program
    const size = (length + 1) * steps.length
    if (size > mostLooks) return undefined
    if (this.#seen.length < size) this.#seen = new Uint8Array(size)
    this.#bytes = bytes
    this.#length = length
    this.#looks.fill(undefined)
    const found = new Int32Array(this.#slots)
    const last = this.#isAnchored ? 0 : length
    let isFound = false
    for (let start = 0; start <= last && !isFound; start++) {
      found.fill(-1)
      isFound = this.#run(start, found)
    }
    for (const look of this.#visited) this.#seen[look] = 0
    this.#visited.length = 0
    return isFound ? found : undefined
  }

  /** Whether a match begins at a place. Entries of the stack: step, place; or -1 - slot, what it held. */
  #run(start: number, found: Int32Array): boolean {
    const { steps } = this.#program
    const width = steps.length
    const waiting = [width - 1, start]
    while (waiting.length > 0) {
      const at = waiting.pop()!
      const number = waiting.pop()!
      if (number < 0) {
        found[-1 - number] = at
        continue
      }
      const look = at * width + number
      if (this.#seen[look] === 1) continue
      this.#seen[look] = 1
      this.#visited.push(look)
      const step = steps[number]!
      if (step.is === 'done') return true
      if (step.is === 'save') {
        waiting.push(-1 - step.slot, found[step.slot]!, step.next, at)
        found[step.slot] = at
      } else this.#follow(step, at, waiting)
    }
    return false
  }

  #follow(step: Step, at: number, waiting: number[]): void {
    if (step.is === 'split') {
      for (let i = step.next.length - 1; i >= 0; i--) waiting.push(step.next[i]!, at)
    } else if (step.is === 'set') {
      if (at < this.#length && step.bytes[this.#bytes[at]!] === 1) waiting.push(step.next, at + 1)
    } else if (step.is === 'edge') {
      if (isAt(step.edge, this.#bytes, at, this.#length)) waiting.push(step.next, at)
    } else if (step.is === 'look') {
      if (this.#looksLike(step.look, at) !== step.isNegated) waiting.push(step.next, at)
    }
  }

  #looksLike(number: number, at: number): boolean {
    const places = (this.#looks[number] ??= placesOf(
      this.#program.looks[number]!,
      this.#bytes,
      this.#length,
    ))
    return places[at] === 1
  }
}
