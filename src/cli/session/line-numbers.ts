import type { Outcome } from '../../pipeline/intake.ts'
import { rotatedSource } from '../../sources/reading/rotation.ts'

/** How far the numbers of one source have come. */
interface Counted {
  number: number
  position: number
  /** Lines of the file that had this name before. */
  before: number | undefined
}

/**
 * Numbers the lines of each file from 1. A log that begins anew under its name begins anew here; late
 * lines of the file that had the name before go on where that one was left.
 */
export class LineNumbers {
  readonly #sources = new Map<string, Counted>()

  /** The number of a line; called once for each, in the order in which they are read. */
  next(outcome: Outcome): number {
    const counted = this.#sources.get(outcome.source) ?? this.#begin(outcome.source)
    if (outcome.kind !== 'skipped') {
      if (outcome.position < counted.position) {
        counted.before = counted.number
        counted.number = 0
      }
      counted.position = outcome.position
    }
    return ++counted.number
  }

  #begin(source: string): Counted {
    let number = 0
    for (const [name, { number: last, before }] of this.#sources)
      if (rotatedSource(name) === source) number = before ?? last
    const counted = { number, position: 0, before: undefined }
    this.#sources.set(source, counted)
    return counted
  }
}
