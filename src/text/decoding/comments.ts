import { isLetter } from './bytes.ts'
import { evasion } from './evasion.ts'
import type { Step, TextView } from './view.ts'

/** Where the last comment can end: found once per text, so that many beginnings without end cost nothing. */
interface Limits {
  readonly block: number
  readonly line: number
}

function limitsOf(view: TextView): Limits {
  const bytes = view.bytes.subarray(0, view.length)
  return { block: bytes.lastIndexOf('*/', undefined, 'latin1'), line: bytes.lastIndexOf(10) }
}

/** End of the comment that begins at `at`, or `at` when none does. Line comments count only when a line follows. */
function commentEnd(view: TextView, at: number, limits: Limits): number {
  const { bytes } = view
  const byte = bytes[at]!
  const next = bytes[at + 1]!
  if (byte === 0x2f && next === 0x2a && at + 2 <= limits.block) return blockEnd(bytes, at + 2)
  const isLine = byte === 0x23 || (byte === 0x2d && next === 0x2d)
  return isLine && at < limits.line ? bytes.indexOf(10, at) + 1 : at
}

/** Behind the next end of a comment: there is one. */
function blockEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] !== 0x2a || bytes[at + 1] !== 0x2f) at++
  return at + 2
}

/** MySQL runs what stands in a comment that begins with an exclamation mark. @returns where that begins, or -1 */
function openedFrom(view: TextView, at: number): number {
  // MariaDB marks its own with an M
  const mark = view.bytes[at + 2] === 0x4d ? at + 3 : at + 2
  if (view.bytes[at] !== 0x2f || view.bytes[mark] !== 0x21) return -1
  let from = mark + 1
  while (from < mark + 7 && view.bytes[from]! >= 0x30 && view.bytes[from]! <= 0x39) from++
  return from
}

function isBetweenLetters(view: TextView, from: number, to: number): boolean {
  return (
    from > 0 && to < view.length && isLetter(view.bytes[from - 1]!) && isLetter(view.bytes[to]!)
  )
}

/** A non-breaking space, unless it is the tail of a UTF-8 sequence. */
function isHardSpace(view: TextView, at: number): boolean {
  return view.bytes[at] === 0xa0 && (at === 0 || view.bytes[at - 1]! < 0x80)
}

/** Writes a space unless one stands there already. */
function putSpace(input: TextView, output: TextView, from: number, to: number): void {
  if (output.length > 0 && output.bytes[output.length - 1] === 32)
    output.ends[output.length - 1] = input.ends[to - 1]!
  else output.put(32, input, from, to)
}

/** Comments, control characters and runs of white space become one space. */
export const commentsToSpace: Step = (input, output) => {
  const limits = limitsOf(input)
  let seen = 0
  for (let i = 0; i < input.length;) {
    const byte = input.bytes[i]!
    const end = commentEnd(input, i, limits)
    const opened = end > i ? openedFrom(input, i) : -1
    if (end > i && isBetweenLetters(input, i, end)) seen |= evasion.splitByComment
    if (opened > 0) {
      putSpace(input, output, i, opened)
      for (let k = opened; k < end - 2; k++) output.put(input.bytes[k]!, input, k, k + 1)
      putSpace(input, output, end - 2, end)
      i = end
    } else if (end > i) {
      putSpace(input, output, i, end)
      i = end
    } else {
      if (byte <= 32 || isHardSpace(input, i)) putSpace(input, output, i, i + 1)
      else output.put(byte, input, i, i + 1)
      i++
    }
  }
  return seen
}

/** Tabs and line ends are ordinary. */
function controlEvidence(byte: number): number {
  if (byte === 0) return evasion.nulls
  return byte === 9 || byte === 10 || byte === 13 ? 0 : evasion.controls
}

/** Comments and control characters vanish; what MySQL runs inside them stays. */
export const commentsRemoved: Step = (input, output) => {
  const limits = limitsOf(input)
  let seen = 0
  for (let i = 0; i < input.length;) {
    const byte = input.bytes[i]!
    const end = commentEnd(input, i, limits)
    const opened = end > i ? openedFrom(input, i) : -1
    if (opened > 0)
      for (let k = opened; k < end - 2; k++) output.put(input.bytes[k]!, input, k, k + 1)
    if (end > i) {
      i = end
      continue
    }
    if (byte < 32 || byte === 127) seen |= controlEvidence(byte)
    else output.put(byte, input, i, i + 1)
    i++
  }
  return seen
}
