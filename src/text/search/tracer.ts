import { firstsOf, type Step } from './program.ts'
import type { Stretch } from './pattern.ts'
import { wordBytes } from './syntax.ts'

/** Places times steps of the largest search. */
const mostPairs = 1 << 20

/** Which steps a search has come to at which places: those with its number. All searches share the room. */
let seen = new Uint8Array(1 << 12)
let search = 0

/** Room for so many pairs, in which no pair has the number of the search that begins. */
function begin(pairs: number): void {
  search++
  if (seen.length >= pairs && search < 256) return
  if (seen.length < pairs) seen = new Uint8Array(2 ** Math.ceil(Math.log2(pairs)))
  else seen.fill(0)
  search = 1
}

/**
 * Finds where a program matches first, preferring as Perl does: walks back and forth, but comes to each
 * step at each place only once (RE2's bit-state search).
 */
export class Tracer {
  readonly #program: readonly Step[]
  /** By byte: 1 when a match may begin with it; undefined when one may be empty. */
  readonly #firsts: Uint8Array | undefined
  /** Steps and places to come back to, in turns. */
  readonly #waiting: number[] = []
  /** Looks that the last search took, and how many it may take. */
  looks = 0
  #mostLooks = 0

  constructor(program: readonly Step[]) {
    this.#program = program
    this.#firsts = firstsOf(program)
  }

  /**
   * The first match; undefined when there is none, or when it is not found in so many looks at a step.
   */
  find(bytes: Uint8Array, length: number, mostLooks: number): Stretch | undefined {
    this.looks = 0
    const pairs = (length + 1) * this.#program.length
    if (pairs > mostPairs) return undefined
    begin(pairs)
    this.#mostLooks = mostLooks
    const firsts = this.#firsts
    for (let start = 0; start <= length && this.looks < mostLooks; start++) {
      if (firsts && (start === length || firsts[bytes[start]!] === 0)) continue
      const end = this.#run(bytes, length, start)
      if (end >= 0) return { start, end }
    }
    return undefined
  }

  /** End of the match that begins at `start`; -1 when none does. */
  #run(bytes: Uint8Array, length: number, start: number): number {
    const program = this.#program
    const width = program.length
    const waiting = this.#waiting
    waiting.length = 0
    waiting.push(width - 1, start)
    while (waiting.length > 0 && this.looks++ < this.#mostLooks) {
      const at = waiting.pop()!
      const number = waiting.pop()!
      const look = at * width + number
      if (seen[look] === search) continue
      seen[look] = search
      const step = program[number]!
      if (step.is === 'done') return at
      if (step.is === 'split')
        for (let i = step.next.length - 1; i >= 0; i--) waiting.push(step.next[i]!, at)
      else if (step.is === 'set') {
        if (at < length && step.bytes[bytes[at]!] === 1) waiting.push(step.next, at + 1)
      } else if (isAt(step.edge, bytes, at, length)) waiting.push(step.next, at)
    }
    return -1
  }
}

function isAt(edge: string, bytes: Uint8Array, at: number, length: number): boolean {
  if (edge === 'start') return at === 0
  if (edge === 'end') return at === length
  const before = at > 0 ? wordBytes[bytes[at - 1]!]! : 0
  const behind = at < length ? wordBytes[bytes[at]!]! : 0
  return (before !== behind) === (edge === 'word')
}
