import { isLetter, isWord } from './bytes.ts'
import type { TextView } from './view.ts'

/** What the bytes of a text ask to be done. Bits. */
export const ask = {
  percent: 1,
  plus: 2,
  high: 4,
  ampersand: 8,
  backslash: 16,
  star: 32,
  control: 64,
  quote: 128,
  spaces: 256,
  path: 512,
  /** A function is called, a number begins with `0x`, a string goes on behind its quote. */
  value: 1024,
  lookup: 2048,
  /** A word so long that it may be Base64. */
  data: 4096,
  /** Two question marks. */
  wildcard: 8192,
  utf7: 16384,
  /** `<`: only the case of words is looked at. */
  markup: 32768,
} as const

/** Ends a word for Base64; what stands beside it is looked at. Bits beside those of `ask`. */
const separates = 1 << 20
const paired = 1 << 21

const wants = new Int32Array(256)
for (let byte = 0; byte < 256; byte++) {
  if (byte < 32 || byte === 127) wants[byte] = ask.control | separates
  if (byte >= 128) wants[byte] = ask.high | separates
}
for (const [characters, what] of [
  ['%', ask.percent],
  ['+', ask.plus | paired],
  ['&', ask.ampersand],
  ['\\', ask.backslash],
  ['*', ask.star],
  ['\'"$', ask.quote | paired],
  ['^`{', ask.quote],
  ['<', ask.markup],
  [' /;:(?', paired],
  ['.-_=,~@#|)[]}>!', 0],
] as const)
  for (const character of characters) wants[character.charCodeAt(0)] = what | separates
for (const letter of 'xX') wants[letter.charCodeAt(0)] = paired

/** Letters and digits in a row that may be Base64. */
const longWord = 16

/** One pass over the bytes: which steps could change them. */
export function asks(view: TextView): number {
  const { bytes, length } = view
  let found = 0
  let from = 0
  for (let i = 0; i < length; i++) {
    const want = wants[bytes[i]!]!
    if (want === 0) continue
    found |= want
    if (want & paired) found |= pair(bytes, i, length)
    if ((want & separates) === 0) continue
    if (i - from >= longWord) found |= ask.data
    from = i + 1
  }
  if (length - from >= longWord) found |= ask.data
  return found & (separates - 1)
}

/** What a byte asks for because of those beside it. */
function pair(bytes: Uint8Array, at: number, length: number): number {
  const byte = bytes[at]!
  const before = at > 0 ? bytes[at - 1]! : 0
  const next = at + 1 < length ? bytes[at + 1]! : 0
  if (byte === 0x2f) return slash(bytes, at, before, next)
  if (byte === 0x20) return (next === 0x20 ? ask.spaces : 0) | utf7Behind(bytes, at)
  return byte < 0x30 ? beside(byte, before, next) | utf7Behind(bytes, at) : behind(bytes, at, next)
}

/** Signs before the digits. */
function beside(byte: number, before: number, next: number): number {
  if (byte === 0x28) return isWord(before) ? ask.value : 0
  if (byte === 0x24) return next === 0x7b ? ask.lookup : 0
  return byte !== 0x2b && goesOn(next) ? ask.value : 0
}

/** Signs behind the digits. */
function behind(bytes: Uint8Array, at: number, next: number): number {
  switch (bytes[at]) {
    case 0x3b:
      // a parameter in a path; agents have semicolons too
      return bytes[0] === 0x2f && next !== 0x20 ? ask.path : 0
    case 0x3a:
      return next === 0x3a ? ask.path : 0
    case 0x3f:
      return next === 0x3f ? ask.wildcard : 0
    default:
      return startsHex(bytes, at) ? ask.value : 0
  }
}

/** `+ADw-`. */
function utf7Behind(bytes: Uint8Array, at: number): number {
  const next = bytes[at + 2]!
  if (bytes[at + 1] !== 0x41 || (bytes[at] !== 0x2b && bytes[at] !== 0x20)) return 0
  return next >= 0x41 && next <= 0x48 ? ask.utf7 : 0
}

/** `/.`; `//` unless it follows a scheme; a dot or a space at the end of a segment. */
function slash(bytes: Uint8Array, at: number, before: number, next: number): number {
  if (next === 0x2e || before === 0x2e || before === 0x20) return ask.path
  return next === 0x2f && (at === 0 || bytes[at - 1] !== 0x3a) ? ask.path : 0
}

/** A string may go on: an operator, white space, a comma. */
function goesOn(next: number): boolean {
  return next === 0x7c || next === 0x2b || next === 0x2e || next === 0x20 || next === 0x2c
}

/** The `x` of `0x3c`, at the beginning of a word. */
function startsHex(bytes: Uint8Array, at: number): boolean {
  if (at === 0 || bytes[at - 1] !== 0x30) return false
  return at === 1 || !(isWord(bytes[at - 2]!) || isLetter(bytes[at - 2]!))
}
