import { isLetter } from '../bytes.ts'
import { evasion } from '../evasion.ts'
import type { Step, TextView } from '../view.ts'
import { foldings } from './foldings.ts'
import { LookAlikes } from './look-alikes.ts'
import { Character } from './utf8.ts'

const character = new Character()
const alike = new LookAlikes()
const softHyphen = 0xad

/** Chinese, Japanese and Korean write full-width signs: 1 for such a sign that folds, -1 for a character beside which it is ordinary. */
function widthOf(code: number, folded: string | undefined): number {
  if (code >= 0xff00) return folded ? 1 : 0
  return code >= 0x2e80 ? -1 : 0
}

/** Whether the ASCII byte at `at` was written as an escape, which nothing but a machine does. */
function isEscaped(view: TextView, at: number): boolean {
  return view.ends[at]! - view.starts[at]! > 1
}

/**
 * What a byte that begins no character means to readers that are not strict: `%c0%2f` and `%c1%1c` keep
 * the low bits; `%bcscript` loses the high bit. @returns its code times two, plus one when a byte more belongs to it; 0 for itself
 */
function readBroken(view: TextView, at: number): number {
  const { bytes, length } = view
  const byte = bytes[at]!
  if (at + 1 >= length) return 0
  const next = bytes[at + 1]!
  if ((byte === 0xc0 || byte === 0xc1) && next < 0x80 && isEscaped(view, at + 1)) {
    const code = ((byte & 0x1f) << 6) | (next & 0x3f)
    return code === 0x2f || code === 0x5c || code === 0x2e ? code * 2 + 1 : 0
  }
  return byte === 0xbc && (isLetter(next) || next === 0x2f) ? 0x3c * 2 : 0
}

/** A lead byte of a Chinese or Japanese code page before a quote or backslash: the escape in front of it goes with it. */
function swallows(view: TextView, at: number): boolean {
  const next = at + 1 < view.length ? view.bytes[at + 1]! : 0
  if (next !== 0x27 && next !== 0x22 && next !== 0x5c) return false
  const byte = view.bytes[at]!
  return (byte === 0xbf || byte === 0xdf || byte === 0xaa || byte === 0x81) && isEscaped(view, at)
}

/** Evidence in a character that folds to nothing. */
function unseen(view: TextView, output: TextView, at: number): number {
  const next = at + character.width
  const isInside =
    character.code !== softHyphen &&
    output.length > 0 &&
    isLetter(output.bytes[output.length - 1]!) &&
    next < view.length &&
    isLetter(view.bytes[next]!)
  return isInside ? evasion.invisible : 0
}

/** Folds one text. */
class Folding {
  readonly #forms = foldings()
  readonly #input: TextView
  readonly #output: TextView
  seen = 0
  /** Full-width signs minus the characters beside which they are ordinary. */
  wide = 0
  /** A `<` that lost its high bit: only then `%be` is a `>`. */
  #isOpen = false

  constructor(input: TextView, output: TextView) {
    this.#input = input
    this.#output = output
    alike.restart()
  }

  /** Reads what begins at `at`, no ASCII. @returns its width */
  step(at: number): number {
    character.read(this.#input, at)
    return character.code < 0 ? this.#broken(at) : this.#whole(at)
  }

  #broken(at: number): number {
    const byte = this.#input.bytes[at]!
    const broken = byte === 0xbe && this.#isOpen ? 0x3e * 2 : readBroken(this.#input, at)
    const width = 1 + (broken % 2)
    if (broken === 0x3c * 2) this.#isOpen = true
    if (width === 2) this.seen |= evasion.overlong
    else if (broken > 0 || swallows(this.#input, at)) this.seen |= evasion.brokenCharacter
    this.#output.put(broken > 0 ? broken >> 1 : byte, this.#input, at, at + width)
    return width
  }

  #whole(at: number): number {
    const { code, width, overlong } = character
    if (overlong && code < 0x80) this.seen |= evasion.overlong
    const folded = this.#forms.get(code)
    this.wide += widthOf(code, folded)
    if (folded === '') this.seen |= unseen(this.#input, this.#output, at)
    if (folded === undefined) this.#plain(at, code, width)
    else
      for (let k = 0; k < folded.length; k++)
        this.#output.put(folded.charCodeAt(k), this.#input, at, at + width)
    return width
  }

  /** A character that does not fold by itself: a letter among Latin ones may look like one. */
  #plain(at: number, code: number, width: number): void {
    const latin = alike.latin(this.#input, at, code)
    if (latin > 0) this.seen |= evasion.disguised
    this.#output.putCode(latin > 0 ? latin : code, this.#input, at, at + width)
  }
}

/**
 * UTF-8 to ASCII where it matters: full-width and styled forms, look-alikes of syntax, Cyrillic and Greek
 * letters inside Latin words, overlong and broken sequences, and nothing for what cannot be seen.
 */
export const fold: Step = (input, output) => {
  const folding = new Folding(input, output)
  for (let i = 0; i < input.length;) {
    const byte = input.bytes[i]!
    if (byte >= 0x80) {
      i += folding.step(i)
      continue
    }
    output.put(byte, input, i, i + 1)
    i++
  }
  return folding.wide > 0 ? folding.seen | evasion.disguised : folding.seen
}
