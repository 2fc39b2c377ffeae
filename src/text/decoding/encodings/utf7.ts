import { base64Value } from '../bytes.ts'
import { evasion } from '../evasion.ts'
import type { Step, TextView } from '../view.ts'

/** Digits of Base64 in one shifted sequence. */
const mostDigits = 64

/**
 * End of the shifted sequence at `at`, behind its hyphen; 0 when there is none. It must hold ASCII
 * alone: everything else is a word behind a plus sign.
 */
function sequenceEnd(view: TextView, at: number): number {
  const { bytes, length } = view
  if (bytes[at + 1] !== 0x41) return 0
  let end = at + 1
  while (end < length && end - at <= mostDigits && isDigit(bytes[end]!)) end++
  if (end >= length || bytes[end] !== 0x2d) return 0
  return holdsAscii(bytes, at + 1, end) ? end + 1 : 0
}

/** A hyphen ends the sequence. */
function isDigit(byte: number): boolean {
  return byte !== 0x2d && byte !== 0x5f && base64Value[byte]! < 64
}

function holdsAscii(bytes: Uint8Array, from: number, end: number): boolean {
  const digits = end - from
  const units = Math.floor((digits * 6) / 16)
  if (units === 0 || digits !== Math.ceil((units * 16) / 6)) return false
  for (let unit = 0; unit < units; unit++) {
    const code = unitAt(bytes, from, unit)
    if (code < 0x20 || code > 0x7e) return false
  }
  return isPadded(bytes[end - 1]!, digits * 6 - units * 16)
}

/** Whether the bits behind the last character are zero. */
function isPadded(last: number, bits: number): boolean {
  return (base64Value[last]! & ((1 << bits) - 1)) === 0
}

/** The UTF-16 unit of this number in Base64 digits that begin at `from`. */
function unitAt(bytes: Uint8Array, from: number, unit: number): number {
  let code = 0
  for (let bit = unit * 16; bit < unit * 16 + 16; bit++) {
    const digit = base64Value[bytes[from + Math.floor(bit / 6)]!]!
    code = code * 2 + ((digit >> (5 - (bit % 6))) & 1)
  }
  return code
}

/** UTF-7: `+ADw-` is `<`. The plus sign may have been read as a space. */
export const utf7: Step = (input, output) => {
  const { bytes, length } = input
  let brackets = 0
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!
    const end = byte === 0x2b || byte === 0x20 ? sequenceEnd(input, i) : 0
    if (end === 0) {
      output.put(byte, input, i, i + 1)
      continue
    }
    const units = Math.floor(((end - i - 2) * 6) / 16)
    for (let unit = 0; unit < units; unit++) {
      const code = unitAt(bytes, i + 1, unit)
      if (code === 0x3c || code === 0x3e) brackets++
      output.put(code, input, i, end)
    }
    i = end - 1
  }
  return brackets > 0 ? evasion.utf7 : 0
}
