import type { Event } from '../event/event.ts'
import type { Need, Where } from '../contract/windows.ts'

/** Counts all requests and nothing else: what a need without `where` means. */
export const everyRequest: Where = { id: 'request', test: (event) => event.kind === 'request' }

/**
 * How far the windows of a need move, milliseconds: `step`, else the least divisor of the span that
 * keeps 20 panes or fewer.
 */
export function stepOf(need: Need): number {
  if (need.step !== undefined) return need.step
  for (let panes = 20; panes > 1; panes--) if (need.span % panes === 0) return need.span / panes
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

/** Value of a field of an event, undefined when its kind has no such field. */
export function fieldOf(event: Event, field: string): string | number | undefined {
  const value = (event as unknown as Record<string, unknown>)[field]
  if (typeof value === 'string' || typeof value === 'number') return value
  return event.kind === 'flow' ? event.columns[field] : undefined
}

/** Number in a field, NaN when there is none: bytes and duration are -1 when they were not logged. */
export function numberOf(event: Event, field: string): number {
  const value = fieldOf(event, field)
  if (typeof value !== 'number' || !Number.isFinite(value)) return NaN
  return value < 0 && (field === 'bytes' || field === 'duration') ? NaN : value
}
