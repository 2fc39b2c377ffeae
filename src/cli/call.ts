import type { Shell } from './shell.ts'

/** A command line that was understood. */
export interface Call {
  readonly operands: readonly string[]
  readonly flags: Flags
  readonly shell: Shell
}

/** Options as given. */
export interface Flags {
  /** True when a switch was given. */
  on(name: string): boolean
  /** The text of an option; undefined when it was not given. */
  text(name: string): string | undefined
  texts(name: string): readonly string[]
}
