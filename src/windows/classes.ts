import { unmarked, type Where } from '../contract/windows.ts'
import type { Event } from '../event/event.ts'
import type { Area } from '../event/request.ts'

const methods = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND']
const areas: readonly Area[] = ['', 'static', 'page', 'api']
/** What is remembered of a class is asked for by these fields alone. */
const known = new Set(['kind', 'status', 'area', 'method'])

const isOwn = ({ fields }: Where): boolean => fields?.every((field) => known.has(field)) ?? false

const isMarked = ({ fields }: Where): boolean => fields?.length === 1 && fields[0] === 'marks'

/** What is known of the conditions that events of one class meet. */
export interface Known {
  /** Conditions that all of them meet. */
  readonly met: readonly number[]
  /** Conditions that must be asked of each that no rule matched, and of each that one did. */
  readonly plain: readonly number[]
  readonly marked: readonly number[]
}

/** What is known of an event by its class; one of a rare class is asked everything. */
export function know(wheres: readonly Where[], event: Event, isRare: boolean): Known {
  const met: number[] = []
  const plain: number[] = []
  const marked: number[] = []
  for (const [i, where] of wheres.entries()) {
    if (isMarked(where)) marked.push(i)
    else if (isOwn(where) && !isRare) {
      if (where.test(event, unmarked)) met.push(i)
    } else if (isRare || !isExcluded(where, event)) {
      plain.push(i)
      marked.push(i)
    }
  }
  return { met, plain, marked }
}

function isExcluded({ when }: Where, event: Event): boolean {
  return when !== undefined && isOwn(when) && !when.test(event, unmarked)
}

/** Class of the events that are in no other. */
export const rare = 0

/**
 * Number of the class of an event, by status, area and method, never negative. There are few, and
 * asking every condition of every event costs more than all the counting.
 */
export function classOf(event: Event): number {
  if (event.kind !== 'request') return rare
  const { status, area, method } = event
  const m = method === 'GET' ? 0 : methods.indexOf(method)
  if (m < 0 || (status | 0) !== status || status < 0 || status > 999) return rare
  return 1 + (status * methods.length + m) * areas.length + areas.indexOf(area)
}
