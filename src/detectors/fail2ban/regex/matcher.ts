import type { Look, Program, Step } from './program.ts'
import { type Edge, wordBytes } from './syntax.ts'

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

function isAt(edge: Edge, bytes: Uint8Array, at: number, length: number): boolean {
  if (edge === 'start') return at === 0
  if (edge === 'end') return at === length
  const before = at > 0 ? wordBytes[bytes[at - 1]!]! : 0
  const behind = at < length ? wordBytes[bytes[at]!]! : 0
  return (before !== behind) === (edge === 'word')
}

/** Whether a step that takes no byte may be passed at a place. */
function passes(
  step: Step,
  at: number,
  text: { bytes: Uint8Array; length: number; looks: readonly Uint8Array[] },
): boolean {
  if (step.is === 'edge') return isAt(step.edge, text.bytes, at, text.length)
  if (step.is === 'look') return (text.looks[step.look]![at] === 1) !== step.isNegated
  return true
}

function placesOf({ program, isBehind }: Look, bytes: Uint8Array, length: number): Uint8Array {
  return (isBehind ? endings : beginnings)(program, bytes, length)
}

function nested({ looks }: Program, bytes: Uint8Array, length: number): readonly Uint8Array[] {
  return looks.map((look) => placesOf(look, bytes, length))
}

/** Places where a match of the program begins: worked out from the end, all steps at once. */
function beginnings(program: Program, bytes: Uint8Array, length: number): Uint8Array {
  const { steps } = program
  const text = { bytes, length, looks: nested(program, bytes, length) }
  const places = new Uint8Array(length + 1)
  let ahead = new Uint8Array(steps.length)
  for (let at = length; at >= 0; at--) {
    const here = new Uint8Array(steps.length)
    let isNew = true
    while (isNew) {
      isNew = false
      steps.forEach((step, number) => {
        if (here[number] === 1 || !leads(step, here, ahead, at, text)) return
        here[number] = 1
        isNew = true
      })
    }
    places[at] = here[steps.length - 1]!
    ahead = here
  }
  return places
}

function leads(
  step: Step,
  here: Uint8Array,
  ahead: Uint8Array,
  at: number,
  text: { bytes: Uint8Array; length: number; looks: readonly Uint8Array[] },
): boolean {
  if (step.is === 'done') return true
  if (step.is === 'split') return step.next.some((next) => here[next] === 1)
  if (step.is === 'set')
    return at < text.length && step.bytes[text.bytes[at]!] === 1 && ahead[step.next] === 1
  return here[step.next] === 1 && passes(step, at, text)
}

/** Places where a match of the program ends, wherever it began. */
function endings(program: Program, bytes: Uint8Array, length: number): Uint8Array {
  const { steps } = program
  const text = { bytes, length, looks: nested(program, bytes, length) }
  const places = new Uint8Array(length + 1)
  let arrived: number[] = []
  for (let at = 0; at <= length; at++) {
    const seen = new Uint8Array(steps.length)
    const next: number[] = []
    const waiting = [...arrived, steps.length - 1]
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      if (seen[number] === 1) continue
      seen[number] = 1
      const step = steps[number]!
      if (step.is === 'done') places[at] = 1
      else if (step.is === 'split') waiting.push(...step.next)
      else if (step.is !== 'set') {
        if (passes(step, at, text)) waiting.push(step.next)
      } else if (at < length && step.bytes[bytes[at]!] === 1) next.push(step.next)
    }
    arrived = next
  }
  return places
}
