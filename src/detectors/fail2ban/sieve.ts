import { Automaton, Hits } from '../../text/search/automaton.ts'
import type { DateFinder, Span } from './dates.ts'
import { type Filter, judge, type Match } from './filter.ts'
import type { PythonPattern, Text } from './regex/python-pattern.ts'

/** Longer lines are not judged: patterns are for what programs write. */
const longest = 1 << 14
const bit = 1

/** Filters that cut the same date out of a line: the line is looked through once for all of them. */
interface Group {
  readonly dates: DateFinder
  readonly filters: readonly number[]
}

/** Finds the filters that match a line, looking closer only at those whose literals are there. */
export class Sieve {
  readonly #filters: readonly Filter[]
  readonly #groups: readonly Group[]
  readonly #automaton: Automaton | undefined
  readonly #hits: Hits
  /** By filter: sets of literals, one of each must be there. */
  readonly #needs: readonly (readonly (readonly number[])[])[]
  readonly #bytes: Buffer = Buffer.alloc(longest + 1)

  constructor(filters: readonly Filter[]) {
    this.#filters = filters
    const groups = new Map<string, { dates: DateFinder; filters: number[] }>()
    filters.forEach(({ datePattern, dates }, i) => {
      const group = groups.get(datePattern) ?? { dates, filters: [] }
      groups.set(datePattern, group)
      group.filters.push(i)
    })
    this.#groups = [...groups.values()]
    const literals = new Map<string, number>()
    this.#needs = filters.map((filter) => needsOf(filter, literals))
    this.#automaton = literals.size > 0 ? new Automaton([...literals.keys()]) : undefined
    this.#hits = new Hits(literals.size)
  }

  /** Calls for each filter that matches, with where the date stands. */
  match(line: string, found: (filter: number, match: Match, date: Span | undefined) => void): void {
    if (line.length > longest) return
    for (const { dates, filters } of this.#groups) {
      const date = dates.find(line, () => this.#write(line, undefined))
      const text = this.#write(line, date)
      this.#hits.clear()
      this.#automaton?.scan(this.#bytes, text.length, this.#hits, bit)
      for (const filter of filters) {
        if (!this.#canMatch(filter)) continue
        const match = judge(this.#filters[filter]!, text)
        if (match) found(filter, match, date)
      }
    }
  }

  #canMatch(filter: number): boolean {
    const views = this.#hits.views
    for (const need of this.#needs[filter]!) {
      let isMet = false
      for (const literal of need)
        if (views[literal] !== 0) {
          isMet = true
          break
        }
      if (!isMet) return false
    }
    return true
  }

  /** The line without its date, as bytes; its text is made when somebody asks. */
  #write(line: string, date: Span | undefined): Text {
    const bytes = this.#bytes
    if (date === undefined) bytes.write(line, 'latin1')
    else {
      bytes.write(line.slice(0, date.start), 'latin1')
      bytes.write(line.slice(date.end), date.start, 'latin1')
    }
    const length = line.length - (date === undefined ? 0 : date.end - date.start)
    return {
      bytes,
      length,
      get text() {
        return date === undefined ? line : line.slice(0, date.start) + line.slice(date.end)
      },
    }
  }
}

/** What a line must hold for a filter: something of its prefix, and something of one of its patterns. */
function needsOf(filter: Filter, literals: Map<string, number>): readonly (readonly number[])[] {
  const numbers = (texts: readonly string[]): number[] =>
    texts.map((text) => {
      const number = literals.get(text) ?? literals.size
      literals.set(text, number)
      return number
    })
  const one = (pattern: PythonPattern): readonly string[] | undefined => {
    const [clause] = pattern.clauses
    return clause?.includes('') ? undefined : clause
  }
  const prefix = filter.prefix && one(filter.prefix)
  const failures = filter.failures.map(one)
  const isLed = failures.every((clause) => clause !== undefined)
  return [
    ...(prefix ? [numbers(prefix)] : []),
    ...(isLed ? [numbers([...new Set(failures.flatMap((clause) => clause!))])] : []),
  ]
}
