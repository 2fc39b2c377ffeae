import type { Request } from '../../event/request.ts'
import type { Plus } from '../../text/decoding/encodings/percent.ts'

/** Fields of a request that a payload can be in. */
export type Place = 'target' | 'agent' | 'referrer' | 'user' | 'method'
export const places: readonly Place[] = ['target', 'agent', 'referrer', 'user', 'method']

/** Where `+` is a space in them. */
export const plusIn: Readonly<Record<Place, Plus>> = {
  target: 'query',
  referrer: 'query',
  agent: 'none',
  user: 'none',
  method: 'none',
}

/** Parts of the target that rules can name. */
export type Part = 'whole' | 'path' | 'query' | 'extension'
export const parts: readonly Part[] = ['whole', 'path', 'query', 'extension']

/** The place and part that a field of a rule names; undefined for fields that hold no payload. */
export function placeOf(field: string): { place: Place | 'request'; part: Part } | undefined {
  if (field === 'path' || field === 'query' || field === 'extension')
    return { place: 'target', part: field }
  const place = places.find((known) => known === field)
  if (place) return { place, part: 'whole' }
  return field === 'request' ? { place: 'request', part: 'whole' } : undefined
}

/** Fields that requests have: conditions on others never hold for one. */
export function isRequestField(field: string, request: Request): boolean {
  return Object.hasOwn(request, field) || placeOf(field) !== undefined
}
