import { RE2JS } from 're2js'
import { Machine } from './machine.ts'
import { createProgram } from './program.ts'
import { requiredLiterals } from './required.ts'
import { readSyntax } from './syntax.ts'
import { Tracer } from './tracer.ts'

/** Where a pattern matched: `[start, end)`. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** A text and its bytes: one character a byte. */
export interface Bytes {
  readonly bytes: Uint8Array
  readonly length: number
  readonly text: string
}

/** Looks at finding a place when nobody says how many. */
const usualLooks = 1 << 20

/** A regular expression in RE2 syntax that runs in time linear in the text, compiled when first needed. */
export class Pattern {
  readonly source: string
  /** Every match holds a literal of each, A-Z equal to a-z, the most telling first; empty when nothing can be said. */
  readonly clauses: readonly (readonly string[])[]
  /** True when it matters where the text begins or ends. */
  readonly anchored: boolean
  /** Looks that `find` took last. */
  looks = 0
  readonly #cased: boolean
  #full: RE2JS | undefined
  /** Answers whether and where the first match ends, much faster; null when it cannot be had. */
  #machine: Machine | null | undefined
  #tracer: Tracer | undefined

  /** @throws RE2JSSyntaxException at first use when `source` is not RE2 syntax */
  constructor(source: string, cased: boolean) {
    const required = requiredLiterals(source)
    this.source = source
    this.clauses = required.clauses
    this.anchored = required.anchored
    this.#cased = cased
  }

  /** Whether it matches anywhere in the text that `[from, to)` of another is. */
  test(within: Bytes, from: number = 0, to: number = within.length): boolean {
    if (this.#machine === undefined) this.#begin()
    if (this.#machine) return this.#machine.end(within.bytes, from, to) >= 0
    return this.#engine().test(within.text.slice(from, to))
  }

  /** Whether it matches anywhere in a text, at the price of reading it as bytes first. */
  matches(text: string): boolean {
    return this.test({ bytes: Buffer.from(text, 'latin1'), length: text.length, text })
  }

  /**
   * Where it matches first: exactly when that takes no more looks (steps of the pattern times places),
   * else where a match ends and about where it begins.
   */
  find(within: Bytes, mostLooks: number = usualLooks): Stretch | undefined {
    if (this.#machine === undefined) this.#begin()
    this.looks = 0
    if (!this.#machine) {
      const matcher = this.#engine().matcher(within.text)
      return matcher.find() ? { start: matcher.start(), end: matcher.end() } : undefined
    }
    const end = this.#machine.end(within.bytes, 0, within.length)
    if (end < 0) return undefined
    const exact = this.#tracer!.find(within.bytes, within.length, mostLooks)
    this.looks = this.#tracer!.looks
    return exact ?? { start: roughStart(this.#machine, within.bytes, end), end }
  }

  #begin(): void {
    const syntax = readSyntax(this.source, !this.#cased)
    const program = syntax && createProgram(syntax)
    this.#machine = program ? new Machine(program) : null
    this.#tracer = program && new Tracer(program)
  }

  #engine(): RE2JS {
    return (this.#full ??= RE2JS.compile(this.source, this.#cased ? 0 : RE2JS.CASE_INSENSITIVE))
  }
}

/** Bytes before the end of a match among which its beginning is looked for. */
const lookedBack = 256

/** About the last place from which on there is a match that ends at `end`. */
function roughStart(machine: Machine, bytes: Uint8Array, end: number): number {
  let start = Math.max(0, end - lookedBack)
  for (let beyond = end; beyond - start > 1;) {
    const middle = (start + beyond) >> 1
    if (machine.end(bytes, middle, end) >= 0) start = middle
    else beyond = middle
  }
  return start
}
