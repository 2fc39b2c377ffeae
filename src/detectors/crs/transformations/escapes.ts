import { digitAt, hexAt } from './percent.ts'

const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** Reads the escape whose backslash stands before `at`. @returns what it stands for, and where to go on */
type Read = (text: string, at: number) => readonly [string, number]

/** Replaces escapes; a backslash at the very end stays unless `read` takes it. */
function unescape(text: string, read: Read): string {
  let at = text.indexOf('\\')
  if (at < 0) return text
  let out = ''
  let from = 0
  while (at >= 0) {
    const [value, next] = read(text, at + 1)
    out += text.slice(from, at) + value
    from = next
    at = text.indexOf('\\', next)
  }
  return out + text.slice(from)
}

function isOctal(text: string, at: number): boolean {
  return text[at]! >= '0' && text[at]! <= '7'
}

/** Octal digits at a place: at most three. */
function octalWidth(text: string, at: number): number {
  let width = 0
  while (width < 3 && at + width < text.length && isOctal(text, at + width)) width++
  return width
}

function byte(code: number): string {
  return String.fromCharCode(code & 0xff)
}

/** A sign of a \u escape: its lower byte, full-width ones as ASCII. */
function wide(code: number): string {
  return byte(code >= 0xff01 && code <= 0xff5e ? code + 0x20 : code)
}

function readJs(text: string, at: number): readonly [string, number] {
  const char = text[at]
  if (char === undefined) return ['\\', at]
  if (char === 'u') {
    const extended = /^\{([0-9a-f]{1,6})\}/i.exec(text.slice(at + 1, at + 9))
    if (extended) return [wide(Number.parseInt(extended[1]!, 16)), at + 1 + extended[0].length]
    const code = hexAt(text, at + 1, 4)
    if (code >= 0) return [wide(code), at + 5]
  }
  if (char === 'x') {
    const code = hexAt(text, at + 1, 2)
    if (code >= 0) return [byte(code), at + 3]
  }
  if (isOctal(text, at)) {
    let width = octalWidth(text, at)
    if (width === 3 && char > '3') width = 2
    return [byte(Number.parseInt(text.slice(at, at + width), 8)), at + width]
  }
  return [letters[char] ?? char, at + 1]
}

/** Escapes of JavaScript strings. */
export function jsDecode(text: string): string {
  return unescape(text, readJs)
}

function readCss(text: string, at: number): readonly [string, number] {
  const char = text[at]
  if (char === undefined) return ['', at]
  const width = hexWidth(text, at)
  // a null byte is the digit that it was written as
  if (width === 0 && char !== '\0') return [char === '\n' ? '' : char, at + 1]
  const code = width > 0 ? hexAt(text, at, width) : 0
  const low = code & 0xffff
  const isWide = width >= 4 && low >= 0xff01 && low <= 0xff5e
  const next = at + Math.max(width, 1)
  const isSpaced = next < text.length && ' \f\n\r\t\v'.includes(text[next]!)
  return [byte(isWide ? code + 0x20 : code), isSpaced ? next + 1 : next]
}

/** Hexadecimal digits at a place: at most six. */
function hexWidth(text: string, at: number): number {
  let width = 0
  while (width < 6 && at + width < text.length && digitAt(text, at + width) >= 0) width++
  return width
}

/** Escapes of style sheets: up to six hexadecimal digits, of which the last two count. */
export function cssDecode(text: string): string {
  return unescape(text, readCss)
}

function readAnsi(text: string, at: number): readonly [string, number] {
  const char = text[at]
  if (char === undefined) return ['\\', at]
  if (char === 'x' || char === 'X') {
    const code = hexAt(text, at + 1, 2)
    if (code >= 0) return [byte(code), at + 3]
  }
  const width = octalWidth(text, at)
  if (width > 0) return [byte(Number.parseInt(text.slice(at, at + width), 8)), at + width]
  return [letters[char] ?? char, at + 1]
}

/** Escapes of ANSI C. */
export function escapeSeqDecode(text: string): string {
  return unescape(text, readAnsi)
}

const named: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: '\xa0',
}
/** Those that are read only with a semicolon. */
const closed: Readonly<Record<string, string>> = {
  tab: '\t',
  newline: '\n',
  excl: '!',
  num: '#',
  dollar: '$',
  percnt: '%',
  apos: "'",
  lpar: '(',
  rpar: ')',
  ast: '*',
  plus: '+',
  comma: ',',
  period: '.',
  sol: '/',
  colon: ':',
  semi: ';',
  equals: '=',
  quest: '?',
  commat: '@',
  lsqb: '[',
  lbrack: '[',
  bsol: '\\',
  rsqb: ']',
  rbrack: ']',
  hat: '^',
  lowbar: '_',
  grave: '`',
  lcub: '{',
  lbrace: '{',
  verbar: '|',
  vert: '|',
  rcub: '}',
  rbrace: '}',
}
const entity = /&(?:#x([0-9a-f]+);?|#(\d+);?|(quot|amp|lt|gt|nbsp);?|([a-z]{3,8});)/gi

/** Entities of HTML: numbers (their lower byte), and names of what has a meaning in markup. */
export function htmlEntityDecode(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(entity, (whole, hex?: string, decimal?: string, ...names: unknown[]) => {
    if (hex !== undefined) return byte(Number.parseInt(hex.slice(-8), 16))
    if (decimal !== undefined) return byte(Number(decimal) % 0x1_0000_0000)
    const [bare, full] = names as (string | undefined)[]
    if (bare !== undefined) return named[bare.toLowerCase()]!
    const name = full!.toLowerCase()
    return Object.hasOwn(closed, name) ? closed[name]! : whole
  })
}
