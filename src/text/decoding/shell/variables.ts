import { isLetter, isWord } from '../bytes.ts'
import type { TextView } from '../view.ts'

/** What a variable stands for. */
export type Meaning = 'itself' | 'space' | 'nothing' | 'slash' | 'value'

const mostAssigned = 16
const longestName = 32
const longestValue = 64
/** Variables whose first letter is a slash. */
const ofPaths = ['PATH', 'HOME', 'PWD', 'SHELL', 'OLDPWD']

/** The variables of one text, in the order in which it assigns them: `a=c;b=at;$a$b`. */
export class Variables {
  readonly #nameStarts = new Int32Array(mostAssigned)
  readonly #valueStarts = new Int32Array(mostAssigned)
  readonly #valueEnds = new Int32Array(mostAssigned)
  #count = 0
  /** Width of what was read last. */
  width = 0
  /** Where its value stands in the text. */
  valueStart = 0
  valueEnd = 0

  restart(): void {
    this.#count = 0
  }

  /** Notes what the equals sign at `at` assigns; of more than a few the first are kept. */
  assign(view: TextView, at: number): void {
    if (this.#count === mostAssigned) return
    const { bytes, length } = view
    let from = at
    while (from > 0 && at - from < longestName && isWord(bytes[from - 1]!)) from--
    let end = at + 1
    while (end < length && end - at <= longestValue && isPlain(bytes[end]!)) end++
    if (from === at || end === at + 1 || !isLetter(bytes[from]!)) return
    this.#nameStarts[this.#count] = from
    this.#valueStarts[this.#count] = at + 1
    this.#valueEnds[this.#count] = end
    this.#count++
  }

  /** Reads the variable whose `$` is at `at`. */
  read(view: TextView, at: number): Meaning {
    const { bytes, length } = view
    const isBraced = at + 1 < length && bytes[at + 1] === 0x7b
    const from = at + (isBraced ? 2 : 1)
    let end = from
    while (end < length && end - from < longestName && isWord(bytes[end]!)) end++
    if (end === from) return this.#readSpecial(view, at)
    if (!isBraced) return this.#meaningOf(view, from, end, end - at)
    if (end < length && bytes[end] === 0x7d) return this.#meaningOf(view, from, end, end + 1 - at)
    // ${PATH:0:1}
    const name = bytes.toString('latin1', from, end)
    if (!ofPaths.includes(name) || bytes.toString('latin1', end, end + 5) !== ':0:1}')
      return 'itself'
    this.width = end + 5 - at
    return 'slash'
  }

  #readSpecial(view: TextView, at: number): Meaning {
    const next = at + 1 < view.length ? view.bytes[at + 1]! : 0
    const isEmpty = next === 0x40 || next === 0x2a || next === 0x21
    this.width = isEmpty ? 2 : 1
    // $'…' and $"…" are quotes
    return isEmpty || next === 0x27 || next === 0x22 ? 'nothing' : 'itself'
  }

  /** @param width of all of it, braces included */
  #meaningOf(view: TextView, from: number, end: number, width: number): Meaning {
    const { bytes } = view
    this.width = width
    const first = bytes[from]!
    if (first === 0x49 && bytes[from + 1] === 0x46 && bytes[from + 2] === 0x53)
      return this.#readSpace(view, from, end)
    for (let i = this.#count - 1; i >= 0; i--) if (this.#isNamed(view, i, from, end)) return 'value'
    // positional ones are not set, nor are those of one letter that nothing assigned
    if (first >= 0x31 && first <= 0x39) {
      this.width += from + 1 - end
      return 'nothing'
    }
    return end === from + 1 && isLetter(first) ? 'nothing' : 'itself'
  }

  /** `$IFS`, `$IFS$9`; a longer name in braces or not is another variable. */
  #readSpace(view: TextView, from: number, end: number): Meaning {
    if (end !== from + 3) return 'itself'
    const after = from + 3
    const isPositional = view.bytes[after] === 0x24 && view.bytes[after + 1] === 0x39
    if (isPositional && after + 1 < view.length) this.width += 2
    return 'space'
  }

  #isNamed(view: TextView, number: number, from: number, end: number): boolean {
    const start = this.#nameStarts[number]!
    if (this.#valueStarts[number]! - 1 - start !== end - from) return false
    for (let i = 0; i < end - from; i++)
      if (view.bytes[start + i] !== view.bytes[from + i]) return false
    this.valueStart = this.#valueStarts[number]!
    this.valueEnd = this.#valueEnds[number]!
    return true
  }
}

/** A byte of a value that needs no quotes. */
function isPlain(byte: number): boolean {
  return isWord(byte) || byte === 0x2f || byte === 0x2e || byte === 0x2d
}
