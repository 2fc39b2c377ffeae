import { isLetter, isWord } from '../bytes.ts'
import { evasion } from '../evasion.ts'
import type { Step, TextView } from '../view.ts'
import { Variables } from './variables.ts'
import { isPattern, pathFor, wordEnd } from './wildcards.ts'

/** Words with wildcards that are looked up; more are flagged and left. */
const mostPatterns = 16
const longestBraces = 128

/** Letters whose escapes are the control characters from 9 on. */
const escapedLetters = 'tnvfr'

const variables = new Variables()

/** 0 beyond the text. */
function byteAt(view: TextView, at: number): number {
  return at >= 0 && at < view.length ? view.bytes[at]! : 0
}

/** True for what a shell drops inside a word: quotes, and a backslash, caret or grave before a letter. */
function isDropped(view: TextView, at: number): boolean {
  const byte = view.bytes[at]!
  const next = byteAt(view, at + 1)
  if (byte === 0x5c || byte === 0x5e) return isLetter(next) || next === byte
  const isQuote = byte === 0x27 || byte === 0x22
  if (!isQuote && byte !== 0x60) return false
  const before = byteAt(view, at - 1)
  if (isQuote && (next === byte || before === byte)) return true
  return isWord(before) && isWord(next)
}

/** Two quotes with nothing in them, inside a word: nobody writes that for another reader than a filter. */
function isHollow(view: TextView, at: number): boolean {
  const { bytes, length } = view
  if (at < 1 || at + 2 >= length || bytes[at + 1] !== bytes[at] || bytes[at] === 0x60) return false
  return isLetter(bytes[at - 1]!) && isLetter(bytes[at + 2]!)
}

/** `{cat,/etc/passwd}` is a command with its argument. @returns the place of its end, or -1 */
function braceEnd(view: TextView, at: number): number {
  if (view.bytes[at] !== 0x7b || !isLetter(view.bytes[at + 1]!)) return -1
  let commas = 0
  for (let i = at + 1; i < Math.min(view.length, at + longestBraces); i++) {
    const byte = view.bytes[i]!
    if (byte === 0x2c) commas++
    if (byte === 0x7d) return commas > 0 ? i : -1
    if (byte === 0x22 || byte === 0x3a || byte === 0x7b) return -1
  }
  return -1
}

/** Reads one text as a shell would. */
class Words {
  readonly #input: TextView
  readonly #output: TextView
  seen = 0
  #braced = -1
  #patterns = 0
  /** Where the path that was looked at last ends. */
  #lookedTo = 0

  constructor(input: TextView, output: TextView) {
    this.#input = input
    this.#output = output
    variables.restart()
  }

  /** What is at `at` means something else to a shell. @returns where to go on; `at` when it is itself */
  step(at: number): number {
    const byte = this.#input.bytes[at]!
    if (byte === 0x24) return this.#variable(at)
    if (byte === 0x2f) return this.#path(at)
    if (byte >= 9 && byte <= 13) return this.#letter(at)
    if (byte === 0x3d) variables.assign(this.#input, at)
    if (byte === 0x7b || at <= this.#braced) return this.#brace(byte, at)
    return this.#drop(at)
  }

  /** A brace that opens, or what stands inside of one. */
  #brace(byte: number, at: number): number {
    if (at === this.#braced) return at + 1
    if (at < this.#braced) return byte === 0x2c ? this.#put(0x20, at, 1) : this.#drop(at)
    const end = braceEnd(this.#input, at)
    if (end > 0) this.#braced = end
    return end > 0 ? at + 1 : at
  }

  #drop(at: number): number {
    if (!isDropped(this.#input, at)) return at
    if (isHollow(this.#input, at)) this.seen |= evasion.shellQuoting
    return at + 1
  }

  /** What was read as the escape of a control character is an escaped letter to a shell. */
  #letter(at: number): number {
    const { bytes, starts, ends } = this.#input
    const width = ends[at]! - starts[at]!
    // `\\t` and `%5ct`
    if (width !== 2 && width !== 4) return at
    return this.#put(escapedLetters.charCodeAt(bytes[at]! - 9), at, 1)
  }

  #variable(at: number): number {
    const meaning = variables.read(this.#input, at)
    const { width, valueStart, valueEnd } = variables
    if (meaning === 'itself') return at
    if (meaning === 'space') this.seen |= evasion.shellQuoting
    if (meaning === 'space' || meaning === 'slash')
      return this.#put(meaning === 'space' ? 0x20 : 0x2f, at, width)
    if (meaning === 'nothing') {
      if (width === 2 && this.#isInside(at)) this.seen |= evasion.shellQuoting
      return at + width
    }
    for (let i = valueStart; i < valueEnd; i++) this.#put(this.#input.bytes[i]!, at, width)
    if (at + width < this.#input.length) this.seen |= evasion.shellQuoting
    return at + width
  }

  /** Between letters. */
  #isInside(at: number): boolean {
    const { bytes, length } = this.#input
    return at > 0 && at + 2 < length && isLetter(bytes[at - 1]!) && isLetter(bytes[at + 2]!)
  }

  /** A path with wildcards becomes what it stands for. */
  #path(at: number): number {
    const input = this.#input
    const isStart = at >= this.#lookedTo && (at === 0 || !isWord(input.bytes[at - 1]!))
    if (!isStart) return at
    const end = wordEnd(input, at)
    this.#lookedTo = end
    if (!isPattern(input, at, end)) return at
    if (this.#patterns++ === mostPatterns) this.seen |= evasion.tooCostly
    const path = this.#patterns > mostPatterns ? undefined : pathFor(input, at, end)
    if (path === undefined) return at
    this.seen |= evasion.shellQuoting
    for (let i = 0; i < path.length; i++) this.#put(path.charCodeAt(i), at, end - at)
    return end
  }

  #put(byte: number, at: number, width: number): number {
    this.#output.put(byte, this.#input, at, at + width)
    return at + width
  }
}

/**
 * Shell words as the shell sees them: quotes and escapes inside words gone, `$IFS` a space, braces opened,
 * variables that the text assigns replaced, paths with wildcards that stand for well-known files resolved.
 */
export const unquoted: Step = (input, output) => {
  const words = new Words(input, output)
  for (let i = 0; i < input.length;) {
    const next = words.step(i)
    if (next === i) {
      output.put(input.bytes[i]!, input, i, i + 1)
      i++
    } else i = next
  }
  return words.seen
}
