import { isWord } from '../bytes.ts'
import { evasion } from '../evasion.ts'
import type { Step, TextView } from '../view.ts'
import { isQuote, nameBefore, spacesEnd, Value } from './values.ts'

const value = new Value()
const longestLiteral = 64
/** Bytes with which the inside of a literal does not begin: they stand between literals. */
const between = new Uint8Array(256)
for (const character of ' |+.,=)(&') between[character.charCodeAt(0)] = 1

/** Where the text goes on behind an operator that joins strings; `at` when there is none. */
function joinedFrom(view: TextView, at: number, isList: boolean): number {
  const { bytes } = view
  const sign = spacesEnd(view, at)
  const byte = sign < view.length ? bytes[sign]! : 0
  if (byte === 0x7c && bytes[sign + 1] === 0x7c) return spacesEnd(view, sign + 2)
  const joins = byte === 0x2b || byte === 0x2e || (byte === 0x2c && isList)
  return joins ? spacesEnd(view, sign + 1) : sign > at ? sign : at
}

/** Puts together what is written in pieces, once per text. */
class Joining {
  readonly #input: TextView
  readonly #output: TextView
  seen = 0
  /** The quote before this place, -1 for none. */
  #quote = -1
  /** Parentheses that are open since `concat(`; 0 outside of it. */
  #inList = 0

  constructor(input: TextView, output: TextView) {
    this.#input = input
    this.#output = output
  }

  /** What is at `at` begins a value or joins two. @returns where to go on; `at` when it is itself */
  step(at: number): number {
    const byte = this.#input.bytes[at]!
    if (byte === 0x28) return this.#open(at)
    if (byte === 0x29 && this.#inList > 0) this.#inList--
    if (isQuote(byte)) return this.#quoted(at)
    return byte === 0x30 && value.readAt(this.#input, at) ? this.#put() : at
  }

  /** A parenthesis: the call goes, with its name, when its value is known. */
  #open(at: number): number {
    const input = this.#input
    if (this.#inList > 0) this.#inList++
    const name = nameBefore(input, at)
    if (name === 'concat') this.#inList = 1
    if (!value.readCall(input, at)) return at
    if (this.#inList > 1) this.#inList--
    this.#retract(at - value.nameStart(input, at))
    return this.#put()
  }

  /** A quote: `x'3c'`, or the end of a literal that goes on in the next one. */
  #quoted(at: number): number {
    const input = this.#input
    const before = this.#quote
    this.#quote = at
    if (at > 0 && value.readAt(input, at - 1)) {
      this.#retract(1)
      this.#quote = -1
      return this.#put()
    }
    if (!this.#isLiteral(before, at)) return at
    const next = joinedFrom(input, at + 1, this.#inList === 1)
    if (next === at + 1 || next >= input.length || input.bytes[next] !== input.bytes[at]) return at
    if (isWord(input.bytes[next - 1]!)) return at
    if (hasOperator(input, at + 1, next)) this.seen |= evasion.computed
    this.#quote = next
    return next + 1
  }

  /** Whether the bytes between two quotes are the inside of a literal, and not what stands between two. */
  #isLiteral(from: number, to: number): boolean {
    const { bytes } = this.#input
    if (from < 0 || to - from > longestLiteral || bytes[from] !== bytes[to]) return false
    return to === from + 1 || (between[bytes[from + 1]!] === 0 && between[bytes[to - 1]!] === 0)
  }

  /** Takes back what was already put of a value. */
  #retract(width: number): void {
    this.#output.length = Math.max(0, this.#output.length - width)
  }

  /** Puts the value at hand and those joined to it. */
  #put(): number {
    const input = this.#input
    let count = value.count
    let end = value.end
    value.put(input, this.#output)
    for (;;) {
      const next = joinedFrom(input, end, this.#inList === 1)
      if (next === end || !hasOperator(input, end, next) || !value.readAt(input, next)) break
      value.put(input, this.#output)
      count += value.count
      end = value.end
    }
    if (count > 2) this.seen |= evasion.computed
    return end
  }
}

function hasOperator(view: TextView, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (view.bytes[i]! > 32) return true
  return false
}

/**
 * Values that SQL, JavaScript and PHP compute from constants: `char(97,98)`, `String.fromCharCode(60)`,
 * `chr(97)||chr(98)`, `0x3c73`, `x'3c73'`, `unhex('3c')`, `atob('PHM=')`, `'un'||'ion'`, `concat('a','b')`.
 */
export const computed: Step = (input, output) => {
  const joining = new Joining(input, output)
  for (let i = 0; i < input.length;) {
    const next = joining.step(i)
    if (next === i) {
      output.put(input.bytes[i]!, input, i, i + 1)
      i++
    } else i = next
  }
  return joining.seen
}
