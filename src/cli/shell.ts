import type { Style } from './screen/style.ts'

/** One of the two ways out of the process. */
export interface Outlet {
  write(text: string): void
  readonly isTerminal: boolean
  /** Columns of the terminal, or 100 when there is none. */
  readonly columns: number
  readonly style: Style
}

/** The process around a command. */
export interface Shell {
  /** Findings and data. */
  readonly out: Outlet
  /** Talk: what is being done, progress, errors. */
  readonly err: Outlet
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Aborted by the first Ctrl-C: finish and report. The second ends the process at once. */
  readonly interrupt: AbortSignal
  /** Wall clock in milliseconds since whenever: for progress, and for time that passes while no lines come. */
  now(): number
}
