import { type Kind, kindOf } from './words.ts'

/** Most tokens that are looked at; more are left away. */
export const mostTokens = 400

/** Classes of characters. */
const space = 1
const digit = 2
const letter = 4
const operator = 8
const classes = new Uint8Array(256)
for (let code = 0; code <= 32; code++) classes[code] = space
for (let code = 128; code < 256; code++) classes[code] = letter
classes[127] = space
classes[0xa0] = space
for (let code = 48; code < 58; code++) classes[code] = digit
for (let code = 65; code < 91; code++) classes[code] = classes[code + 32] = letter
for (const char of '_$') classes[char.charCodeAt(0)] = letter
for (const char of '+-*/%|&^~!=<>?:@#\\') classes[char.charCodeAt(0)] = operator

/** The tokens of a text, from one place on: scratch, overwritten by the next text. */
export class Lexer {
  kind: Kind = 'x'
  from = 0
  to = 0
  /** The word in lower case, the operator as written, or ''. */
  word = ''
  #text = ''
  #at = 0

  begin(text: string, at: number): void {
    this.#text = text
    this.#at = at
  }

  /** Moves to the next token. @returns false at the end of the text */
  next(): boolean {
    this.#skip()
    const text = this.#text
    if (this.#at >= text.length) return false
    this.from = this.#at
    this.word = ''
    const code = text.charCodeAt(this.#at)
    const of = classes[code]!
    if (of === digit || (code === 0x2e && classes[this.#code(1)] === digit)) this.#number()
    else if (of === letter) this.#wordOrString()
    else if (code === 0x27 || code === 0x22) this.#string(code)
    else if (code === 0x60 || code === 0x5b) this.#quotedName(code)
    else if (of === operator) this.#operator(code)
    else this.#mark(code)
    this.to = this.#at
    return true
  }

  #code(ahead: number): number {
    const at = this.#at + ahead
    return at < this.#text.length ? this.#text.charCodeAt(at) & 255 : 0x100
  }

  /** White space of any kind, comments that end, and the marks of comments that MySQL runs. */
  #skip(): void {
    const text = this.#text
    for (; this.#at < text.length; this.#at++) {
      const code = this.#code(0)
      if (classes[code] === space) continue
      if (code === 0xc2 && this.#code(1) === 0xa0) continue
      if (code === 0x2a && this.#code(1) === 0x2f) this.#at++
      else if (!this.#skipsComment(code)) return
    }
  }

  #skipsComment(code: number): boolean {
    const text = this.#text
    if (code === 0x2f && this.#code(1) === 0x2a) {
      if (this.#code(2) === 0x21) {
        this.#at += 3
        while (classes[this.#code(0)] === digit) this.#at++
        this.#at--
        return true
      }
      const end = text.indexOf('*/', this.#at + 2)
      if (end < 0) return false
      this.#at = end + 1
      return true
    }
    if (code === 0x23 ? this.#code(1) === 0x3e : !(code === 0x2d && this.#code(1) === 0x2d))
      return false
    const end = text.indexOf('\n', this.#at)
    if (end < 0) return false
    this.#at = end
    return true
  }

  /** Decimal, hex, binary, scientific; a keyword may follow without a space. */
  #number(): void {
    this.kind = 'n'
    const second = this.#code(1) | 32
    const isRadix = this.#code(0) === 0x30 && (second === 0x78 || second === 0x62)
    if (isRadix && this.#isHex(2)) {
      this.#at += 2
      while (this.#isHex(0)) this.#at++
      return
    }
    this.#digits()
    if (classes[this.#code(0)] === letter && !this.#isKeywordNext()) {
      this.kind = 'w'
      this.#pastWord()
    }
  }

  #digits(): void {
    while (classes[this.#code(0)] === digit || this.#code(0) === 0x2e) this.#at++
    if ((this.#code(0) | 32) !== 0x65 || !this.#isExponent()) return
    this.#at += 2
    while (classes[this.#code(0)] === digit) this.#at++
  }

  #isHex(ahead: number): boolean {
    const code = this.#code(ahead)
    return classes[code] === digit || ((code | 32) >= 0x61 && (code | 32) <= 0x66)
  }

  #isExponent(): boolean {
    const code = this.#code(1)
    const isSign = code === 0x2b || code === 0x2d
    return classes[isSign ? this.#code(2) : code] === digit
  }

  /** Whether the word at hand is a keyword that ends a number: 1or, 1union. */
  #isKeywordNext(): boolean {
    let end = this.#at
    while (end < this.#text.length && classes[this.#text.charCodeAt(end) & 255] === letter) end++
    if (end - this.#at > 10) return false
    return '&US=MHO'.includes(kindOf(this.#text.slice(this.#at, end).toLowerCase(), false))
  }

  #pastWord(): void {
    for (;;) {
      const code = this.#code(0)
      const of = classes[code]!
      const isJoined =
        code === 0x2e && (classes[this.#code(1)] === letter || this.#code(1) === 0x2e)
      if (of !== letter && of !== digit && !isJoined) return
      if (code === 0xc2 && this.#code(1) === 0xa0) return
      this.#at++
    }
  }

  #wordOrString(): void {
    const start = this.#at
    if (this.#code(0) === 0x24 && this.#isDollarString()) return
    this.#pastWord()
    const word = this.#text.slice(start, this.#at).toLowerCase()
    const after = this.#code(0)
    if (after === 0x27 && word.length < 12 && (prefixes.has(word) || word.startsWith('_'))) {
      if (word.endsWith('q')) this.#bracketString()
      else this.#string(after)
      return
    }
    this.word = word
    this.kind = kindOf(word, this.#isCalled())
  }

  #isCalled(): boolean {
    let at = this.#at
    while (at < this.#text.length && classes[this.#text.charCodeAt(at) & 255] === space) at++
    return this.#text.charCodeAt(at) === 0x28
  }

  /** $$text$$ and $tag$text$tag$. */
  #isDollarString(): boolean {
    let end = this.#at + 1
    while (end - this.#at < 20 && isTag(this.#text.charCodeAt(end))) end++
    if (this.#text.charCodeAt(end) !== 0x24) return false
    const mark = this.#text.slice(this.#at, end + 1)
    const close = this.#text.indexOf(mark, end + 1)
    this.#at = close < 0 ? this.#text.length : close + mark.length
    this.kind = 's'
    return true
  }

  /** q'[text]' and its like. */
  #bracketString(): void {
    const open = '([{<'.indexOf(this.#text.charAt(this.#at + 1))
    const close = open < 0 ? this.#text.charAt(this.#at + 1) : ')]}>'.charAt(open)
    const end = close === '' ? -1 : this.#text.indexOf(`${close}'`, this.#at + 2)
    this.#at = end < 0 ? this.#text.length : end + 2
    this.kind = 's'
  }

  /** Up to the quote that ends it; doubled and escaped ones do not. A string may be left open. */
  #string(quote: number): void {
    const text = this.#text
    this.kind = 's'
    if ('{[$'.includes(text.charAt(this.#at + 1) || 'x')) this.word = '{'
    for (this.#at++; this.#at < text.length; this.#at++) {
      const code = text.charCodeAt(this.#at)
      if (code === 0x5c) this.#at++
      else if (code === quote) {
        if (this.#code(1) !== quote) break
        this.#at++
      }
    }
    this.#at = Math.min(this.#at + 1, text.length)
  }

  #quotedName(code: number): void {
    const close = code === 0x5b ? ']' : '`'
    const end = this.#text.indexOf(close, this.#at + 1)
    if (end < 0 || end - this.#at > 64) return this.#mark(code)
    this.word = this.#text.slice(this.#at + 1, end)
    this.#at = end + 1
    this.kind = kindOf(this.word.toLowerCase(), false) === 'K' ? 'K' : 'w'
  }

  #operator(code: number): void {
    if (code === 0x40 && this.#isVariable()) return
    if (this.#isCut(code)) {
      this.kind = 'c'
      this.#at = this.#text.length
      return
    }
    this.#operators('-+~*'.includes(String.fromCharCode(code)) ? 1 : 3)
    if (this.word === '::') this.#pastWord()
    this.kind = operators.get(this.word) ?? 'x'
  }

  #operators(most: number): void {
    const start = this.#at
    let length = most
    while (length > 1 && !longOperators.has(this.#text.slice(start, start + length))) length--
    if (this.#code(0) === 0x2d && this.#code(1) === 0x3e) length = this.#code(2) === 0x3e ? 3 : 2
    this.#at += length
    this.word = this.#text.slice(start, this.#at)
  }

  #isVariable(): boolean {
    const ahead = this.#code(1) === 0x40 ? 2 : 1
    const of = classes[this.#code(ahead)]
    if (of !== letter && of !== digit && this.#code(ahead) !== 0x60) return false
    this.#at += ahead
    const start = this.#at
    if (this.#code(0) === 0x60) this.#at++
    this.#pastWord()
    this.word = ahead === 2 ? '@@' : this.#text.slice(start, this.#at)
    this.kind = 'v'
    return true
  }

  #isCut(code: number): boolean {
    if (code === 0x23) return this.#code(1) !== 0x3e
    const next = this.#code(1)
    return (code === 0x2d && next === 0x2d) || (code === 0x2f && next === 0x2a)
  }

  #mark(code: number): void {
    this.#at++
    this.word = ''
    this.kind =
      code === 0x28 ? '(' : code === 0x29 ? ')' : code === 0x2c ? ',' : code === 0x3b ? ';' : 'x'
  }
}

const prefixes = new Set(['e', 'n', 'x', 'b', 'q', 'nq', 'u&'])
const longOperators = new Set([
  '||',
  '&&',
  '<>',
  '!=',
  '<=',
  '>=',
  '<=>',
  '!<',
  '!>',
  '==',
  '!~',
  '@>',
  '<@',
  '?|',
  '?&',
  '@@',
  '::',
  '<<',
  '>>',
  ':=',
  '^=',
])
const operators: ReadonlyMap<string, Kind> = new Map(
  (
    [
      ['&', '|| &&'],
      ['!', '!'],
      ['=', '= < > <> != <= >= <=> !< !> == ~ !~ @> <@ @? -> ->> ?| ?& #> #>> @@ := ^= ?'],
      ['o', '+ - * / % | & ^ << >> \\'],
    ] as const
  ).flatMap(([kind, words]) => words.split(' ').map((word): [string, Kind] => [word, kind])),
)

function isTag(code: number): boolean {
  return classes[code & 255] === letter && code !== 0x24
}
