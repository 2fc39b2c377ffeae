import { bareEnd, type Leaves } from './scan.ts'

/**
 * The fixed text between the values of a JSON line. Programs write the same members in the same order line after line,
 * so the next line is cut by comparing this text instead of reading it as JSON; the outcome is the same.
 */
export interface Layout<Use> {
  /** Text before each value, and after the last. */
  readonly texts: readonly string[]
  readonly quoted: readonly boolean[]
  readonly uses: readonly (Use | undefined)[]
}

/** The layout of a line that was scanned. */
export function layoutOf<Use>(line: string, leaves: Leaves<Use>): Layout<Use> {
  const texts: string[] = []
  let done = 0
  for (let at = 0; at < leaves.count; at++) {
    texts.push(copy(line.slice(done, leaves.starts[at])))
    done = leaves.ends[at]!
  }
  texts.push(copy(line.slice(done)))
  return {
    texts,
    quoted: leaves.quoted.slice(0, leaves.count),
    uses: leaves.uses.slice(0, leaves.count),
  }
}

/** Cuts a line by a layout into `leaves`; false when it is laid out otherwise. The line must have no backslash. */
export function cut<Use>(line: string, layout: Layout<Use>, leaves: Leaves<Use>): boolean {
  const { texts, quoted } = layout
  const { starts, ends } = leaves
  let at = 0
  for (let index = 0; index < quoted.length; index++) {
    const text = texts[index]!
    if (!line.startsWith(text, at)) return false
    at += text.length
    starts[index] = at
    at = quoted[index] === true ? line.indexOf('"', at) : bareEnd(line, at)
    if (at < 0) return false
    ends[index] = at
  }
  const last = texts[quoted.length]!
  return line.length - at === last.length && line.startsWith(last, at)
}

function copy(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}
