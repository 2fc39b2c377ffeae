import type { Fault } from '../../event/event.ts'

/** A fault at an offset of the line; what was found there is cut at the next space, or at 60 bytes. */
export function faultAt(
  parser: string,
  line: string,
  where: {
    readonly field: string
    readonly number: number
    readonly expected: string
    readonly at: number
  },
): Fault {
  const space = line.indexOf(' ', where.at + 1)
  const end = space < 0 ? line.length : space
  return { parser, ...where, found: line.slice(where.at, Math.min(end, where.at + 60)) }
}
