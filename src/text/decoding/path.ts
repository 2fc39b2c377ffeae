import { isLetter, isWord } from './bytes.ts'
import { countShift, evasion } from './evasion.ts'
import type { Step, TextView } from './view.ts'

const most = 255

/** Bytes at which another path may begin: an argument, a list, a quoted name, a scheme. */
const endsPath = new Uint8Array(256)
for (const character of '?&=,|"\'` :<>#') endsPath[character.charCodeAt(0)] = 1

/** Those of them that a name in the path of a target can hold. */
const inNames = new Uint8Array(256)
for (const character of ' =,&') inNames[character.charCodeAt(0)] = 1

/** What became of a segment when it ended. */
type Ended = 'name' | 'empty' | 'resolved'

/** Where the segments of the path at hand begin in the output. */
class Segments {
  readonly #starts: number[] = [0]
  /** Before the first question mark: parameters and trailing dots are the server's to drop. */
  isOfTarget = false
  #depth = 0
  /** The most `..` of any path so far that led out of its root. */
  deepest = 0
  seen = 0

  /** A new path begins at the end of the output. */
  restart(output: TextView): void {
    this.#starts.length = 1
    this.#starts[0] = output.length
    this.#depth = 0
  }

  begin(output: TextView): void {
    this.#starts.push(output.length)
  }

  /** Ends the segment that began last: takes away what it cancels. */
  close(output: TextView): Ended {
    const from = this.#starts.at(-1)!
    this.#cut(output, from)
    if (output.length === from) return 'empty'
    const dots = countDots(output, from, output.length)
    if (dots === 0) return 'name'
    if (dots === 2 && this.#leadsOut(output, from)) {
      this.#depth = Math.min(most, this.#depth + 1)
      this.deepest = Math.max(this.deepest, this.#depth)
      if (output.length - from > 2) this.seen |= evasion.pathTrick
      output.length = from + 2
      return 'name'
    }
    if (dots === 2) this.#starts.pop()
    output.length = this.#starts.at(-1)!
    return 'resolved'
  }

  /** Nothing stands before it that it could cancel: the root, or another `..` that leads out. */
  #leadsOut(output: TextView, from: number): boolean {
    if (this.#starts.length === 1) return true
    const before = this.#starts.at(-2)!
    return from - 1 === before || countDots(output, before, from - 1) === 2
  }

  /** Takes away what servers do not count to a name: parameters, the name of a stream, dots and spaces behind it. */
  #cut(output: TextView, from: number): void {
    if (this.#cutDots(output, from) || !this.isOfTarget) return
    const { bytes } = output
    if (output.length === from) return
    if (from > 0) output.length = parameterAt(output, from)
    if (isShort(output, from)) this.seen |= evasion.pathTrick
    while (output.length > from && isTail(bytes[output.length - 1]!)) {
      if (countDots(output, from, output.length) > 0) return
      output.length--
    }
  }

  /** `..;x` is read as `..` by some servers and as a name by others. */
  #cutDots(output: TextView, from: number): boolean {
    if (output.length - from < 3 || output.bytes[from + 2] !== 0x3b) return false
    if (countDots(output, from, from + 2) !== 2) return false
    this.seen |= evasion.dotsWithParameter
    output.length = from + 2
    return true
  }
}

/** Where the parameters of a segment begin; its end when it has none. */
function parameterAt({ bytes, length }: TextView, from: number): number {
  let at = from
  while (at < length && bytes[at] !== 0x3b) at++
  return at
}

/** A dot or a space. */
function isTail(byte: number): boolean {
  return byte === 0x2e || byte === 0x20
}

/** A short name of Windows: six letters or digits, `~`, a digit. */
function isShort(view: TextView, from: number): boolean {
  const { bytes } = view
  if (view.length - from < 8 || bytes[from + 6] !== 0x7e) return false
  const digit = bytes[from + 7]!
  for (let i = from; i < from + 6; i++) if (!isWord(bytes[i]!)) return false
  return digit >= 0x31 && digit <= 0x39
}

/**
 * Dots of a segment that is one or two; three and four are two to a filter that cuts `../` or `./` once.
 * 0 for other segments.
 */
function countDots(view: TextView, from: number, to: number): number {
  const length = to - from
  if (length < 1 || length > 4) return 0
  for (let i = from; i < to; i++) if (view.bytes[i] !== 0x2e) return 0
  return Math.min(length, 2)
}

const stream = '::$data'

/** Width of `::$DATA` at `at`, which names the contents of a file once more; else 0. */
function streamWidth(view: TextView, at: number): number {
  if (view.bytes[at] !== 0x3a || at + stream.length > view.length) return 0
  for (let i = 0; i < stream.length; i++) {
    const byte = view.bytes[at + i]!
    if ((isLetter(byte) ? byte | 32 : byte) !== stream.charCodeAt(i)) return 0
  }
  return stream.length
}

/** Reads the paths of one text. */
class Paths {
  readonly segments: Segments = new Segments()
  readonly #input: TextView
  readonly #output: TextView
  /** Where the path at hand begins. */
  #first = 0

  constructor(input: TextView, output: TextView) {
    this.#input = input
    this.#output = output
    this.segments.isOfTarget = input.length > 0 && input.bytes[0] === 0x2f
  }

  slash(at: number): void {
    const ended = this.segments.close(this.#output)
    const isRoot = at === this.#first || this.#input.bytes[at - 2] === 0x3a
    if (ended === 'resolved' || (ended === 'empty' && !isRoot)) return
    this.#output.put(0x2f, this.#input, at, at + 1)
    this.segments.begin(this.#output)
  }

  other(byte: number, at: number): void {
    const isEnd = endsPath[byte] === 1 && !(this.segments.isOfTarget && inNames[byte] === 1)
    if (isEnd) this.segments.close(this.#output)
    this.#output.put(byte, this.#input, at, at + 1)
    if (!isEnd) return
    if (byte === 0x3f) this.segments.isOfTarget = false
    this.segments.restart(this.#output)
    this.#first = at + 1
  }
}

/**
 * Paths as a server reads them: backslashes as slashes, no empty and no `.` segments, `..` resolved, no
 * parameters and nothing behind a name that the file system drops.
 * The `..` that lead out of the root stay, and are counted in the result above the evidence.
 */
export const normalPath: Step = (input, output) => {
  const paths = new Paths(input, output)
  const { segments } = paths
  for (let i = 0; i < input.length; i++) {
    const byte = input.bytes[i]!
    const width = byte === 0x3a ? streamWidth(input, i) : 0
    if (byte === 0x2f || byte === 0x5c) paths.slash(i)
    else if (width === 0) paths.other(byte, i)
    else {
      segments.seen |= evasion.pathTrick
      i += width - 1
    }
  }
  segments.close(output)
  return segments.seen | (segments.deepest << countShift)
}
