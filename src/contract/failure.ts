export type FailureCode =
  /** Our fault. */
  | 'TRIPLINE_E_INTERNAL'
  /** The command line asks for something that does not exist or cannot be combined. */
  | 'TRIPLINE_E_USAGE'
  /** The config file, or a rule it names, cannot be used. */
  | 'TRIPLINE_E_CONFIG'
  /** Something named as input is missing, may not be read, or is not a thing to read from. */
  | 'TRIPLINE_E_INPUT'
  /** A compressed input ends too early or is damaged inside. */
  | 'TRIPLINE_E_CORRUPT'
  /** No line of the input could be understood. */
  | 'TRIPLINE_E_FORMAT'
  /** A saved state cannot be used any more. */
  | 'TRIPLINE_E_STATE'
  /** Something that results are written to cannot be reached. */
  | 'TRIPLINE_E_SINK'

/** The exit code that each failure ends the program with; 0, 5 and 130 are not failures. */
export const failures: Readonly<Record<FailureCode, 1 | 2 | 3 | 4 | 6>> = {
  TRIPLINE_E_INTERNAL: 1,
  TRIPLINE_E_USAGE: 2,
  TRIPLINE_E_CONFIG: 3,
  TRIPLINE_E_INPUT: 4,
  TRIPLINE_E_CORRUPT: 4,
  TRIPLINE_E_FORMAT: 4,
  TRIPLINE_E_STATE: 4,
  TRIPLINE_E_SINK: 6,
}

/** What a failure says beside its message. */
export interface FailureDetail {
  /** Where: one line per place, each with what is wrong there. */
  readonly where?: readonly string[]
  /** What to do about it, in one line. */
  readonly hint: string
  readonly cause?: unknown
}

/** An error for people: what is wrong (the message, one sentence), where, and what to do. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly exit: 1 | 2 | 3 | 4 | 6
  readonly where: readonly string[]
  readonly hint: string

  constructor(code: FailureCode, message: string, detail: FailureDetail) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.code = code
    this.exit = failures[code]
    this.where = detail.where ?? []
    this.hint = detail.hint
  }
}
