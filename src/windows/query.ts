import { unmarked } from '../contract/windows.ts'
import type { Closed, Need } from '../contract/windows.ts'
import type { Event } from '../event/event.ts'
import type { Query } from './query-spec.ts'
import type { Options } from './windows.ts'
import { Windows } from './windows.ts'

/** The final value of one window of one key. */
export interface Result {
  readonly query: Query
  readonly start: number
  readonly end: number
  /** Values of the key fields; null where the event had none. */
  readonly key: readonly (string | null)[]
  /** null when no event of the window had the field that is measured. */
  readonly value: number | null
  /** Events in the window. */
  readonly count: number
}

interface Asked {
  readonly query: Query
  readonly value: number
  readonly count: number
  /** Events that had the measured number; -1 where each event has a value. */
  readonly measured: number
}

/** Events in, final window results out: by end of the window, query and key. */
export class WindowQueries {
  /** The windows behind the queries, for their counts of late events and the like. */
  readonly windows: Windows
  readonly #onResult: (result: Result) => void
  readonly #asked: Asked[][] = []
  /** Results of windows with one end, to be put in order. */
  #ready: { readonly rank: number; readonly result: Result }[] = []

  constructor(
    queries: readonly Query[],
    onResult: (result: Result) => void,
    options: Pick<Options, 'lateness' | 'maxKeys' | 'seed'> = {},
  ) {
    this.#onResult = onResult
    const least = new Map<Need, number>()
    const needs = queries.map((query) => needsOf(query))
    for (const [i, query] of queries.entries())
      if (query.measure === 'count' && query.having) least.set(needs[i]![0]!, atLeast(query.having))
    this.windows = new Windows(needs.flat(), { ...options, least })
    this.windows.onClosed = (group, closed) => this.#take(group, closed)
    for (const [i, query] of queries.entries()) {
      const [value, count, measured] = needs[i]!.map((need) => this.windows.handle(need))
      const asked = { query, value: value!, count: count ?? value!, measured: measured ?? -1 }
      ;(this.#asked[this.windows.group(value!)] ??= []).push(asked)
    }
  }

  add(event: Event): void {
    this.windows.add(event, unmarked)
  }

  /** The input is over: all windows end. */
  finish(): void {
    this.windows.finish()
    this.#send()
  }

  #take(group: number, { key, start, end }: Closed): void {
    if (this.#ready.length > 0 && this.#ready[0]!.result.end !== end) this.#send()
    for (const [rank, asked] of this.#asked[group]!.entries()) {
      const { query } = asked
      const count = this.windows.value(asked.count)
      const value = this.windows.value(asked.value)
      if (count === 0 || !isEnough(query, value)) continue
      const isMeasured = asked.measured < 0 || this.windows.value(asked.measured) > 0
      const names = key.map((text) => (text === '' ? null : text))
      const result = { query, start, end, key: names, value: isMeasured ? value : null, count }
      this.#ready.push({ rank: 1000 * group + rank, result })
    }
  }

  #send(): void {
    const order = this.#ready.toSorted(
      (a, b) => a.rank - b.rank || compare(a.result.key, b.result.key),
    )
    this.#ready = []
    for (const { result } of order) this.#onResult(result)
  }
}

function needsOf(query: Query): Need[] {
  const { key, measure, span, step, where, of, quantile } = query
  const common = { key, span, step, whole: true, ...(where ? { where } : {}) }
  const count: Need = { ...common, measure: 'count' }
  if (measure === 'count') return [count]
  const need: Need = {
    ...common,
    measure,
    ...(of === undefined ? {} : { of }),
    ...(quantile === undefined ? {} : { quantile }),
  }
  const isNumber = measure === 'sum' || measure === 'mean' || measure === 'quantile'
  return isNumber && of !== undefined ? [need, count, { ...count, of }] : [need, count]
}

function atLeast(having: NonNullable<Query['having']>): number {
  return having.strict ? Math.floor(having.value) + 1 : having.value
}

function isEnough({ having }: Query, value: number): boolean {
  if (!having) return true
  return having.strict ? value > having.value : value >= having.value
}

function compare(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (let i = 0; i < a.length; i++) {
    const one = a[i] ?? ''
    const other = b[i] ?? ''
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}

/** A result as one JSON object: `{"window":{"start","end"},KEY…,VALUE}`. */
export function jsonOf({ query, start, end, key, value }: Result): object {
  return {
    window: { start: new Date(start).toISOString(), end: new Date(end).toISOString() },
    ...Object.fromEntries(query.keyNames.map((name, i) => [name, key[i]])),
    [query.valueName]: value,
  }
}

/** First line of the CSV of a query: a mean carries its count in a last column. */
export function csvHeader(query: Query): string {
  const value = query.valueName.replaceAll(/[()]+/g, '_').replace(/_$/, '')
  const names = ['window_start', 'window_end', ...query.keyNames.map(csvCell), value]
  return (query.measure === 'mean' ? [...names, 'count'] : names).join(',')
}

/** A result as CSV: times to the second, means with nine digits, `\N` for null. */
export function csvLine({ query, start, end, key, value, count }: Result): string {
  const cells = [second(start), second(end), ...key.map(csvCell)]
  if (query.measure !== 'mean') return [...cells, value ?? String.raw`\N`].join(',')
  return [...cells, value === null ? String.raw`\N` : value.toFixed(9), count].join(',')
}

const seconds = new Map<number, string>()

/** Thousands of results share the two ends of a window. */
function second(time: number): string {
  let text = seconds.get(time)
  if (text === undefined) {
    if (seconds.size >= 64) seconds.clear()
    text = `${new Date(time).toISOString().slice(0, 19)}Z`
    seconds.set(time, text)
  }
  return text
}

function csvCell(text: string | null): string {
  if (text === null) return String.raw`\N`
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
