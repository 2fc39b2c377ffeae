/** A Python regular expression over bytes, read. */
export type Syntax =
  /** One byte of a set: 1 for each byte that is in it. */
  | { readonly is: 'set'; readonly bytes: Uint8Array }
  | { readonly is: 'sequence' | 'either'; readonly of: readonly Syntax[] }
  /** `most` is -1 when there is no limit; a lazy one takes as little as it can. */
  | {
      readonly is: 'repeat'
      readonly of: Syntax
      readonly least: number
      readonly most: number
      readonly isLazy: boolean
    }
  | { readonly is: 'edge'; readonly edge: Edge }
  /** What it matched is kept under its number, from 0. */
  | { readonly is: 'group'; readonly of: Syntax; readonly number: number }
  /** What stands ahead, or behind, without taking it. */
  | {
      readonly is: 'look'
      readonly of: Syntax
      readonly isBehind: boolean
      readonly isNegated: boolean
    }

export type Edge = 'start' | 'end' | 'word' | 'inside'

/** Why a pattern is not read, and where. `isKnown`: it is right in Python, but cannot run in linear time. */
export class PatternError extends Error {
  readonly at: number
  readonly isKnown: boolean

  constructor(at: number, message: string, isKnown: boolean) {
    super(message)
    this.at = at
    this.isKnown = isKnown
  }
}

/** A pattern with the names of its groups, by their numbers; several may share one. */
export interface ReadPattern {
  readonly syntax: Syntax
  readonly names: readonly string[]
}

/** Python's own limit is higher; a program of more steps is not run. */
const mostRepeats = 1000
const deepest = 100
/** Members of a class that a backreference is spelled out for. */
const mostSpelled = 12

const setOf = (isIn: (byte: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => (isIn(byte) ? 1 : 0))
const classes: Readonly<Record<string, Uint8Array>> = {
  d: setOf((byte) => byte >= 48 && byte <= 57),
  // Python reads text: letters beyond ASCII are bytes from 0x80 here
  w: setOf((byte) => byte >= 128 || /\w/.test(String.fromCharCode(byte))),
  s: setOf((byte) => byte === 32 || (byte >= 9 && byte <= 13)),
}
const controls: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  f: 12,
  v: 11,
  a: 7,
  '0': 0,
}
const edges: Readonly<Record<string, Edge>> = { A: 'start', Z: 'end', b: 'word', B: 'inside' }
const signs: Readonly<Record<string, { readonly least: number; readonly most: number }>> = {
  '*': { least: 0, most: -1 },
  '+': { least: 1, most: -1 },
  '?': { least: 0, most: 1 },
}

/** By byte, the set of it alone: sets are never changed. */
const singles: readonly Uint8Array[] = Array.from({ length: 256 }, (_, code) =>
  setOf((byte) => byte === code),
)
const anything = setOf(() => true)
const inLine = setOf((byte) => byte !== 10)

/** Bytes that are words to `\b`. */
export const wordBytes: Uint8Array = classes['w']!

/** @throws PatternError for what is no pattern, or none that runs in linear time */
export function readPattern(source: string): ReadPattern {
  const reader = new PatternReader(source)
  const syntax = reader.alternatives()
  if (reader.at < source.length) reader.refuse("a ')' without its '('")
  return { syntax, names: reader.names }
}

/** Whether a match can begin only where the text does. */
export function isAnchored(syntax: Syntax): boolean {
  if (syntax.is === 'edge') return syntax.edge === 'start'
  if (syntax.is === 'group') return isAnchored(syntax.of)
  if (syntax.is === 'either') return syntax.of.every(isAnchored)
  return syntax.is === 'sequence' && syntax.of.length > 0 && isAnchored(syntax.of[0]!)
}

class PatternReader {
  at = 0
  readonly names: string[] = []
  readonly #source: string
  /** What groups with a name hold, for those that refer to them. */
  readonly #named = new Map<string, Syntax>()
  readonly #fixed = new Map<string, Syntax>()
  #isFolded = false
  #dot = inLine
  #isVerbose = false
  #depth = 0

  constructor(source: string) {
    this.#source = source
  }

  refuse(message: string, isKnown = false): never {
    throw new PatternError(this.at, message, isKnown)
  }

