import { hexValue, isLetter, isSpace, isWord } from '../bytes.ts'
import type { TextView } from '../view.ts'
import { base64Bytes, hexBytes, putBase64, putHex } from '../encodings/data.ts'

/** Functions that make characters from their numbers. */
const ofNumbers = ['fromcharcode', 'fromcodepoint', 'char', 'nchar', 'chr', 'chrw']
/** Functions that read hexadecimal digits, and Base64. */
const ofHex = ['unhex', 'hextoraw', 'hex2bin']
const ofBase64 = ['atob', 'base64_decode', 'from_base64', 'b64decode']
const longestName = 16

/** Bytes that `0x…` must hold to be text and no number. */
const leastHex = 2

/** A value written in another way than as itself, found at a place. Reused: finding one allocates nothing. */
export class Value {
  kind: 'numbers' | 'hex' | 'base64' = 'numbers'
  /** Where its digits begin, where all of it ends, and how many bytes it has. */
  from = 0
  end = 0
  count = 0

  /** Reads the value that begins at `at`: `0x3c73`, `x'3c73'`, or a call. @returns whether there is one */
  readAt(view: TextView, at: number): boolean {
    if (at > 0 && isWord(view.bytes[at - 1]!)) return false
    const { bytes, length } = view
    if (isHexNumber(view, at)) return this.#readHex(view, at + 2, false)
    let end = at
    while (end < length && end - at <= longestName && isWord(bytes[end]!)) end++
    if (end === at || end >= length) return false
    if (bytes[end] === 0x28) return this.readCall(view, end)
    return isHexMark(view, at, end) && this.#readHex(view, end + 1, true)
  }

  /** Reads the call whose parenthesis is at `at`. */
  readCall(view: TextView, at: number): boolean {
    const name = nameBefore(view, at)
    if (name === '') return false
    const argument = spacesEnd(view, at + 1)
    if (ofNumbers.includes(name)) return this.#readNumbers(view, argument)
    const quote = view.bytes[argument]!
    if (argument >= view.length || !isQuote(quote)) return false
    if (ofHex.includes(name)) return this.#readHex(view, argument + 1, true) && this.#isClosed(view)
    if (!ofBase64.includes(name)) return false
    this.kind = 'base64'
    this.from = argument + 1
    this.count = base64Bytes(view, this.from, 1)
    this.end = this.from + Math.ceil((this.count * 4) / 3)
    while (this.end < view.length && view.bytes[this.end] === 0x3d) this.end++
    this.end++
    return this.count > 0 && view.bytes[this.end - 1] === quote && this.#isClosed(view)
  }

  /** Where the name of the call at `at` begins; `at` when it is no call. */
  nameStart(view: TextView, at: number): number {
    let from = at
    while (from > 0 && isSpace(view.bytes[from - 1]!) && at - from < longestName) from--
    while (from > 0 && isWord(view.bytes[from - 1]!)) from--
    const owner = from - 'string.'.length
    const isOwned = owner >= 0 && view.bytes[from - 1] === 0x2e
    return isOwned && /^string$/i.test(view.bytes.toString('latin1', owner, from - 1))
      ? owner
      : from
  }

  /** Adds its bytes. */
  put(input: TextView, output: TextView): void {
    if (this.kind === 'hex') putHex(input, output, this.from, this.count)
    else if (this.kind === 'base64') putBase64(input, output, this.from, this.count)
    else this.#putNumbers(input, output)
  }

  #isClosed(view: TextView): boolean {
    const at = spacesEnd(view, this.end)
    this.end = at + 1
    return at < view.length && view.bytes[at] === 0x29
  }

  #readHex(view: TextView, from: number, quoted: boolean): boolean {
    this.kind = 'hex'
    this.from = from
    this.count = hexBytes(view, from, quoted ? 1 : leastHex)
    this.end = from + this.count * 2
    const next = this.end < view.length ? view.bytes[this.end]! : 0
    if (this.count === 0 || isWord(next)) return false
    if (quoted) this.end++
    return !quoted || isQuote(next)
  }

  /** `60, 0x3c)`: numbers of characters, all of them plain. */
  #readNumbers(view: TextView, from: number): boolean {
    this.kind = 'numbers'
    this.from = from
    this.count = 0
    for (let at = from; at < view.length;) {
      const code = numberAt(view, at)
      if (code < 0) return false
      this.count++
      at = spacesEnd(view, numberEnd(view, at))
      if (view.bytes[at] === 0x29) {
        this.end = at + 1
        return at < view.length
      }
      if (view.bytes[at] !== 0x2c) return false
      at = spacesEnd(view, at + 1)
    }
    return false
  }

  #putNumbers(input: TextView, output: TextView): void {
    let at = this.from
    for (let k = 0; k < this.count; k++) {
      const end = numberEnd(input, at)
      output.putCode(numberAt(input, at), input, at, end)
      at = spacesEnd(input, spacesEnd(input, end) + 1)
    }
  }
}

export function isQuote(byte: number): boolean {
  return byte === 0x27 || byte === 0x22
}

/** Where white space that begins at `at` ends. */
export function spacesEnd(view: TextView, at: number): number {
  while (at < view.length && isSpace(view.bytes[at]!)) at++
  return at
}

/** The name before the parenthesis at `at`, in lower case; '' when it is too long for those that are known. */
export function nameBefore(view: TextView, at: number): string {
  let end = at
  while (end > 0 && isSpace(view.bytes[end - 1]!) && at - end < longestName) end--
  let from = end
  while (from > 0 && end - from <= longestName && isWord(view.bytes[from - 1]!)) from--
  if (end - from < 3 || end - from > longestName) return ''
  return view.bytes.toString('latin1', from, end).toLowerCase()
}

/** The `x` of `x'3c'`. */
function isHexMark(view: TextView, at: number, end: number): boolean {
  return end === at + 1 && (view.bytes[at]! | 32) === 0x78 && isQuote(view.bytes[end]!)
}

function isHexNumber(view: TextView, at: number): boolean {
  return view.bytes[at] === 0x30 && at + 1 < view.length && (view.bytes[at + 1]! | 32) === 0x78
}

/** Where the number at `at` ends; signs of more digits than any character has are read too. */
function numberEnd(view: TextView, at: number): number {
  const most = isHexNumber(view, at) ? 15 : 9
  let end = most === 15 ? at + 2 : at
  while (end < view.length && hexValue[view.bytes[end]!]! <= most) end++
  return end
}

/** The number at `at`; -1 when it is none, or no character. */
function numberAt(view: TextView, at: number): number {
  const isHex = isHexNumber(view, at)
  const end = numberEnd(view, at)
  let code = 0
  for (let i = isHex ? at + 2 : at; i < end; i++) {
    code = code * (isHex ? 16 : 10) + hexValue[view.bytes[i]!]!
    if (code > 0x10ffff) return -1
  }
  const isNumber =
    end > (isHex ? at + 2 : at) && (end >= view.length || !isLetter(view.bytes[end]!))
  return isNumber ? code : -1
}
