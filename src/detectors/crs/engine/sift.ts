import type { RequestValues } from './request-values.ts'
import { isBlind, pivotOf, type Source, sourcesAsked, sourcesOf } from './pivot.ts'
import type { ReadyLink, ReadyRule, ReadyTarget } from './rule.ts'
import { Clauses } from './clauses.ts'
import { Sieve } from './sieve.ts'

/** One variable, or one member of it, whose values go through a sieve. */
interface Lane {
  readonly collection: string
  readonly key: string
  readonly isCount: boolean
  readonly source: Source
  readonly sieve: Sieve
}

const sources: readonly Source[] = ['line', 'agent', 'referrer', 'host', 'client', 'status', 'user']

/** Finds out which rules are worth running for the values of a request. */
export class Sifter {
  /** Rules that run for every request: nothing can be asked of a value alone. */
  readonly open: readonly number[]
  /** Rules that look only at what other rules keep. */
  readonly blind: readonly number[]
  /** What is looked at of a request, by rules or by what they refer to. */
  readonly sources: readonly Source[]
  readonly #lanes: Readonly<Record<Source, Lane[]>>
  readonly #clauses = new Clauses()

  constructor(rules: readonly ReadyRule[]) {
    const lanes = sources.map((source): [Source, Lane[]] => [source, []])
    this.#lanes = Object.fromEntries(lanes) as Record<Source, Lane[]>
    const open: number[] = []
    const blind: number[] = []
    for (const [i, rule] of rules.entries()) {
      const pivot = pivotOf(rule)
      if (pivot) this.#add(i, pivot)
      else (isBlind(rule) ? blind : open).push(i)
    }
    const asked = new Set(rules.flatMap(sourcesAsked))
    this.sources = sources.filter((source) => asked.has(source))
    this.open = open
    this.blind = blind
  }

  /** Marks the rules that could hold because of one source of the request. */
  sift(source: Source, values: RequestValues, mark: (rule: number) => void): void {
    for (const { collection, key, isCount, sieve } of this.#lanes[source]) {
      const all = values.items(collection)
      const items = key === '' ? all : all.filter((item) => item.key === key)
      if (isCount) sieve.sift(String(items.length), mark)
      else for (const item of items) sieve.sift(item.text, mark)
    }
  }

  #add(rule: number, link: ReadyLink): void {
    for (const target of link.targets)
      for (const source of sourcesOf(target)) this.#laneOf(source, target).add(rule, link)
  }

  #laneOf(source: Source, { collection, key, isCount }: ReadyTarget): Sieve {
    const isHeader = collection === 'REQUEST_HEADERS'
    const member = isHeader ? headers[source]! : isCount ? key : ''
    return this.#lane(source, same[collection] ?? collection, member, isCount)
  }

  #lane(source: Source, collection: string, key: string, isCount: boolean): Sieve {
    const lanes = this.#lanes[source]
    const known = lanes.find(
      (lane) => lane.collection === collection && lane.key === key && lane.isCount === isCount,
    )
    if (known) return known.sieve
    const sieve = new Sieve(this.#clauses)
    lanes.push({ collection, key, isCount, source, sieve })
    return sieve
  }
}

const headers: Partial<Record<Source, string>> = {
  agent: 'user-agent',
  referrer: 'referer',
  host: 'host',
}
/** Names for the same values. */
const same: Readonly<Record<string, string>> = { ARGS_GET: 'ARGS', ARGS_GET_NAMES: 'ARGS_NAMES' }
