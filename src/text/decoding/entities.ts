import { isWord, readHex } from './bytes.ts'
import type { Step, TextView } from './view.ts'

/** Entities whose characters have a meaning in markup, scripts, paths or queries. */
const named: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  ast: '*',
  bsol: '\\',
  colon: ':',
  comma: ',',
  commat: '@',
  dollar: '$',
  equals: '=',
  excl: '!',
  grave: '`',
  gt: '>',
  hat: '^',
  lbrace: '{',
  lcub: '{',
  lpar: '(',
  lsqb: '[',
  lt: '<',
  nbsp: ' ',
  newline: '\n',
  num: '#',
  percnt: '%',
  period: '.',
  plus: '+',
  quest: '?',
  quot: '"',
  rbrace: '}',
  rcub: '}',
  rpar: ')',
  rsqb: ']',
  semi: ';',
  sol: '/',
  tab: '\t',
  verbar: '|',
  vert: '|',
}
/** Those that browsers read without a semicolon too. */
const bare = new Set(['amp', 'gt', 'lt', 'nbsp', 'quot'])
const longestName = 8
/** Zeros that may stand before a number; more are not read. */
const longestNumber = 12

/** The entity that begins at `at`: its code point times 64, plus its width. 0 when there is none. */
function readEntity(view: TextView, at: number): number {
  return view.bytes[at + 1] === 0x23 ? readNumber(view, at) : readName(view, at)
}

function readNumber(view: TextView, at: number): number {
  const { bytes, length } = view
  const hex = (bytes[at + 2]! | 32) === 0x78
  const from = at + (hex ? 3 : 2)
  let end = from
  let code = 0
  while (end < length && end - from < longestNumber) {
    const digit = readHex(bytes, end, 1, length)
    if (digit < 0 || (!hex && digit > 9)) break
    code = code * (hex ? 16 : 10) + digit
    end++
  }
  if (end === from || code > 0x10ffff) return 0
  if (end < length && bytes[end] === 0x3b) end++
  return code * 64 + end - at
}

function readName(view: TextView, at: number): number {
  const { bytes, length } = view
  let end = at + 1
  while (end < length && end - at <= longestName && isWord(bytes[end]!)) end++
  // an argument's name, and no entity
  if (bytes[end] === 0x3d || end === at + 1) return 0
  const name = bytes.toString('latin1', at + 1, end).toLowerCase()
  const character = Object.hasOwn(named, name) ? named[name] : undefined
  if (character === undefined) return 0
  if (end < length && bytes[end] === 0x3b) end++
  else if (!bare.has(name)) return 0
  return character.charCodeAt(0) * 64 + end - at
}

/** Whether there is an entity at all: most ampersands part arguments. */
export function hasEntity(view: TextView): boolean {
  for (let i = 0; i + 2 < view.length; i++)
    if (view.bytes[i] === 0x26 && readEntity(view, i) !== 0) return true
  return false
}

/** HTML entities: named, decimal and hexadecimal, with or without semicolon. */
export const entities: Step = (input, output) => {
  for (let i = 0; i < input.length;) {
    const byte = input.bytes[i]!
    const entity = byte === 0x26 && i + 2 < input.length ? readEntity(input, i) : 0
    const width = entity === 0 ? 1 : entity % 64
    if (entity === 0) output.put(byte, input, i, i + 1)
    else output.putCode(Math.floor(entity / 64), input, i, i + width)
    i += width
  }
  return 0
}
