import { hexValue, isWord } from '../bytes.ts'
import { countShift } from '../evasion.ts'
import type { Step, TextView } from '../view.ts'

/** Entities whose characters have a meaning in markup, scripts, paths or queries. */
const named: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  ast: '*',
  bsol: '\\',
  colon: ':',
  comma: ',',
  commat: '@',
  diacriticalgrave: '`',
  dollar: '$',
  equals: '=',
  excl: '!',
  grave: '`',
  gt: '>',
  hat: '^',
  lbrace: '{',
  lbrack: '[',
  lcub: '{',
  lowbar: '_',
  lpar: '(',
  lsqb: '[',
  lt: '<',
  midast: '*',
  nbsp: ' ',
  newline: '\n',
  nonbreakingspace: ' ',
  num: '#',
  percnt: '%',
  period: '.',
  plus: '+',
  quest: '?',
  quot: '"',
  rbrace: '}',
  rbrack: ']',
  rcub: '}',
  rpar: ')',
  rsqb: ']',
  semi: ';',
  sol: '/',
  shy: '',
  tab: '\t',
  underbar: '_',
  verbar: '|',
  vert: '|',
  verticalline: '|',
  zerowidthspace: '',
  zwj: '',
  zwnj: '',
}
/** Those that browsers read without a semicolon too. */
const bare = new Set(['amp', 'gt', 'lt', 'nbsp', 'quot'])
const longestName = 16
/** Digits of a number, without zeros in front. */
const longestNumber = 7
/** Stands for an entity that shows nothing. */
const nothing = 0x110000

/** An entity may be as wide as a text. */
const widths = 2 ** 16

/** The entity that begins at `at`: its code point times `widths`, plus its width. 0 when there is none. */
function readEntity(view: TextView, at: number): number {
  return view.bytes[at + 1] === 0x23 ? readNumber(view, at) : readName(view, at)
}

function readNumber(view: TextView, at: number): number {
  const { bytes, length } = view
  const base = (bytes[at + 2]! | 32) === 0x78 ? 16 : 10
  const from = at + (base === 16 ? 3 : 2)
  let end = from
  while (end < length && bytes[end] === 0x30) end++
  const most = end + longestNumber
  let code = 0
  for (; end < length && end < most; end++) {
    const digit = hexValue[bytes[end]!]!
    if (digit >= base) break
    code = code * base + digit
  }
  if (end === from || code > 0x10ffff) return 0
  if (end < length && bytes[end] === 0x3b) end++
  return code * widths + end - at
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
  return (character === '' ? nothing : character.charCodeAt(0)) * widths + end - at
}

/** Whether there is an entity at all: most ampersands part arguments. */
export function hasEntity(view: TextView): boolean {
  for (let i = 0; i + 2 < view.length; i++)
    if (view.bytes[i] === 0x26 && readEntity(view, i) !== 0) return true
  return false
}

/**
 * HTML entities: named, decimal and hexadecimal, with or without semicolon.
 * @returns how many of them were not `&amp;`, above the bits of evidence
 */
export const entities: Step = (input, output) => {
  let count = 0
  for (let i = 0; i < input.length;) {
    const byte = input.bytes[i]!
    const entity = byte === 0x26 && i + 2 < input.length ? readEntity(input, i) : 0
    const width = entity === 0 ? 1 : entity % widths
    const code = Math.floor(entity / widths)
    if (entity === 0) output.put(byte, input, i, i + 1)
    else if (code !== nothing) output.putCode(code, input, i, i + width)
    if (entity !== 0 && code !== 0x26 && count < 255) count++
    i += width
  }
  return count << countShift
}
