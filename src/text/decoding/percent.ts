import { readHex } from './bytes.ts'
import { evasion, type TextView } from './view.ts'

/** Where `+` means a space: after the first `?`, everywhere, or nowhere. */
export type Plus = 'query' | 'all' | 'none'

/** `%HH` at `at`: its byte. `%uHHHH`: its code point plus `wide`. -1 for a percent sign that says nothing. */
function readPercent(view: TextView, at: number): number {
  const byte = readHex(view.bytes, at + 1, 2, view.length)
  if (byte >= 0 || (view.bytes[at + 1]! | 32) !== 0x75) return byte
  const code = readHex(view.bytes, at + 2, 4, view.length)
  return code < 0 ? -1 : code + wide
}

const wide = 0x10000

/** One round of `%HH` and `%uHHHH`, with `+` read as `plus` says. What is malformed stays. */
export function percentRound(input: TextView, output: TextView, plus: Plus): number {
  const { bytes, length } = input
  let spaces = plus === 'all'
  let seen = 0
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!
    const code = byte === 0x25 ? readPercent(input, i) : -1
    if (code >= wide) {
      output.putCode(code - wide, input, i, i + 6)
      seen |= evasion.percentU
      i += 5
    } else if (code >= 0) {
      output.put(code, input, i, i + 3)
      i += 2
    } else {
      if (byte === 0x3f && plus === 'query') spaces = true
      output.put(byte === 0x2b && spaces ? 0x20 : byte, input, i, i + 1)
    }
  }
  return seen
}
