import type { Hit } from '../hit.ts'

/** One log format, as the real server writes it. */
export interface Format {
  readonly name: string
  readonly about: string
  /** Lines at the top of each file. */
  readonly header: readonly string[]
  readonly write: (hit: Hit) => string
}
