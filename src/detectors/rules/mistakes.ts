/** Something wrong in a rule file, where it stands, and what was probably meant. */
export interface Mistake {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
  readonly what: string
  /** Nearest known name; '' when nothing is near. */
  readonly nearest: string
}

/** The mistake as people read it: `web/x.yml:12:5 unknown field 'cs-metod', nearest is 'cs-method'`. */
export function describe(mistake: Mistake): string {
  const { file, line, column, what, nearest } = mistake
  return `${file}:${line}:${column} ${what}${nearest ? `, nearest is '${nearest}'` : ''}`
}

/** The known name that takes the fewest edits to reach; '' when more than a third would have to change. */
export function nearest(name: string, known: Iterable<string>): string {
  let best = ''
  let least = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase())
    if (edits < least) [best, least] = [candidate, edits]
  }
  return best
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
