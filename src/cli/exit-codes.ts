/** What the process says to the program that called it. Part of the contract with scripts: never renumbered. */
export const exit = {
  /** Done, and nothing at or over `--fail-on`. */
  fine: 0,
  /** Our fault: a bug, or a machine that refused us memory or disk. */
  fault: 1,
  /** The command line cannot be understood. */
  usage: 2,
  /** The config file, a `TRIPLINE_*` variable or a rule cannot be used. */
  config: 3,
  /** An input cannot be opened, or no line of it could be read. */
  input: 4,
  /** Alerts at or over `--fail-on`. */
  found: 5,
  /** A place that results go to did not answer. */
  sink: 6,
  /** Ended by the reader (Ctrl-C), after reporting what was seen until then. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exit)[keyof typeof exit]
