import type { Request } from '../../src/event/request.ts'

/** One request as a log shows it: a text that is judged. */
export interface Sample {
  readonly request: Partial<Request>
  /** What distinguishes it, for a reader. */
  readonly text: string
}

/** Requests of one origin and meaning. */
export interface List {
  readonly part: Part
  readonly name: string
  readonly attack: boolean
  readonly samples: readonly Sample[]
  /** Share to be found, at least; of requests that are no attack, at most. */
  readonly goal?: number
  /** Its requests are those of other lists. */
  readonly isSum?: boolean
}

/** The agent of requests that are not about agents. */
export const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:157.0) Gecko/20100101 Firefox/157.0'

/** Sections of the page. */
export type Part =
  | 'payloads'
  | 'tables'
  | 'bypass'
  | 'httpparams'
  | 'core'
  | 'core as query'
  | 'benign'

/** A text as the value of one query argument, percent-encoded as a browser or tool sends it. */
export function query(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  let out = '/search?q='
  for (const byte of bytes) {
    const char = String.fromCharCode(byte)
    // What is already encoded stays: encoding it again would be another payload.
    out += /[\w.~%/:-]/.test(char) ? char : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`
  }
  return out
}

/** A sample that is its target. */
export function ofTarget(target: string, text: string = target): Sample {
  return { request: { target }, text }
}

/** Text with one character per byte. */
export function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
