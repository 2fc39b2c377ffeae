import { evasion, type Step, type TextView } from './view.ts'

/** Bits of the evidence above which the depth stands: how many `..` led out of the root. */
export const depthShift = 16
const deepest = 255

/** Bytes at which another path may begin: an argument, a list, a quoted name, a scheme. */
const endsPath = new Uint8Array(256)
for (const character of '?&=,|"\'` :<>#') endsPath[character.charCodeAt(0)] = 1

/** Where the segments of the path at hand begin in the output. */
class Segments {
  readonly starts: number[] = []
  depth = 0
  seen = 0

  /** Ends the segment that began last: takes away what it cancels. */
  close(output: TextView, end: 'slash' | 'path'): void {
    const from = this.starts.at(-1) ?? 0
    this.#cutParameter(output, from)
    const dots = countDots(output, from)
    if (dots === 0) return
    if (dots === 1) {
      if (end === 'slash') output.length = from
      return
    }
    if (this.starts.length > 1) {
      this.starts.pop()
      output.length = this.starts.at(-1)!
    } else {
      this.depth = Math.min(deepest, this.depth + 1)
      // stays to be seen: the next segment begins behind it
      output.length = from + 2
    }
  }

  /** `..;x` is read as `..` by some servers and as a name by others. */
  #cutParameter(output: TextView, from: number): void {
    if (output.bytes[from] !== 0x2e) return
    for (let i = from; i < output.length; i++)
      if (output.bytes[i] === 0x3b) {
        if (countDots({ bytes: output.bytes, length: i }, from) === 2)
          this.seen |= evasion.dotsWithParameter
        output.length = i
        return
      }
  }
}

/** Length of a segment of one or two dots; four dots are two to a filter that cuts `../` once. 0 for others. */
function countDots(view: Pick<TextView, 'bytes' | 'length'>, from: number): number {
  const length = view.length - from
  if (length !== 1 && length !== 2 && length !== 4) return 0
  for (let i = from; i < view.length; i++) if (view.bytes[i] !== 0x2e) return 0
  return Math.min(length, 2)
}

/**
 * Paths as a server reads them: backslashes as slashes, no empty and no `.` segments, `..` resolved.
 * The `..` that lead out of the root stay, and are counted in the result above `depthShift`.
 */
export const normalPath: Step = (input, output) => {
  const segments = new Segments()
  let depth = 0
  segments.starts.push(0)
  for (let i = 0; i < input.length; i++) {
    const byte = input.bytes[i]!
    if (byte === 0x2f || byte === 0x5c) {
      if (closeAtSlash(segments, output, input.bytes[i - 1] === 0x3a))
        output.put(0x2f, input, i, i + 1)
      segments.starts.push(output.length)
    } else if (endsPath[byte]) {
      segments.close(output, 'path')
      depth = Math.max(depth, segments.depth)
      segments.depth = 0
      output.put(byte, input, i, i + 1)
      segments.starts.length = 0
      segments.starts.push(output.length)
    } else output.put(byte, input, i, i + 1)
  }
  segments.close(output, 'path')
  return segments.seen | (Math.max(depth, segments.depth) << depthShift)
}

/** @returns whether the slash is to be written */
function closeAtSlash(segments: Segments, output: TextView, afterScheme: boolean): boolean {
  segments.close(output, 'slash')
  if (afterScheme || output.length === 0) return true
  return output.bytes[output.length - 1] !== 0x2f
}
