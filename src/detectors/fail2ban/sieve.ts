import { Automaton, Hits } from '../../text/search/automaton.ts'
import type { DateFinder, Span } from './dates.ts'
import { type Filter, judge, type Match } from './filter.ts'
import type { PythonPattern, Text } from './regex/python-pattern.ts'

/** Longer lines are not judged: patterns are for what programs write. */
const longest = 1 << 14
const bit = 1
/** No literal is longer. */
const seamSide = 32

/** What a line must hold for a filter: something of each clause, by the numbers of clauses. */
interface Needs {
  readonly prefix: readonly number[]
  /** By failregex. */
  readonly failures: readonly (readonly number[])[]
}

/** Called for each filter that matches, with where the date stands. */
export type Found = (filter: number, match: Match, date: Span | undefined) => void

/** A line without its date. Its text is made when somebody asks. */
class LineText implements Text {
  readonly bytes: Uint8Array
  length = 0
  line = ''
  date: Span | undefined
  #text: string | undefined

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  set(line: string, date: Span | undefined): void {
    this.line = line
    this.date = date
    this.length = line.length - (date ? date.end - date.start : 0)
    this.#text = undefined
  }

  get text(): string {
    const { line, date } = this
    return (this.#text ??= date ? line.slice(0, date.start) + line.slice(date.end) : line)
  }
}

/** Finds the filters that match a line, looking closer only at those whose literals are there. */
export class Sieve {
  readonly #filters: readonly Filter[]
  readonly #needs: readonly Needs[]
  /** Filters that look for dates alike. */
  readonly #groups: readonly { readonly dates: DateFinder; readonly filters: readonly number[] }[]
  readonly #automaton: Automaton | undefined
  readonly #hits: Hits
  readonly #bytes: Buffer = Buffer.alloc(longest + 1)
  readonly #seam: Buffer = Buffer.alloc(2 * seamSide)
  readonly #text = new LineText(this.#bytes)
  readonly #whole = (): Text => this.#write(this.#line, undefined)
  #line = ''

  constructor(filters: readonly Filter[]) {
    this.#filters = filters
    const groups = Map.groupBy(filters.keys(), (i) => filters[i]!.datePattern)
    this.#groups = [...groups.values()].map((members) => ({
      dates: filters[members[0]!]!.dates,
      filters: members,
    }))
    const clauses = new Clauses()
    this.#needs = filters.map(({ prefix, failures }) => ({
      prefix: prefix ? clauses.of(prefix) : [],
      failures: failures.map((pattern) => clauses.of(pattern)),
    }))
    const literals = [...clauses.literals.keys()]
    this.#automaton = literals.length > 0 ? new Automaton(literals) : undefined
    this.#hits = new Hits(literals.length, clauses.members)
  }

  match(line: string, found: Found): void {
    if (line.length > longest) return
    this.#line = line
    this.#scan(line)
    let last: Span | undefined
    for (const { dates, filters } of this.#groups) {
      const date = dates.find(line, this.#whole)
      if (date && !isSame(date, last)) this.#scanSeam(line, date)
      last = date ?? last
      for (const filter of filters) this.#judge(filter, date, found)
    }
  }

  /** Literals of the whole line: more than it has without its date, but for what stands across the seam. */
  #scan(line: string): void {
    this.#hits.clear()
    const { bytes, length } = this.#write(line, undefined)
    this.#automaton?.scan(bytes, length, this.#hits, bit)
  }

  #scanSeam(line: string, { start, end }: Span): void {
    const seam = line.slice(Math.max(0, start - seamSide), start) + line.slice(end, end + seamSide)
    this.#seam.write(seam, 'latin1')
    this.#automaton?.scan(this.#seam, seam.length, this.#hits, bit)
  }

  #judge(filter: number, date: Span | undefined, found: Found): void {
    const { prefix, failures } = this.#needs[filter]!
    if (!this.#holds(prefix)) return
    let isPossible = false
    for (const needs of failures)
      if (this.#holds(needs)) {
        isPossible = true
        break
      }
    if (!isPossible) return
    const text = this.#write(this.#line, date)
    const match = judge(this.#filters[filter]!, text, (i) => this.#holds(failures[i]!))
    if (match) found(filter, match, date)
  }

  #holds(clauses: readonly number[]): boolean {
    const met = this.#hits.clauses
    for (const clause of clauses) if (met[clause] === 0) return false
    return true
  }

  #write(line: string, date: Span | undefined): Text {
    const text = this.#text
    if (text.line === line && isSame(text.date, date)) return text
    text.set(line, date)
    if (date === undefined) this.#bytes.write(line, 'latin1')
    else {
      this.#bytes.write(line.slice(0, date.start), 'latin1')
      this.#bytes.write(line.slice(date.end), date.start, 'latin1')
    }
    return text
  }
}

function isSame(a: Span | undefined, b: Span | undefined): boolean {
  return a?.start === b?.start && a?.end === b?.end
}

/** Clauses of patterns by number, and the literals that they are made of. */
class Clauses {
  readonly literals = new Map<string, number>()
  readonly members: number[][] = []
  readonly #numbers = new Map<string, number>()

  of(pattern: PythonPattern): readonly number[] {
    return pattern.clauses
      .filter((clause) => !clause.includes(''))
      .map((clause) => this.#number(clause))
  }

  #number(clause: readonly string[]): number {
    const key = clause.join('\0')
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const made = this.members.push(clause.map((text) => this.#literal(text))) - 1
    this.#numbers.set(key, made)
    return made
  }

  #literal(text: string): number {
    const known = this.literals.get(text)
    if (known !== undefined) return known
    this.literals.set(text, this.literals.size)
    return this.literals.size - 1
  }
}
