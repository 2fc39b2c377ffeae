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

/** A window specification that cannot be read: every mistake, one a line. */
export class SpecError extends Error {}

const measures: readonly Measure[] = ['count', 'sum', 'mean', 'distinct', 'quantile', 'ratio']
const known = ['name', 'where', 'key', 'measure', 'of', 'quantile', 'span', 'step', 'having', 'as']

/**
 * The queries of a specification as YAML gives it: a list, or an object with the list under `windows`.
 * @throws SpecError with all mistakes
 */
export function readQueries(spec: unknown): Query[] {
  const list: unknown = Array.isArray(spec) ? spec : (spec as { windows?: unknown } | null)?.windows
  if (!Array.isArray(list) || list.length === 0)
    throw new SpecError('windows: expected a list of windows')
  const mistakes: string[] = []
  const queries = list.map((one: unknown, i) =>
    readQuery(
      typeof one === 'object' && one !== null ? (one as Record<string, unknown>) : {},
      (field, expected) => mistakes.push(`windows[${i}].${field}: expected ${expected}`),
    ),
  )
  if (mistakes.length > 0) throw new SpecError(mistakes.join('\n'))
  return queries
}

type Complain = (field: string, expected: string) => void

function readQuery(spec: Readonly<Record<string, unknown>>, complain: Complain): Query {
  for (const field of Object.keys(spec))
    if (!known.includes(field)) complain(field, `one of ${known.join(', ')}`)
  const { name, where, having } = spec
  const key = textsOf(spec['key']) ?? ['', '', '']
  if (key.length > 2) complain('key', 'a field or two: client, [host, route]')
  const { measure, of, quantile } = readMeasure(spec, complain)
  return {
    name: typeof name === 'string' ? name : measure,
    where: where === undefined ? undefined : readWhere(where, complain),
    key,
    keyNames: key,
    measure,
    of,
    quantile,
    ...readTimes(spec, complain),
    having: having === undefined ? undefined : readHaving(having, complain),
    valueName: nameOf(spec['as'], measure, of),
  }
}

function readMeasure(
  spec: Readonly<Record<string, unknown>>,
  complain: Complain,
): Pick<Query, 'measure' | 'of' | 'quantile'> {
  const { of, quantile } = spec
  const measure = measures.find((one) => one === (spec['measure'] ?? 'count'))
  if (!measure) complain('measure', `one of ${measures.join(', ')}`)
  const isPlain = measure === 'count' || measure === 'ratio'
  if (!isPlain && typeof of !== 'string') complain('of', 'the field that is measured')
  const isShare = typeof quantile === 'number' && quantile >= 0 && quantile <= 1
  if (quantile !== undefined && !isShare) complain('quantile', 'a number from 0 to 1')
  return {
    measure: measure ?? 'count',
    of: typeof of === 'string' ? of : undefined,
    quantile: isShare ? quantile : undefined,
  }
}

function readTimes(
  spec: Readonly<Record<string, unknown>>,
  complain: Complain,
): Pick<Query, 'span' | 'step'> {
  const span = milliseconds(spec['span'])
  const step = milliseconds(spec['step'] ?? spec['span'])
  if (span === 0) complain('span', 'a time like 20s, 1m, 500ms')
  if (step === 0 || span % step !== 0) complain('step', 'a time that divides the span')
  return { span, step }
}

function nameOf(as: unknown, measure: string | undefined, of: string | undefined): string {
  if (typeof as === 'string') return as
  return of ? `${measure}(${of})` : `${measure}`
}

function textsOf(value: unknown): string[] | undefined {
  const list: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value]
  return list.every((one) => typeof one === 'string') ? list : undefined
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** 0 for anything that is not a time. */
function milliseconds(value: unknown): number {
  const [, number, unit] = /^([1-9]\d{0,8})(ms|s|m|h|d)$/.exec(String(value)) ?? []
  return number === undefined ? 0 : Number(number) * units[unit!]!
}

function readHaving(value: unknown, complain: Complain): Query['having'] {
  const [, how, number] = /^(more than|at least) (-?\d+(?:\.\d+)?)$/.exec(String(value)) ?? []
  if (number === undefined) complain('having', "'more than N' or 'at least N'")
  return { value: Number(number), strict: how === 'more than' }
}

/** Each field must have the value, one of a list, or a number in a range like 400..499. */
function readWhere(value: unknown, complain: Complain): Where {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (fields.length === 0) complain('where', 'fields with values: {status: 400..499}')
  const tests = fields.map(([field, wanted]) => readTest(field, wanted as unknown))
  return {
    id: `query ${JSON.stringify(value)}`,
    test: (event) => event.kind === 'request' && tests.every((test) => test(event)),
  }
}

function readTest(field: string, wanted: unknown): (event: Event) => boolean {
  const read = fieldReader(field)
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(String(wanted)) ?? []
  if (from !== undefined)
    return (event) => {
      const value = read(event)
      return typeof value === 'number' && value >= Number(from) && value <= Number(to)
    }
  const values = new Set((Array.isArray(wanted) ? wanted : [wanted]).map(String))
  return (event) => values.has(String(read(event)))
}

function goal(name: string, spec: object, keyName: string, valueName = 'count'): Query {
  const [query] = readQueries([{ name, ...spec }])
  return { ...query!, keyNames: [keyName], valueName }
}

/** Ready specifications by name. */
export const presets: Readonly<Record<string, readonly Query[]>> = {
  'window-alerts': [
    goal('g1', { key: 'client', span: '20s', step: '1s', having: 'more than 10' }, 'client_ip'),
    goal(
      'g2',
      {
        key: 'host',
        span: '30s',
        step: '1s',
        having: 'more than 15',
        where: { status: '400..499' },
      },
      'host',
    ),
    goal('g3', { key: 'country', span: '1m', where: { status: '200..299' } }, 'country'),
    goal(
      'g4',
      { key: 'host', span: '1m', measure: 'mean', of: 'request_time' },
      'host',
      'avg(request_time)',
    ),
  ],
}
