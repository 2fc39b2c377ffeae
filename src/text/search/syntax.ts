/** A regular expression over bytes, read. */
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

/** A condition on the bytes around a place. */
export type Edge = 'start' | 'end' | 'word' | 'inside'

/** What is not read here: Unicode classes, multi-line mode, and whatever else RE2 may know. */
class NotRead extends Error {}

/** RE2's own limit of a repetition count. */
const mostRepeats = 1000

/** Reads RE2 syntax; undefined for what is not read here, which another engine has to run. */
export function readSyntax(pattern: string, isFolded: boolean): Syntax | undefined {
  const reader = new SyntaxReader(pattern, isFolded)
  try {
    const syntax = reader.alternatives()
    return reader.at === pattern.length ? syntax : undefined
  } catch (error) {
    if (error instanceof NotRead) return undefined
    throw error
  }
}

function setOf(isIn: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (isIn(byte) ? 1 : 0))
}

/** @throws NotRead for characters that are no bytes */
function single(code: number): Uint8Array {
  if (code > 255) throw new NotRead()
  const set = new Uint8Array(256)
  set[code] = 1
  return set
}

const any = setOf(() => true)
const line = setOf((byte) => byte !== 10)
const digits = setOf((byte) => byte >= 48 && byte <= 57)
const words = setOf((byte) => /\w/.test(String.fromCharCode(byte)))
const spaces = setOf(
  (byte) => byte === 32 || byte === 9 || byte === 10 || byte === 12 || byte === 13,
)
const classes: Readonly<Record<string, Uint8Array>> = { d: digits, w: words, s: spaces }
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7 }
const named: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  ascii: /[\x00-\x7f]/,
  blank: /[\t ]/,
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t\n\v\f\r ]/,
  upper: /[A-Z]/,
  word: /\w/,
  xdigit: /[0-9A-Fa-f]/,
}

/** Bytes that are words to `\b`. */
export const wordBytes: Uint8Array = words

const edges: Readonly<Record<string, Edge>> = { A: 'start', z: 'end', b: 'word', B: 'inside' }

class SyntaxReader {
  at = 0
  readonly #pattern: string
  #isFolded: boolean
  #dot = line

  constructor(pattern: string, isFolded: boolean) {
    this.#pattern = pattern
    this.#isFolded = isFolded
  }

