import type { Leaves } from './scan.ts'

/**
 * The fixed text between the values of a JSON line, as one expression. Programs write the same members in the same
 * order line after line, so the next line is cut by comparing this text instead of reading it as JSON; the outcome is
 * the same. The expression cannot backtrack: what a value may hold never includes what ends it.
 */
export interface Layout<Use> {
  readonly expression: RegExp
  /** What the groups of the expression are wanted for. */
  readonly uses: readonly Use[]
}

const maxLeaves = 150
const quotedValue = '[^"\\\\]*'
const bareValue = '-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null'

/** The layout of a line that was scanned; undefined when it is too long to be worth it. */
export function layoutOf<Use>(line: string, leaves: Leaves<Use>): Layout<Use> | undefined {
  if (leaves.count > maxLeaves || line.length > 8192) return undefined
  const uses: Use[] = []
  let source = '^'
  let done = 0
  for (let at = 0; at < leaves.count; at++) {
    const use = leaves.uses[at]
    const value = leaves.quoted[at] === true ? quotedValue : bareValue
    source += `${literal(line.slice(done, leaves.starts[at]))}(${use === undefined ? '?:' : ''}${value})`
    done = leaves.ends[at]!
    if (use !== undefined) uses.push(use)
  }
  return { expression: new RegExp(`${source}${literal(line.slice(done))}$`), uses }
}

function literal(text: string): string {
  return text.replaceAll(
    /[^A-Za-z0-9_ ]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}
