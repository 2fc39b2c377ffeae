import type { Place } from '../matching/place.ts'
import type { Circumstances, Exception, Exceptions } from './exceptions.ts'
import { without } from './parameter.ts'

/** A rule that holds for one text of a request. */
export interface Hit {
  readonly rule: string
  readonly text: string
  readonly place: Place
  readonly of: Circumstances
}

/** How one who judges texts looks again. */
export interface Look<Held> {
  /** Where in a text the rule holds; -1 where that is not known. */
  offset(held: Held, text: string): number
  /** The same rule, where it holds for another text. */
  again(text: string): Held | undefined
}

/**
 * What is left of a hit when exceptions are taken out. One that lets through a part of the text makes that
 * part harmless, and the rule is asked again: what else it finds is not let through with it.
 * @returns the hit that is left, or the exception that let all of it through
 */
export function leftOf<Held extends object>(
  first: Held,
  { rule, text: whole, place, of }: Hit,
  exceptions: Exceptions,
  look: Look<Held>,
): { readonly held: Held } | { readonly exception: Exception } {
  let held = first
  let text = whole
  for (;;) {
    const offset = look.offset(held, text)
    const covered = exceptions.partCovered(rule, of, { text, place, offset })
    if (!covered) return { held }
    const { exception, part } = covered
    const rest = part === '' ? text : without(text, place, part)
    const next = rest === text ? undefined : look.again(rest)
    if (!next) return { exception }
    held = next
    text = rest
  }
}
