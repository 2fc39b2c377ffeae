import type { Measure, Where } from '../contract/windows.ts'
import type { Event } from '../event/event.ts'
import { fieldReader } from './need.ts'

/** One question to the windows of an input, checked. */
export interface Query {
  readonly name: string
  readonly where: Where | undefined
  /** Fields of the event, and what they are called in results. */
  readonly key: readonly string[]
  readonly keyNames: readonly string[]
  readonly measure: Measure
  readonly of: string | undefined
  readonly quantile: number | undefined
  readonly span: number
  readonly step: number
  /** Only windows whose value is more than (or, when not strict, at least) this are results. */
  readonly having: { readonly value: number; readonly strict: boolean } | undefined
  readonly valueName: string
}

/** What fields must be: a value, one of several, or a number in a range like 400..499, ends included. */
export type Wanted = Readonly<Record<string, string | number | readonly (string | number)[]>>

/** Events whose fields are all as wanted. */
export function whereOf(wanted: Wanted): Where {
  const tests = Object.entries(wanted).map(([field, value]) => testOf(field, value))
  return {
    id: `query ${JSON.stringify(wanted)}`,
    test: (event) => tests.every((test) => test(event)),
  }
}

function testOf(field: string, wanted: Wanted[string]): (event: Event) => boolean {
  const read = fieldReader(field)
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(String(wanted)) ?? []
  if (from !== undefined) {
    const [least, most] = [Number(from), Number(to)]
    return (event) => {
      const value = read(event)
      return typeof value === 'number' && value >= least && value <= most
    }
  }
  const values = new Set([wanted].flat().map(String))
  return (event) => values.has(String(read(event)))
}

/** A query with what is usual left out. */
export type Asked = Pick<Query, 'name' | 'span'> & Partial<Query>

/** A query: a count of all events in windows that do not overlap, unless it says otherwise. */
export function queryOf(asked: Asked): Query {
  const { key = [], measure = 'count', of, span } = asked
  return {
    where: undefined,
    key,
    keyNames: key,
    measure,
    of,
    quantile: undefined,
    step: span,
    having: undefined,
    valueName: of === undefined ? measure : `${measure}(${of})`,
    ...asked,
  }
}

/** Ready specifications by name. */
export const presets: Readonly<Record<string, readonly Query[]>> = {
  'window-alerts': [
    queryOf({
      name: 'g1',
      key: ['client'],
      keyNames: ['client_ip'],
      span: 20_000,
      step: 1000,
      having: { value: 10, strict: true },
    }),
    queryOf({
      name: 'g2',
      key: ['host'],
      span: 30_000,
      step: 1000,
      having: { value: 15, strict: true },
      where: whereOf({ status: '400..499' }),
    }),
    queryOf({
      name: 'g3',
      key: ['country'],
      span: 60_000,
      where: whereOf({ status: '200..299' }),
    }),
    queryOf({
      name: 'g4',
      key: ['host'],
      span: 60_000,
      measure: 'mean',
      of: 'request_time',
      valueName: 'avg(request_time)',
    }),
  ],
}