  alternatives(): Syntax {
    const of = [this.#sequence()]
    while (this.#pattern[this.at] === '|') {
      this.at++
      of.push(this.#sequence())
    }
    return of.length === 1 ? of[0]! : { is: 'either', of }
  }

  #sequence(): Syntax {
    const of: Syntax[] = []
    while (this.at < this.#pattern.length && !'|)'.includes(this.#pattern[this.at]!))
      of.push(this.#quantified(this.#single()))
    return of.length === 1 ? of[0]! : { is: 'sequence', of }
  }

  #quantified(of: Syntax): Syntax {
    const sign = /^(?:[*+?]|\{(\d+)(,(\d*))?\})/.exec(this.#pattern.slice(this.at, this.at + 12))
    if (!sign) return of
    this.at += sign[0].length
    const isLazy = this.#pattern[this.at] === '?'
    if (isLazy) this.at++
    const [text, count, comma, limit] = sign
    if (text === '*') return { is: 'repeat', of, least: 0, most: -1, isLazy }
    if (text === '+') return { is: 'repeat', of, least: 1, most: -1, isLazy }
    if (text === '?') return { is: 'repeat', of, least: 0, most: 1, isLazy }
    const least = Number(count)
    const most = comma === undefined ? least : limit ? Number(limit) : -1
    if (Math.max(least, most) > mostRepeats) throw new NotRead()
    return { is: 'repeat', of, least, most, isLazy }
  }

  #single(): Syntax {
    const char = this.#pattern[this.at++]!
    if (char === '(') return this.#group()
    if (char === '[') return { is: 'set', bytes: this.#class() }
    if (char === '.') return { is: 'set', bytes: this.#dot }
    if (char === '^') return { is: 'edge', edge: 'start' }
    if (char === '$') return { is: 'edge', edge: 'end' }
    if (char !== '\\') return this.#byte(char.charCodeAt(0))
    const edge = edges[this.#pattern[this.at] ?? '']
    if (!edge) return { is: 'set', bytes: this.#fold(this.#escape()) }
    this.at++
    return { is: 'edge', edge }
  }

  #group(): Syntax {
    const flags = [this.#isFolded, this.#dot] as const
    const open = /^\?(?:P?<\w+>|([is]*)(?:-([is]*))?(:|\)))/.exec(
      this.#pattern.slice(this.at, this.at + 64),
    )
    if (!open && this.#pattern[this.at] === '?') throw new NotRead()
    this.at += open?.[0].length ?? 0
    this.#setFlags(open?.[1] ?? '', open?.[2] ?? '')
    if (open?.[3] === ')') return { is: 'sequence', of: [] }
    const inside = this.alternatives()
    if (this.#pattern[this.at++] !== ')') throw new NotRead()
    ;[this.#isFolded, this.#dot] = flags
    return inside
  }

  #setFlags(on: string, off: string): void {
    if (on.includes('i')) this.#isFolded = true
    if (on.includes('s')) this.#dot = any
    if (off.includes('i')) this.#isFolded = false
    if (off.includes('s')) this.#dot = line
  }

  #byte(code: number): Syntax {
    return { is: 'set', bytes: this.#fold(single(code)) }
  }

  /** Both cases of each letter, when case does not matter. */
  #fold(set: Uint8Array): Uint8Array {
    if (!this.#isFolded) return set
    let folded = set
    for (let byte = 65; byte <= 90; byte++)
      if (set[byte] !== set[byte | 32]) {
        if (folded === set) folded = set.slice()
        folded[byte] = folded[byte | 32] = 1
      }
    return folded
  }

  /** What stands behind a backslash, outside of `\b` and its like. */
  #escape(): Uint8Array {
    const char = this.#pattern[this.at++] ?? ''
    const known = classes[char.toLowerCase()]
    if (known && char !== char.toLowerCase()) return known.map((isIn) => 1 - isIn)
    if (known) return known
    const code = char === 'x' ? this.#hex() : (controls[char] ?? char.charCodeAt(0))
    if (char !== 'x' && controls[char] === undefined && /[A-Za-z0-9]/.test(char))
      throw new NotRead()
    return single(code)
  }

  #hex(): number {
    const found = /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(
      this.#pattern.slice(this.at, this.at + 8),
    )
    const code = found ? Number.parseInt(found[1] ?? found[2]!, 16) : 256
    if (code > 255) throw new NotRead()
    this.at += found![0].length
    return code
  }

  #class(): Uint8Array {
    const set = new Uint8Array(256)
    const isNegated = this.#pattern[this.at] === '^'
    if (isNegated) this.at++
    const from = this.at
    while (this.at === from || this.#pattern[this.at] !== ']') {
      if (this.at >= this.#pattern.length) throw new NotRead()
      this.#addMember(set)
    }
    this.at++
    const folded = this.#fold(set)
    return isNegated ? folded.map((isIn) => 1 - isIn) : folded
  }

  /** Adds a byte, a range of bytes, or what a class in the class stands for. A dash behind that is a dash. */
  #addMember(set: Uint8Array): void {
    const members = this.#members()
    if (typeof members !== 'number') {
      for (let byte = 0; byte < 256; byte++) set[byte]! |= members[byte]!
      return
    }
    const isRange = this.#pattern[this.at] === '-' && this.#pattern[this.at + 1] !== ']'
    if (isRange) this.at++
    const last = isRange ? this.#members() : members
    if (typeof last !== 'number') throw new NotRead()
    for (let byte = members; byte <= last; byte++) set[byte] = 1
  }

  /** One member of a class: a byte, or the bytes that an escape or a named class stands for. */
  #members(): Uint8Array | number {
    const char = this.#pattern[this.at] ?? ''
    if (char === '[' && this.#pattern[this.at + 1] === ':') return this.#named()
    this.at++
    if (char !== '\\') {
      const code = char.charCodeAt(0)
      if (code > 255) throw new NotRead()
      return code
    }
    const isClass = classes[(this.#pattern[this.at] ?? '').toLowerCase()] !== undefined
    const bytes = this.#escape()
    return isClass ? bytes : bytes.indexOf(1)
  }

  #named(): Uint8Array | number {
    const name = /^\[:(\^?)(\w+):\]/.exec(this.#pattern.slice(this.at, this.at + 16))
    if (!name) {
      this.at++
      return 0x5b
    }
    const wanted = Object.hasOwn(named, name[2]!) ? named[name[2]!]! : undefined
    if (!wanted) throw new NotRead()
    this.at += name[0].length
    return setOf((byte) => wanted.test(String.fromCharCode(byte)) !== (name[1] === '^'))
  }
}
