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
