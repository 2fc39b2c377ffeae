import { RE2JS } from 're2js'
import { requiredLiterals } from './required.ts'

/** Where a pattern matched: `[start, end)`. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** A regular expression in RE2 syntax that runs in time linear in the text, compiled when first needed. */
export class Pattern {
  readonly source: string
  /** Every match holds one of these, A-Z equal to a-z; empty when nothing can be said. */
  readonly literals: readonly string[]
  /** True when it matters where the text begins or ends. */
  readonly anchored: boolean
  readonly #flags: number
  #compiled: RE2JS | undefined

  /** @throws RE2JSSyntaxException at first use when `source` is not RE2 syntax */
  constructor(source: string, cased: boolean) {
    const required = requiredLiterals(source)
    this.source = source
    this.literals = required.literals
    this.anchored = required.anchored
    this.#flags = cased ? 0 : RE2JS.CASE_INSENSITIVE
  }

  test(text: string): boolean {
    return this.#ready().test(text)
  }

  find(text: string): Stretch | undefined {
    const matcher = this.#ready().matcher(text)
    return matcher.find() ? { start: matcher.start(), end: matcher.end() } : undefined
  }

  #ready(): RE2JS {
    return (this.#compiled ??= RE2JS.compile(this.source, this.#flags))
  }
}
