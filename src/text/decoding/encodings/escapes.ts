import { hexValue, isSpace, readHex } from '../bytes.ts'
import type { Step, TextView } from '../view.ts'

const letters: Readonly<Record<number, number>> = {
  0x6e: 10,
  0x72: 13,
  0x74: 9,
  0x76: 11,
  0x66: 12,
}

/** The escape at `at` (a backslash): code point times 16, plus its width. -1 when there is none. */
function readEscape(view: TextView, at: number): number {
  const { bytes, length } = view
  const kind = bytes[at + 1]!
  if (kind === 0x78) return packed(readHex(bytes, at + 2, 2, length), 4)
  if (kind === 0x75)
    return bytes[at + 2] === 0x7b
      ? readBraces(view, at)
      : packed(readHex(bytes, at + 2, 4, length), 6)
  const css = hexValue[kind] === 255 ? -1 : readCss(view, at)
  if (css >= 0) return css
  if (kind >= 0x30 && kind <= 0x37) return readOctal(view, at)
  return packed(letters[kind] ?? -1, 2)
}

function packed(code: number, width: number): number {
  return code < 0 ? -1 : code * 16 + width
}

/** `\u{3c}`: one to six digits. */
function readBraces(view: TextView, at: number): number {
  let code = 0
  let end = at + 3
  while (end < view.length && end < at + 9) {
    const digit = readHex(view.bytes, end, 1, view.length)
    if (digit < 0) break
    code = code * 16 + digit
    end++
  }
  const closed = end > at + 3 && end < view.length && view.bytes[end] === 0x7d
  return closed && code <= 0x10ffff ? packed(code, end + 1 - at) : -1
}

/**
 * `\3c ` and `\00003c` of style sheets: one to six digits and a space that belongs to them. Without zeros
 * in front or a space behind, octal digits are read as octal.
 */
function readCss(view: TextView, at: number): number {
  const { bytes, length } = view
  let code = 0
  let end = at + 1
  for (; end < length && end < at + 7 && hexValue[bytes[end]!] !== 255; end++)
    code = code * 16 + hexValue[bytes[end]!]!
  const isEnded = end < length && isSpace(bytes[end]!)
  const isStyle = code >= 0x20 && code <= 0x7e && (isEnded || isUnlikeOctal(bytes, at + 1, end))
  return isStyle && end - at > 2 ? packed(code, end - at + (isEnded ? 1 : 0)) : -1
}

/** Zeros in front, or a last digit that is a letter. */
function isUnlikeOctal(bytes: Uint8Array, from: number, end: number): boolean {
  if (end - from > 3) return bytes[from] === 0x30
  return end - from === 2 && hexValue[bytes[from]!]! < 8 && hexValue[bytes[end - 1]!]! > 9
}

/** `\74`: two or three digits; one digit is more often a path or a reference than an escape. */
function readOctal(view: TextView, at: number): number {
  let code = 0
  let end = at + 1
  while (end < view.length && end < at + 4) {
    const digit = view.bytes[end]! - 0x30
    if (digit < 0 || digit > 7 || code * 8 + digit > 255) break
    code = code * 8 + digit
    end++
  }
  return end - at < 3 ? -1 : packed(code, end - at)
}

/** Escapes of JavaScript and C, which logs use as well: `\x3c`, `\u003c`, `\u{3c}`, `\74`, `\n`; of style sheets: `\3c `. */
export const escapes: Step = (input, output) => {
  for (let i = 0; i < input.length;) {
    const byte = input.bytes[i]!
    const escape = byte === 0x5c && i + 1 < input.length ? readEscape(input, i) : -1
    if (escape < 0) {
      output.put(byte, input, i, i + 1)
      i++
      continue
    }
    const width = escape % 16
    const code = Math.floor(escape / 16)
    // \xHH and octal name a byte, \u a character
    if (input.bytes[i + 1] === 0x75) output.putCode(code, input, i, i + width)
    else output.put(code, input, i, i + width)
    i += width
  }
  return 0
}