  alternatives(): Syntax {
    if (++this.#depth > deepest) this.refuse('nested too deeply')
    const of = [this.#sequence()]
    while (this.#source[this.at] === '|') {
      this.at++
      of.push(this.#sequence())
    }
    this.#depth--
    return of.length === 1 ? of[0]! : { is: 'either', of }
  }

  #sequence(): Syntax {
    const of: Syntax[] = []
    for (;;) {
      this.#skip()
      const char = this.#source[this.at]
      if (char === undefined || char === '|' || char === ')') break
      const from = this.at
      const one = this.#quantified(this.#single())
      const repeated = this.#spelled(of, one, from)
      if (repeated) return repeated
      of.push(one)
    }
    return of.length === 1 ? of[0]! : { is: 'sequence', of }
  }

  /**
   * A group of one byte that is referred to later is spelled out: for `([-/])x\1`, `-x-|/x/`.
   * @returns the whole rest of the sequence, read once for each byte
   */
  #spelled(before: readonly Syntax[], one: Syntax, from: number): Syntax | undefined {
    const name = one.is === 'group' ? this.names[one.number]! : ''
    if (one.is !== 'group' || name === '' || this.#fixed.has(name)) return undefined
    if (!this.#source.includes(`(?P=${name})`, from) || one.of.is !== 'set') return undefined
    const bytes = [...one.of.bytes.keys()].filter(
      (byte) => (one.of as { bytes: Uint8Array }).bytes[byte],
    )
    if (bytes.length > mostSpelled) return undefined
    const rest = this.at
    const of = bytes.map((byte): Syntax => {
      this.at = rest
      const single: Syntax = { is: 'set', bytes: singles[byte]! }
      this.#fixed.set(name, single)
      const tail = this.#sequence()
      return { is: 'sequence', of: [...before, { ...one, of: single }, tail] }
    })
    this.#fixed.delete(name)
    return { is: 'either', of }
  }

  /** In verbose patterns, blanks and comments say nothing. */
  #skip(): void {
    if (!this.#isVerbose) return
    const found = /^(?:\s|#[^\n]*)*/.exec(this.#source.slice(this.at, this.at + 4096))
    this.at += found![0].length
  }

  #quantified(of: Syntax): Syntax {
    const sign = /^(?:[*+?]|\{(\d*)(,(\d*))?\})/.exec(this.#source.slice(this.at, this.at + 14))
    if (!sign || sign[0] === '{}' || sign[0] === '{,}') return of
    this.at += sign[0].length
    const next = this.#source[this.at]
    if (next === '+') this.refuse('a possessive repetition', true)
    const isLazy = next === '?'
    if (isLazy) this.at++
    const [text, count, comma, limit] = sign
    const known = signs[text]
    if (known) return { is: 'repeat', of, ...known, isLazy }
    const least = Number(count || 0)
    const most = comma === undefined ? least : limit ? Number(limit) : -1
    if (Math.max(least, most) > mostRepeats) this.refuse('repeated too often', true)
    return { is: 'repeat', of, least, most, isLazy }
  }

  #single(): Syntax {
    const char = this.#source[this.at++]!
    if (char === '(') return this.#group()
    if (char === '[') return { is: 'set', bytes: this.#class() }
    if (char === '.') return { is: 'set', bytes: this.#dot }
    if (char === '^') return { is: 'edge', edge: 'start' }
    if (char === '$') return { is: 'edge', edge: 'end' }
    if ('*+?'.includes(char)) {
      this.at--
      this.refuse(`'${char}' repeats nothing`)
    }
    if (char !== '\\') return this.#byte(char.charCodeAt(0))
    const edge = edges[this.#source[this.at] ?? '']
    if (edge) {
      this.at++
      return { is: 'edge', edge }
    }
    if (/[1-9]/.test(this.#source[this.at] ?? '')) this.refuse('a backreference', true)
    return { is: 'set', bytes: this.#fold(this.#escape()) }
  }

  #group(): Syntax {
    if (this.#source[this.at] !== '?') return this.#captured('')
    const rest = this.#source.slice(this.at, this.at + 80)
    const named = /^\?P<(\w+)>/.exec(rest)
    if (named) {
      this.at += named[0].length
      return this.#captured(named[1]!)
    }
    const look = /^\?(<?)([=!])/.exec(rest)
    if (look) {
      this.at += look[0].length
      const of = this.#closed()
      return { is: 'look', of, isBehind: look[1] === '<', isNegated: look[2] === '!' }
    }
    const back = /^\?P=(\w+)\)/.exec(rest)
    if (back) return this.#backReference(back[1]!, back[0].length)
    const comment = /^\?#[^)]*\)/.exec(this.#source.slice(this.at, this.at + 2000))
    if (comment) {
      this.at += comment[0].length
      return { is: 'sequence', of: [] }
    }
    if (rest.startsWith('?(')) this.refuse('a condition on another group', true)
    if (rest.startsWith('?>')) this.refuse('an atomic group', true)
    return this.#flagged(rest)
  }

  #captured(name: string): Syntax {
    const number = this.names.push(name) - 1
    const of = this.#closed()
    if (name !== '') this.#named.set(name, of)
    return { is: 'group', of, number }
  }

  #backReference(name: string, length: number): Syntax {
    const of = this.#fixed.get(name)
    if (!of && !this.#named.has(name)) this.refuse(`no group is called '${name}'`)
    if (!of) this.refuse(`a backreference to '${name}'`, true)
    this.at += length
    return of
  }

  #flagged(rest: string): Syntax {
    const flags = /^\?([aiLmsux]*)(?:-([imsx]+))?(:|\))/.exec(rest)
    if (!flags) this.refuse('an unknown kind of group')
    this.at += flags[0].length
    const before = [this.#isFolded, this.#dot, this.#isVerbose] as const
    const [, on = '', off = '', end] = flags
    if (on.includes('i')) this.#isFolded = true
    if (on.includes('s')) this.#dot = anything
    if (on.includes('x')) this.#isVerbose = true
    if (off.includes('i')) this.#isFolded = false
    if (off.includes('s')) this.#dot = inLine
    if (end === ')') return { is: 'sequence', of: [] }
    const of = this.#closed()
    ;[this.#isFolded, this.#dot, this.#isVerbose] = before
    return of
  }

  /** What stands before the bracket that closes a group. */
  #closed(): Syntax {
    const before = this.#isFolded
    const of = this.alternatives()
    if (this.#source[this.at] !== ')') this.refuse("a '(' without its ')'")
    this.at++
    this.#isFolded = before
    return of
  }

  #byte(code: number): Syntax {
    if (code > 255) this.refuse('a character that is more than a byte')
    return { is: 'set', bytes: this.#fold(singles[code]!) }
  }

  /** Both cases of each letter, when case does not matter. */
  #fold(set: Uint8Array): Uint8Array {
    if (!this.#isFolded) return set
    const folded = set.slice()
    for (let byte = 65; byte <= 90; byte++)
      folded[byte] = folded[byte | 32] = set[byte]! | set[byte | 32]!
    return folded
  }

  /** What stands behind a backslash, as a set. */
  #escape(): Uint8Array {
    const char = this.#source[this.at++]
    if (char === undefined) this.refuse('a backslash at the end')
    const known = classes[char.toLowerCase()]
    if (known) return char === char.toLowerCase() ? known : known.map((isIn) => 1 - isIn)
    const hex = /^[0-9a-fA-F]{2}/.exec(this.#source.slice(this.at, this.at + 2))
    if (char === 'x' && hex) {
      this.at += 2
      return singles[Number.parseInt(hex[0], 16)]!
    }
    const code = controls[char] ?? char.charCodeAt(0)
    if (controls[char] === undefined && /[A-Za-z0-9]/.test(char))
      this.refuse(`'\\${char}' means nothing`)
    return singles[code]!
  }

  #class(): Uint8Array {
    const set = new Uint8Array(256)
    const isNegated = this.#source[this.at] === '^'
    if (isNegated) this.at++
    const from = this.at
    while (this.at === from || this.#source[this.at] !== ']') {
      if (this.at >= this.#source.length) this.refuse("a '[' without its ']'")
      const first = this.#member()
      const isRange = this.#source[this.at] === '-' && this.#source[this.at + 1] !== ']'
      if (isRange) this.at++
      const last = isRange ? this.#member() : first
      if (!isRange) first.forEach((isIn, byte) => (set[byte]! |= isIn))
      else if (first.indexOf(1) > last.indexOf(1)) this.refuse('a range that goes backwards')
      else for (let byte = first.indexOf(1); byte <= last.indexOf(1); byte++) set[byte] = 1
    }
    this.at++
    const folded = this.#fold(set)
    return isNegated ? folded.map((isIn) => 1 - isIn) : folded
  }

  #member(): Uint8Array {
    const char = this.#source[this.at++]!
    if (char !== '\\') return singles[char.charCodeAt(0) & 0xff]!
    if (this.#source[this.at] !== 'b') return this.#escape()
    this.at++
    return singles[8]!
  }
}
