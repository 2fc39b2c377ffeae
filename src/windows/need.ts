import type { Event } from '../event/event.ts'
import type { Need, Where } from '../contract/windows.ts'

/** Counts all requests and nothing else: what a need without `where` means. */
export const everyRequest: Where = {
  id: 'request',
  fields: ['kind'],
  test: (event) => event.kind === 'request',
}

const second = 1000
const ladder = [second, 10 * second, 300 * second, 3600 * second]

/**
 * How far the windows of a need move, milliseconds: `step`, else the longest of 1 s, 10 s, 5 min and
 * 1 h of which six or more make the span; a tenth of the span below, or what divides it. Needs of one
 * key and step are counted together, so few steps cost little.
 */
export function stepOf(need: Need): number {
  if (need.step !== undefined) return need.step
  const step = ladder.findLast((rung) => rung * 6 <= need.span && need.span % rung === 0)
  if (step !== undefined) return step
  for (let panes = 10; panes > 1; panes--) if (need.span % panes === 0) return need.span / panes
  return need.span
}

/** One text for all needs that are the same number. */
export function idOf(need: Need): string {
  return JSON.stringify([
    need.measure,
    need.key,
    need.span,
    need.measure === 'leaky' || need.measure === 'session' ? 0 : stepOf(need),
    (need.where ?? everyRequest).id,
    need.measure === 'ratio' ? (need.against ?? everyRequest).id : '',
    need.of ?? '',
    need.measure === 'quantile' ? (need.quantile ?? 0.5) : 0,
    need.whole === true,
  ])
}

/**
 * A need that can be counted.
 * @throws RangeError saying which part of the need is wrong
 */
export function checkNeed(need: Need): void {
  const step = stepOf(need)
  const wrong = (why: string): never => {
    throw new RangeError(`${need.measure} of ${need.key.join(', ') || 'everything'}: ${why}`)
  }
  if (!(Number.isSafeInteger(need.span) && need.span > 0)) wrong('span must be whole milliseconds')
  if (!(Number.isSafeInteger(step) && step > 0)) wrong('step must be whole milliseconds')
  if (need.span % step !== 0) wrong('span must be a multiple of step')
  if (need.key.length > 2) wrong('a key has at most two fields')
  if (['sum', 'mean', 'distinct', 'quantile', 'top'].includes(need.measure) && !need.of)
    wrong('of must name the field that is measured')
  if (need.quantile !== undefined && !(need.quantile >= 0 && need.quantile <= 1))
    wrong('quantile must be 0 to 1')
}

const readers: Readonly<Record<string, (event: Event) => string | number | undefined>> = {
  // Ordinary fields read by name, so that each reader sees few shapes.
  client: (event) => (event.kind === 'metric' ? undefined : event.client),
  host: (event) => (event.kind === 'request' || event.kind === 'error' ? event.host : undefined),
  route: (event) => (event.kind === 'request' ? event.route : undefined),
  target: (event) =>
    event.kind === 'request' || event.kind === 'error' ? event.target : undefined,
  network: (event) => (event.kind === 'request' ? event.network : undefined),
  agent: (event) => (event.kind === 'request' ? event.agent : undefined),
  family: (event) => (event.kind === 'request' ? event.family : undefined),
  source: (event) => event.source,
  status: (event) => (event.kind === 'request' ? event.status : undefined),
  bytes: (event) => (event.kind === 'request' || event.kind === 'flow' ? event.bytes : undefined),
  duration: (event) =>
    event.kind === 'request' || event.kind === 'flow' ? event.duration : undefined,
}

/** How to read a field of an event: undefined when its kind has no such field. */
export function fieldReader(field: string): (event: Event) => string | number | undefined {
  return Object.hasOwn(readers, field) ? readers[field]! : (event) => anyField(event, field)
}

function anyField(event: Event, field: string): string | number | undefined {
  const value = (event as unknown as Record<string, unknown>)[field]
  if (typeof value === 'string' || typeof value === 'number') return value
  if (event.kind !== 'flow' || !Object.hasOwn(event.columns, field)) return undefined
  return event.columns[field]
}

/** Seconds as 32-bit floats, the way the request_time of many logs is read elsewhere. */
function requestTime(event: Event): number {
  return event.kind === 'request' && event.duration >= 0 ? Math.fround(event.duration / 1000) : NaN
}

/**
 * How to read a number: NaN when there is none, as for bytes and durations that were not logged (-1).
 */
export function numberReader(field: string): (event: Event) => number {
  if (field === 'request_time') return requestTime
  const read = fieldReader(field)
  const isSize = field === 'bytes' || field === 'duration'
  return (event) => {
    const value = read(event)
    if (typeof value !== 'number' || !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return NaN
    return isSize && value < 0 ? NaN : value
  }
}
