import { isWord } from './bytes.ts'
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

/** Ends a word for Base64; what stands behind it is looked at; that depends on more. Bits beside those of `ask`. */
const separates = 1 << 20
const paired = 1 << 21
const depends = 1 << 22

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
  [' ./;:(?', paired],
  ['-_=,~@#|)[]}>!', 0],
] as const)
  for (const character of characters) wants[character.charCodeAt(0)] = what | separates
for (const letter of 'xX') wants[letter.charCodeAt(0)] = paired

/** By a byte and the next: what they ask for together. */
const pairs = new Int32Array(128 * 256)
const any = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('')
for (const [characters, next, what] of [
  [' ', ' ', ask.spaces],
  [' .', '/', ask.path],
  ['/', '.', ask.path],
  ['/', '/', depends],
  [';', any.replace(' ', ''), depends],
  [':', ':', ask.path],
  ['?', '?', ask.wildcard],
  ['$', '{', ask.lookup],
  // a string may go on: an operator, white space, a comma
  ['\'"', '|+. ,', ask.value],
  ['(', any, depends],
  ['xX', '0123456789abcdefABCDEF', depends],
  [' +', 'A', depends],
] as const)
  for (const character of characters)
    for (const other of next) pairs[character.charCodeAt(0) * 256 + other.charCodeAt(0)]! |= what

/** Letters and digits in a row that may be Base64. */
const longWord = 16

/** One pass over the bytes: which steps could change them. */
export function asks(view: TextView): number {
  const { bytes, length } = view
  let found = 0
  let from = 0
  // a last byte has none behind it
  bytes[length] = 0
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!
    const want = wants[byte]!
    if (want === 0) continue
    found |= want
    if (want & paired) {
      const both = pairs[byte * 256 + bytes[i + 1]!]!
      found |= both & depends ? both | beside(bytes, i) : both
    }
    if ((want & separates) === 0) continue
    if (i - from >= longWord) found |= ask.data
    from = i + 1
  }
  if (length - from >= longWord) found |= ask.data
  return found & (separates - 1)
}

/** What a byte asks for that depends on more than the next one. */
function beside(bytes: Uint8Array, at: number): number {
  const before = at > 0 ? bytes[at - 1]! : 0
  switch (bytes[at]) {
    case 0x28:
      return isWord(before) ? ask.value : 0
    case 0x2f:
      // unless it follows a scheme
      return before === 0x3a ? 0 : ask.path
    case 0x3b:
      // a parameter in a path; agents have semicolons too
      return bytes[0] === 0x2f ? ask.path : 0
    case 0x20:
    case 0x2b:
      // `+ADw-`: the second digit of an ASCII character is one of A to H
      return (bytes[at + 2]! - 0x41) >>> 0 < 8 ? ask.utf7 : 0
    default:
      return before === 0x30 ? numberFrom(bytes, at - 1) : 0
  }
}

/** `0x` at the beginning of a word. */
function numberFrom(bytes: Uint8Array, at: number): number {
  return at === 0 || !isWord(bytes[at - 1]!) ? ask.value : 0
}
