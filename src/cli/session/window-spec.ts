import { readTable } from '../../config/tables.ts'
import type { Schema } from '../../contract/detector.ts'
import type { Measure, Need, Where } from '../../contract/windows.ts'
import type { Event } from '../../event/event.ts'

/** Something to count, and what its results are called. */
export interface Counted {
  /** File name with `--out`. */
  readonly name: string
  readonly need: Need
  /** Results up to this value are not told. */
  readonly moreThan: number
  /** Names of the key fields and of the value in results. */
  readonly keys: readonly string[]
  readonly value: string
  /** CSV only: name of the value there, and whether the number of events stands beside it. */
  readonly column: string
  readonly withCount: boolean
}

/** What is done to a time before it counts, and to the numbers of an event. */
export interface WindowSpec {
  readonly counted: readonly Counted[]
  /** Durations as seconds in 32-bit floats, the way the preset's results are defined. */
  readonly inSeconds: boolean
}

interface Written {
  readonly name?: string
  readonly measure: Measure
  readonly key?: readonly string[]
  readonly span: number
  readonly step?: number
  readonly of?: string
  readonly quantile?: number
  readonly where?: Readonly<Record<string, string | number>>
  readonly moreThan?: number
  readonly as?: string
}

const measures: readonly Measure[] = ['count', 'sum', 'mean', 'distinct', 'quantile', 'ratio']

/** Schema of a spec file for `tripline windows`. */
export const specSchema: Schema = {
  type: 'object',
  required: ['windows'],
  properties: {
    windows: {
      type: 'array',
      items: {
        type: 'object',
        required: ['measure', 'span'],
        properties: {
          name: { type: 'string', description: 'File name with --out.' },
          measure: { type: 'string', enum: measures },
          key: { type: 'array', items: { type: 'string' }, description: 'Up to two fields.' },
          span: { type: 'number', format: 'duration', minimum: 1 },
          step: {
            type: 'number',
            format: 'duration',
            minimum: 1,
            description: 'Default: the span.',
          },
          of: { type: 'string', description: 'Field that is summed, averaged, …' },
          quantile: { type: 'number', minimum: 0, maximum: 1 },
          where: {
            type: 'object',
            additionalProperties: { type: ['string', 'number'] },
            description: 'Fields with the value they must have, or a range: 400..499.',
          },
          moreThan: { type: 'number', description: 'Tell only values above it.' },
          as: { type: 'string', description: 'Name of the value in results.' },
        },
      },
    },
  },
}

/** @throws Failure TRIPLINE_E_CONFIG with every mistake in the spec */
export function readSpec(text: string, file: string): WindowSpec {
  const { windows } = readTable(text, { file, what: 'The spec' }, specSchema) as {
    windows: readonly Written[]
  }
  return { counted: windows.map(fromWritten), inSeconds: false }
}

function fromWritten(written: Written, index: number): Counted {
  const { measure, key = [], span, step = span, of, quantile, where, moreThan, as } = written
  const value = as ?? (of === undefined ? measure : `${measure}(${of})`)
  return {
    name: written.name ?? `w${index + 1}`,
    need: {
      measure,
      key,
      span,
      step,
      whole: true,
      ...(of !== undefined && { of }),
      ...(quantile !== undefined && { quantile }),
      ...(where && { where: conditionOf(where) }),
    },
    moreThan: moreThan ?? -Infinity,
    keys: key,
    value,
    column: value,
    withCount: false,
  }
}

/** Events whose fields all have these values or lie in these ranges, ends included. */
function conditionOf(wanted: Readonly<Record<string, string | number>>): Where {
  const tests = Object.entries(wanted).map(([field, value]) => {
    const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(String(value)) ?? []
    const read = (event: Event): unknown => (event as unknown as Record<string, unknown>)[field]
    if (from === undefined) return (event: Event) => String(read(event)) === String(value)
    return (event: Event) =>
      Number(read(event)) >= Number(from) && Number(read(event)) <= Number(to)
  })
  return { id: JSON.stringify(wanted), test: (event) => tests.every((test) => test(event)) }
}

/** Specs that are shipped, by name. */
export const presets: Readonly<Record<string, WindowSpec>> = {
  'window-alerts': {
    inSeconds: true,
    counted: [
      goal('g1', { key: 'client', as: 'client_ip', span: 20, moreThan: 10 }),
      goal('g2', { key: 'host', as: 'host', span: 30, moreThan: 15, status: '400..499' }),
      goal('g3', { key: 'country', as: 'country', span: 60, status: '200..299' }),
      {
        ...goal('g4', { key: 'host', as: 'host', span: 60 }),
        need: {
          measure: 'mean',
          of: 'duration',
          key: ['host'],
          span: 60_000,
          step: 60_000,
          whole: true,
        },
        value: 'avg(request_time)',
        column: 'avg_request_time',
        withCount: true,
      },
    ],
  },
}

interface Goal {
  readonly key: string
  readonly as: string
  /** Seconds; those with a limit slide by one. */
  readonly span: number
  readonly moreThan?: number
  readonly status?: string
}

function goal(name: string, { key, as, span, moreThan, status }: Goal): Counted {
  return {
    name,
    need: {
      measure: 'count',
      key: [key],
      span: span * 1000,
      step: moreThan === undefined ? span * 1000 : 1000,
      whole: true,
      ...(status !== undefined && { where: conditionOf({ status }) }),
    },
    moreThan: moreThan ?? -Infinity,
    keys: [as],
    value: 'count',
    column: 'count',
    withCount: false,
  }
}
