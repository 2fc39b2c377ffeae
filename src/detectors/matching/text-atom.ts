import { Automaton } from '../../text/search/automaton.ts'
import { type Bytes, Pattern, type Stretch } from '../../text/search/pattern.ts'
import { foldCase, type TextView } from '../../text/decoding/view.ts'
import type { Sight } from '../../text/tokens/sight.ts'
import { languages, type Reader } from '../../text/tokens/languages.ts'
import type { Atom } from '../rules/rule.ts'
import { type Part, type Place, placeOf } from './place.ts'

/** A test of text in a place where payloads can be, made ready. */
export interface TextAtom {
  readonly atom: Atom
  /** Its number among those made with the same literals. */
  readonly number: number
  readonly place: Place | 'request'
  readonly part: Part
  readonly op: 'equals' | 'contains' | 'starts' | 'ends' | 'matches' | 'holds'
  /** Folded unless the case matters. */
  readonly value: string
  readonly pattern: Pattern | undefined
  /** The language it asks for, and how surely. */
  readonly reader: Reader | undefined
  readonly least: number
  /** Literals, by their number in the automaton, of which one must be there; none: nothing can be said. */
  readonly literals: readonly number[]
  /** Clauses by their number: of each, a literal must be there. The first is made of `literals`. */
  readonly clauses: readonly number[]
  /** True when the literal being there is the whole test. */
  readonly isLiteral: boolean
  /** True when it matters where the text begins or ends, so that arguments are looked at one by one. */
  readonly anchored: boolean
}

/** Numbers for literals and for clauses made of them: equal ones share a number. */
export class Literals {
  readonly texts: string[] = []
  /** By clause: its literals. */
  readonly clauses: (readonly number[])[] = []
  readonly #clauseNumbers = new Map<string, number>()
  readonly #numbers = new Map<string, number>()
  readonly #testNumbers = new Map<string, number>()
  #automaton: Automaton | undefined

  /** All of them in one automaton, made when first asked for: none may come after. */
  get automaton(): Automaton {
    return (this.#automaton ??= new Automaton(this.texts))
  }

  /** Different tests made with them. */
  get tests(): number {
    return this.#testNumbers.size
  }

  /** The number of a test: those that ask the same share it. */
  test({ field, test, cased, view }: Atom): number {
    const key = JSON.stringify([field, test, cased, view])
    const number = this.#testNumbers.get(key) ?? this.#testNumbers.size
    this.#testNumbers.set(key, number)
    return number
  }

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

  /** The clause that one of these literals must be there. */
  clause(literals: readonly number[]): number {
    const key = literals.join()
    let number = this.#clauseNumbers.get(key)
    if (number === undefined) {
      number = this.clauses.push(literals) - 1
      this.#clauseNumbers.set(key, number)
    }
    return number
  }
}

/** Whether an atom asks for text in a place where payloads can be. */
export function isOfText({ field, test: { op, value } }: Atom): boolean {
  if (op === 'cidr' || op === 'same') return false
  return placeOf(field) !== undefined && typeof value === 'string' && value !== ''
}

/** The atom as a test of text; undefined when it asks for something else. */
export function createTextAtom(atom: Atom, literals: Literals): TextAtom | undefined {
  const at = placeOf(atom.field)
  const { test, cased } = atom
  if (!at || !isOfText(atom)) return undefined
  const value = String(test.value)
  const pattern = test.op === 'matches' ? new Pattern(value, cased) : undefined
  const { reader, least } = readerOf(atom)
  const leads = reader ? [reader.leads] : [[value]]
  const needed = (pattern ? pattern.clauses : leads).map((clause) =>
    clause.map((literal) => literals.number(literal)),
  )
  return {
    atom,
    number: literals.test(atom),
    ...at,
    op: test.op as TextAtom['op'],
    value: cased ? value : foldCase(value),
    pattern,
    reader,
    least,
    literals: needed[0] ?? [],
    clauses: needed.map((clause) => literals.clause(clause)),
    isLiteral: test.op === 'contains' && !cased && at.part === 'whole',
    anchored: pattern ? pattern.anchored : test.op !== 'contains',
  }
}

function readerOf({ test }: Atom): { reader: Reader | undefined; least: number } {
  if (test.op !== 'holds') return { reader: undefined, least: 0 }
  return { reader: languages[test.value], least: test.least }
}

/** Whether the test holds for the text that `[from, to)` of another is. */
export function holdsIn(test: TextAtom, within: Bytes, from: number, to: number): boolean {
  if (test.pattern) return test.pattern.test(within, from, to)
  if (test.reader) return sightIn(test, within, from, to).strength >= test.least
  const { value, op } = test
  const spare = to - from - value.length
  if (spare < 0 || (op === 'equals' && spare > 0)) return false
  if (op === 'ends') return standsAt(test, within.bytes, to - value.length)
  if (op !== 'contains') return standsAt(test, within.bytes, from)
  for (let at = from; at <= from + spare; at++) if (standsAt(test, within.bytes, at)) return true
  return false
}

/** What the language of a test sees in the text that `[from, to)` of another is. */
function sightIn({ reader }: TextAtom, { bytes }: Bytes, from: number, to: number): Sight {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
  return reader!.see(text)
}

/** Whether the value of a test begins at a byte. */
function standsAt({ value, atom }: TextAtom, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < value.length; i++) {
    const byte = bytes[at + i]!
    const isCapital = !atom.cased && byte >= 65 && byte <= 90
    if ((isCapital ? byte | 32 : byte) !== value.charCodeAt(i)) return false
  }
  return true
}

/** Where the test holds in a view, at a price of so many looks; undefined when it does not. */
export function stretchIn(test: TextAtom, view: TextView, mostLooks: number): Stretch | undefined {
  if (test.pattern) return test.pattern.find(view, mostLooks)
  if (!holdsIn(test, view, 0, view.length)) return undefined
  if (test.reader) {
    const [start, end] = sightIn(test, view, 0, view.length).where
    return { start, end }
  }
  const { value, op } = test
  const within = test.atom.cased ? view.text : view.folded
  const start =
    op === 'ends' ? view.length - value.length : op === 'contains' ? within.indexOf(value) : 0
  return { start, end: start + value.length }
}
