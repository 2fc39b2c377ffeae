import type { Stretch } from '../../../text/search/pattern.ts'

/** A value to test: its text, one character per byte, and the same as bytes. */
export interface Value {
  readonly text: string
  readonly bytes: Uint8Array
  readonly length: number
}

/** An operator with its argument, ready to test values. */
export interface Operator {
  /** Every value that it holds for has a literal of each, A-Z equal to a-z; empty when nothing can be said. */
  readonly clauses: readonly (readonly string[])[]
  /** Every value that it holds for has a byte of each set. */
  readonly bytes?: readonly Uint8Array[]
  /** True when a value that has a literal of each clause is one that it holds for. */
  readonly isDecided?: boolean
  holds(value: Value): boolean
  /** What it found in a value that it holds for; the whole value where nothing is said. */
  find?(value: Value): Stretch | undefined
  /** The whole match and its groups, of a value that it holds for. */
  groups?(value: Value): readonly string[]
}

/** Why an operator cannot be had. */
export class Missing extends Error {}

/** Makes an operator of its argument. @throws Missing */
export type Make = (argument: string, read: (path: string) => string | undefined) => Operator

/** A value of its own. */
export function valueOf(text: string): Value {
  return { text, bytes: Buffer.from(text, 'latin1'), length: text.length }
}
