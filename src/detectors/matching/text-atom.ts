import { Pattern, type Stretch } from '../../text/search/pattern.ts'
import { foldCase, type TextView } from '../../text/decoding/view.ts'
import type { Atom } from '../rules/rule.ts'
import { type Part, type Place, placeOf } from './place.ts'

/** A test of text in a place where payloads can be, made ready. */
export interface TextAtom {
  readonly atom: Atom
  readonly place: Place | 'request'
  readonly part: Part
  readonly op: 'equals' | 'contains' | 'starts' | 'ends' | 'matches'
  /** Folded unless the case matters. */
  readonly value: string
  readonly pattern: Pattern | undefined
  /** Literals, by their number in the automaton, of which one must be there; none: nothing can be said. */
  readonly literals: readonly number[]
  /** True when the literal being there is the whole test. */
  readonly isLiteral: boolean
  /** True when it matters where the text begins or ends, so that arguments are looked at one by one. */
  readonly anchored: boolean
}

/** Numbers for literals: equal ones share a number. */
export class Literals {
  readonly texts: string[] = []
  readonly #numbers = new Map<string, number>()

  number(literal: string): number {
    const text = foldCase(literal)
    let number = this.#numbers.get(text)
    if (number === undefined) {
      number = this.texts.length
      this.texts.push(text)
      this.#numbers.set(text, number)
    }
    return number
  }
}

/** The atom as a test of text; undefined when it asks for something else. */
export function createTextAtom(atom: Atom, literals: Literals): TextAtom | undefined {
  const at = placeOf(atom.field)
  const { op, value } = atom.test
  if (!at || typeof value !== 'string' || value === '' || op === 'cidr') return undefined
  const pattern = op === 'matches' ? new Pattern(value, atom.cased) : undefined
  const needed = pattern ? pattern.literals : [value]
  return {
    atom,
    ...at,
    op,
    value: atom.cased ? value : foldCase(value),
    pattern,
    literals: needed.map((literal) => literals.number(literal)),
    isLiteral: op === 'contains' && !atom.cased && at.part === 'whole',
    anchored: pattern ? pattern.anchored : op !== 'contains',
  }
}

/** Where the test holds in a view; undefined when it does not. `somewhere` when the place is not asked for. */
export function stretchIn(
  text: TextAtom,
  view: TextView,
  isPlaceAsked: boolean,
): Stretch | undefined {
  if (text.pattern) {
    if (isPlaceAsked) return text.pattern.find(view.text)
    return text.pattern.test(view) ? somewhere : undefined
  }
  const { value, op } = text
  const within = text.atom.cased ? view.text : view.folded
  const start =
    op === 'ends' ? within.length - value.length : op === 'contains' ? within.indexOf(value) : 0
  if (start < 0) return undefined
  if (op === 'equals' && within.length !== value.length) return undefined
  if (op !== 'contains' && !within.startsWith(value, start)) return undefined
  return { start, end: start + value.length }
}

const somewhere: Stretch = { start: 0, end: 0 }
