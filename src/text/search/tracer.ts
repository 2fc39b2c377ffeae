import type { Step } from './program.ts'
import type { Stretch } from './pattern.ts'
import { wordBytes } from './syntax.ts'

/** Places times steps that are looked at; for more, another engine is asked. */
const mostLooks = 1 << 20

/**
 * Finds where a program matches first, preferring as Perl does: walks back and forth, but comes to each
 * step at each place only once (RE2's bit-state search).
 */
export class Tracer {
  readonly #program: readonly Step[]
  #seen = new Uint8Array(0)
  /** Steps and places to come back to, in turns. */
  readonly #waiting: number[] = []

  constructor(program: readonly Step[]) {
    this.#program = program
  }

  /** Whether a text of so many bytes can be looked at. */
  takes(length: number): boolean {
    return (length + 1) * this.#program.length <= mostLooks
  }

  find(bytes: Uint8Array, length: number): Stretch | undefined {
    const size = (length + 1) * this.#program.length
    if (this.#seen.length < size) this.#seen = new Uint8Array(size)
    else this.#seen.fill(0, 0, size)
    for (let start = 0; start <= length; start++) {
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
    while (waiting.length > 0) {
      const at = waiting.pop()!
      const number = waiting.pop()!
      const look = at * width + number
      if (this.#seen[look] === 1) continue
      this.#seen[look] = 1
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
