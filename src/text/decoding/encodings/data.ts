import { base64Value, hexValue } from '../bytes.ts'
import { evasion } from '../evasion.ts'
import type { Step, TextView } from '../view.ts'

/** Bytes that must come out: fewer are chance. Of random digits one word in 100,000 looks like text so far. */
const leastBytes = 10
/** Bytes that show that what came out is no identifier and no address. */
const syntax = new Uint8Array(256)
for (const character of '<>\'";|`$\\') syntax[character.charCodeAt(0)] = 1
const jsonSyntax = new Uint8Array(256)
for (const character of '{"') jsonSyntax[character.charCodeAt(0)] = 1

function isText(byte: number): boolean {
  return (byte >= 32 && byte < 127) || byte === 10 || byte === 13 || byte === 9
}

/** Value of the digit at `at`. Text has 62 and 63 only in every fourth place; there a plus sign may have become a space. */
function digitAt(view: TextView, from: number, at: number): number {
  if (at >= view.length) return 255
  const byte = view.bytes[at]!
  const isLast = (at - from) % 4 === 3
  if (byte === 0x20) return isLast && isDigit(view, at + 1) ? 62 : 255
  const value = base64Value[byte]!
  return value >= 62 && !isLast ? 255 : value
}

/** A letter or a digit. */
function isDigit(view: TextView, at: number): boolean {
  return at >= 0 && at < view.length && base64Value[view.bytes[at]!]! < 62
}

/** The byte of this number in the Base64 digits from `from` on; -1 when they end. */
function byteOf(view: TextView, from: number, number: number): number {
  const at = from + Math.floor(number / 3) * 4 + (number % 3)
  const high = digitAt(view, from, at)
  const low = high > 63 ? 255 : digitAt(view, from, at + 1)
  if (low > 63) return -1
  const shift = (number % 3) * 2 + 2
  return ((high << shift) | (low >> (6 - shift))) & 255
}

/**
 * Base64 that begins at `from` and holds text: the number of its bytes; 0 when there are fewer than `least`.
 * What follows the text stays as it is, so no digit is read more than a few times.
 */
export function base64Bytes(view: TextView, from: number, least: number): number {
  let count = 0
  for (let byte = byteOf(view, from, 0); byte >= 0 && isText(byte);) {
    count++
    byte = byteOf(view, from, count)
  }
  return count < least ? 0 : count
}

/** Where that many bytes of Base64 end, padding included. */
function base64End(view: TextView, from: number, count: number): number {
  let end = from + Math.ceil((count * 4) / 3)
  while (end < view.length && view.bytes[end] === 0x3d) end++
  return end
}

/** The same for hexadecimal digits. */
export function hexBytes(view: TextView, from: number, least: number): number {
  const { bytes, length } = view
  let count = 0
  for (let at = from; at + 1 < length; at += 2) {
    const high = hexValue[bytes[at]!]!
    const low = hexValue[bytes[at + 1]!]!
    if (high > 15 || low > 15 || !isText(high * 16 + low)) break
    count++
  }
  return count < least ? 0 : count
}

/** Decimal numbers come out as digits and signs, text has letters. */
function hasLetters(view: TextView, from: number, count: number): boolean {
  let letters = 0
  for (let k = 0; k < count; k++) if (hexValue[view.bytes[from + k * 2]!]! > 3) letters++
  return letters * 4 >= count
}

/** Begins a word: digits are read from there only, so that each is read a bounded number of times. */
function beginsWord(view: TextView, at: number): boolean {
  return isDigit(view, at) && !isDigit(view, at - 1)
}

/** Bytes of text in the word that begins at `at`; negative when they are in hexadecimal digits. 0 for none. */
function dataAt(view: TextView, at: number): number {
  if (!beginsWord(view, at)) return 0
  // text has no high bits: of its first byte this shows in the first digit
  const first = view.bytes[at]!
  if (first >= 0x30 && first <= 0x37) {
    const hex = hexBytes(view, at, leastBytes)
    return hex > 0 && hasLetters(view, at, hex) ? -hex : 0
  }
  return base64Value[first]! < 32 ? base64Bytes(view, at, leastBytes) : 0
}

/** Whether there is any: most long words are names and identifiers. */
export function hasData(view: TextView): boolean {
  for (let i = 0; i < view.length; i++) if (dataAt(view, i) !== 0) return true
  return false
}

/** Base64 (either alphabet) and hexadecimal digits that hold text become the text, one level deep. */
export const data: Step = (input, output) => {
  let seen = 0
  for (let i = 0; i < input.length;) {
    const count = dataAt(input, i)
    if (count === 0) {
      output.put(input.bytes[i]!, input, i, i + 1)
      i++
      continue
    }
    const start = output.length
    i = count < 0 ? putHex(input, output, i, -count) : putBase64(input, output, i, count)
    if (holdsSyntax(output, start)) seen |= evasion.encodedData
  }
  return seen
}

/** Adds the bytes that hexadecimal digits stand for. @returns where the digits end */
export function putHex(input: TextView, output: TextView, from: number, count: number): number {
  const end = from + count * 2
  for (let at = from; at < end; at += 2)
    output.put(
      hexValue[input.bytes[at]!]! * 16 + hexValue[input.bytes[at + 1]!]!,
      input,
      at,
      at + 2,
    )
  return end
}

/** Adds the bytes that Base64 stands for. @returns where it ends */
export function putBase64(input: TextView, output: TextView, from: number, count: number): number {
  for (let k = 0; k < count; k++) {
    const at = from + Math.floor(k / 3) * 4 + (k % 3)
    output.put(byteOf(input, from, k), input, at, at + 2)
  }
  return base64End(input, from, count)
}

/** Objects of JSON, as tokens are, hold quotes of their own. */
function holdsSyntax(view: TextView, from: number): boolean {
  const isJson = view.bytes[from] === 0x7b && jsonSyntax[view.bytes[from + 1]!] === 1
  if (isJson) return false
  for (let i = from; i < view.length; i++) if (syntax[view.bytes[i]!] === 1) return true
  return false
}
