import { readHex } from './bytes.ts'
import { evasion, type TextView } from './view.ts'

/** Where `+` means a space: after the first `?`, everywhere, or nowhere. */
export type Plus = 'query' | 'all' | 'none'

/** One round of `%HH` and `%uHHHH`, with `+` read as `plus` says. What is malformed stays. */
export function percentRound(input: TextView, output: TextView, plus: Plus): number {
  const { bytes, length } = input
  let spaces = plus === 'all'
  let seen = 0
  for (let i = 0; i < length;) {
    const byte = bytes[i]!
    let code = byte
    let width = 1
    if (byte === 0x25) {
      code = readHex(bytes, i + 1, 2, length)
      width = 3
      if (code < 0 && (bytes[i + 1]! | 32) === 0x75) {
        code = readHex(bytes, i + 2, 4, length)
        width = 6
        if (code >= 0) seen |= evasion.percentU
      }
      if (code < 0) {
        code = byte
        width = 1
      }
    } else if (byte === 0x3f && plus === 'query') spaces = true
    else if (byte === 0x2b && spaces) code = 0x20
    if (width === 6) output.putCode(code, input, i, i + width)
    else output.put(code, input, i, i + width)
    i += width
  }
  return seen
}
