import { evasion, type Step, type TextView } from './view.ts'

/** Bits of the evidence above which the depth stands: how many `..` led out of the root. */
export const depthShift = 16
const most = 255

/** Bytes at which another path may begin: an argument, a list, a quoted name, a scheme. */
const endsPath = new Uint8Array(256)
for (const character of '?&=,|"\'` :<>#') endsPath[character.charCodeAt(0)] = 1

/** What became of a segment when it ended. */
type Ended = 'name' | 'empty' | 'resolved'

/** Where the segments of the path at hand begin in the output. */
class Segments {
  readonly #starts: number[] = [0]
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
    this.#cutParameter(output, from)
    if (output.length === from) return 'empty'
    const dots = countDots(output, from, output.length)
    if (dots === 0) return 'name'
    if (dots === 2 && this.#leadsOut(output, from)) {
      this.#depth = Math.min(most, this.#depth + 1)
      this.deepest = Math.max(this.deepest, this.#depth)
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

  /** `..;x` is read as `..` by some servers and as a name by others. */
  #cutParameter(output: TextView, from: number): void {
    if (output.length - from < 3 || output.bytes[from + 2] !== 0x3b) return
    if (countDots(output, from, from + 2) !== 2) return
    this.seen |= evasion.dotsWithParameter
    output.length = from + 2
  }
}

/** Dots of a segment that is one or two; four are two to a filter that cuts `../` once. 0 for other segments. */
function countDots(view: TextView, from: number, to: number): number {
  const length = to - from
  if (length !== 1 && length !== 2 && length !== 4) return 0
  for (let i = from; i < to; i++) if (view.bytes[i] !== 0x2e) return 0
  return Math.min(length, 2)
}

/**
 * Paths as a server reads them: backslashes as slashes, no empty and no `.` segments, `..` resolved.
 * The `..` that lead out of the root stay, and are counted in the result above `depthShift`.
 */
export const normalPath: Step = (input, output) => {
  const segments = new Segments()
  let first = 0
  for (let i = 0; i < input.length; i++) {
    const byte = input.bytes[i]!
    if (byte === 0x2f || byte === 0x5c) {
      const ended = segments.close(output)
      const isRoot = i === first || input.bytes[i - 2] === 0x3a
      const isKept = ended === 'empty' ? isRoot : ended === 'name'
      if (!isKept) continue
      output.put(0x2f, input, i, i + 1)
      segments.begin(output)
      continue
    }
    if (endsPath[byte]) segments.close(output)
    output.put(byte, input, i, i + 1)
    if (endsPath[byte]) {
      segments.restart(output)
      first = i + 1
    }
  }
  segments.close(output)
  return segments.seen | (segments.deepest << depthShift)
}
