import { hexValue, readHex } from '../bytes.ts'
import { countShift, evasion } from '../evasion.ts'
import { capacity, type TextView } from '../view.ts'

/** Where `+` means a space: after the first `?`, everywhere, or nowhere. */
export type Plus = 'query' | 'all' | 'none'

const mostRounds = 127
/** For each byte of the output: in which round it appeared. */
const rounds = new Uint8Array(capacity)

/**
 * Percent decoding to a fixed point, with `+` read as `plus` says; what is malformed stays. What comes
 * out of an escape may complete the next one at once: no two escapes overlap, so this ends at the same
 * bytes as round after round over the whole, and in one pass however deep they are nested. An address
 * inside an address is encoded once more than the outer one: that is no evidence.
 * @returns evidence, and above it the number of rounds
 */
export function percentDecode(input: TextView, output: TextView, plus: Plus): number {
  const { bytes, length } = input
  const decoding = new Decoding(output)
  let spaces = plus === 'all'
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!
    if (byte === 0x3f && plus === 'query') spaces = true
    output.put(byte === 0x2b && spaces ? 0x20 : byte, input, i, i + 1)
    rounds[output.length - 1] = 0
    if (byte === 0x26) decoding.excused = 1
    else if (byte === 0x2f) decoding.noteAddress()
    // every escape ends with a hexadecimal digit
    else if (hexValue[byte] !== 255) decoding.resolve()
  }
  return decoding.seen | (decoding.most << countShift)
}

/** What was seen while one text was decoded. */
class Decoding {
  readonly #output: TextView
  seen = 0
  /** The most rounds of any byte. */
  most = 0
  /** Rounds that an address inside the argument at hand explains. */
  excused = 1

  constructor(output: TextView) {
    this.#output = output
  }

  /** The output ends with a slash or a question mark: an address may begin there. */
  noteAddress(): void {
    this.excused = Math.max(this.excused, addressFrom(this.#output))
  }

  /** Resolves the escape that the output ends with, and those that this completes. */
  resolve(): void {
    const output = this.#output
    for (let width = escapeWidth(output); width > 0; width = escapeWidth(output)) {
      if (width === 6) this.seen |= evasion.percentU
      const round = resolve(output, width)
      if (round > this.excused) this.seen |= evasion.encodedTwice
      if (round > this.excused + 1) this.seen |= evasion.encodedOften
      this.most = Math.max(this.most, round)
      this.noteAddress()
    }
  }
}

/** Width of the escape that the output ends with: 3 for `%HH`, 6 for `%uHHHH`, 0 for none. */
function escapeWidth(view: TextView): number {
  const { bytes, length } = view
  if (length >= 3 && bytes[length - 3] === 0x25)
    return readHex(bytes, length - 2, 2, length) < 0 ? 0 : 3
  if (length < 6 || bytes[length - 6] !== 0x25 || (bytes[length - 5]! | 32) !== 0x75) return 0
  return readHex(bytes, length - 4, 4, length) < 0 ? 0 : 6
}

/** Puts what the escape at the end of the output stands for in its place. @returns its round */
function resolve(output: TextView, width: number): number {
  const from = output.length - width
  let round = 0
  for (let i = from; i < output.length; i++) round = Math.max(round, rounds[i]!)
  round = Math.min(round + 1, mostRounds)
  const digits = width === 3 ? 2 : 4
  const code = readHex(output.bytes, output.length - digits, digits, output.length)
  output.replaceLast(width, code, width === 3)
  rounds.fill(round, from, output.length)
  return round
}

/** How often what follows may be encoded, when the output ends with `://` or with an encoded `?`; else 0. */
function addressFrom(output: TextView): number {
  const { bytes, length } = output
  const last = bytes[length - 1]
  const round = rounds[length - 1]!
  if (last === 0x3f) return round > 0 ? round + 1 : 0
  if (last !== 0x2f || length < 3) return 0
  return bytes[length - 2] === 0x2f && bytes[length - 3] === 0x3a ? Math.max(2, round + 1) : 0
}
