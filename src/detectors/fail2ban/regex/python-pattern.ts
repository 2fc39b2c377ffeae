import { Pattern } from '../../../text/search/pattern.ts'
import { Matcher } from './matcher.ts'
import { createProgram } from './program.ts'
import { isAnchored, PatternError, readPattern } from './syntax.ts'

/** What a match holds: its groups by name, empty ones left out. */
export type Groups = ReadonlyMap<string, string>

/** A text and its bytes, one character a byte. */
export interface Text {
  readonly bytes: Uint8Array
  readonly length: number
  readonly text: string
}

/** Letters beyond ASCII, and a vertical tab: words and blanks to Python, but not to the quick test. */
const odd = /[\x0b\x80-\xff]/

/** A regular expression of Python that runs in time linear in the text. */
export class PythonPattern {
  readonly source: string
  /** Every match holds a literal of each, A-Z equal to a-z. */
  readonly clauses: readonly (readonly string[])[]
  readonly names: readonly string[]
  /** Says no quickly. */
  readonly #quick: Pattern
  /** Whether it is worth asking, and can be had, which is found out when it is first needed. */
  #isQuick: boolean
  readonly #matcher: Matcher

  /** @throws PatternError for what is no pattern, or none that runs in linear time */
  constructor(source: string) {
    const { syntax, names } = readPattern(source)
    const program = createProgram(syntax)
    if (!program) throw new PatternError(0, 'a pattern that is too large', true)
    this.source = source
    this.names = names
    this.#quick = quickly(source)
    this.clauses = this.#quick.clauses
    const anchored = isAnchored(syntax)
    this.#matcher = new Matcher(program, names.length, anchored)
    // where it can begin at one place only, it fails soon enough
    this.#isQuick = !anchored
  }

  /** The first match; of groups with one name, the last that took part. */
  find(text: Text): Groups | undefined {
    const spans = this.spans(text)
    if (spans === undefined) return undefined
    const groups = new Map<string, string>()
    this.names.forEach((name, number) => {
      const from = spans[number * 2]!
      const to = spans[number * 2 + 1]!
      if (name !== '' && from >= 0 && to >= from) groups.set(name, text.text.slice(from, to))
    })
    return groups
  }

  /** Where the groups of the first match begin and end. */
  spans(text: Text): Int32Array | undefined {
    if (this.#isQuick && this.#fails(text)) return undefined
    return this.#matcher.find(text.bytes, text.length)
  }

  /** What RE2 does not read is left to our own. */
  #fails(text: Text): boolean {
    try {
      return !this.#quick.test(text) && !odd.test(text.text)
    } catch {
      this.#isQuick = false
      return false
    }
  }
}

/** RE2's pattern for one that matches at least as much: it does not look around, and does not look back. */
function quickly(source: string): Pattern {
  const plain = relaxed(source)
    .replace(/\(\?P<\w+>/g, '(')
    .replace(/\(\?P=\w+\)/g, '.*')
    .replace(/\\Z/g, '\\z')
    .replace(/\{,(\d)/g, '{0,$1')
  return new Pattern(plain, true)
}

/** The source with what looks around left out. */
function relaxed(source: string): string {
  let out = ''
  for (let at = 0; at < source.length;) {
    const length = /^\(\?<?[=!]/.test(source.slice(at, at + 4)) ? lengthOfGroup(source, at) : 0
    if (length > 0) out += '(?:)'
    else out += source.slice(at, at + lengthOfPiece(source, at))
    at += length || lengthOfPiece(source, at)
  }
  return out
}

function lengthOfGroup(source: string, from: number): number {
  let depth = 0
  for (let at = from; at < source.length; at += lengthOfPiece(source, at)) {
    if (source[at] === '(') depth++
    if (source[at] === ')' && --depth === 0) return at + 1 - from
  }
  return 0
}

/** An escape, a class, or one character. */
function lengthOfPiece(source: string, at: number): number {
  if (source[at] === '\\') return 2
  if (source[at] !== '[') return 1
  return /^\[\^?\]?(?:\\[^]|[^\]\\])*\]/.exec(source.slice(at))?.[0].length ?? 1
}
