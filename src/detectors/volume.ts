import type { Judge } from '../contract/detector.ts'
import type { View } from '../contract/windows.ts'
import type { Event } from '../event/event.ts'
import type { Finding } from '../event/finding.ts'
import type { Request } from '../event/request.ts'
import { Usual } from '../stats/usual.ts'

export interface VolumeOptions {
  /** Never speaks below this. */
  readonly floor: number
  /** Speaks above this multiple of what the busiest clients usually reach. */
  readonly factor: number
}

export interface Volume extends VolumeOptions {
  /** Events that are counted by need 0. */
  counts(request: Request): boolean
  /** What else must hold, when the volume is far over the usual. */
  unless?(request: Request, view: View): boolean
  say(request: Request, seen: number, usual: number): Finding
}

const sampleEvery = 8
const warm = 250
const top = 0.995

/**
 * Clients whose need 0 is far above what the busiest one in two hundred requests' clients reach.
 * Learns that usual from samples, and not from what it finds suspicious. Until it is warm, only twice the floor speaks.
 */
export function volume(of: Volume, saved?: unknown): Judge {
  const state = saved as
    | { usual: ReturnType<Usual['save']>; calls: number; limit: number }
    | undefined
  const usual = new Usual(state?.usual)
  let calls = state?.calls ?? 0
  let limit = state?.limit ?? of.floor * 2
  return {
    wakes: [{ need: 0, atLeast: of.floor }],
    score(event: Event, view: View): Finding | undefined {
      if (event.kind !== 'request' || !of.counts(event)) return undefined
      const seen = view.value(0)
      if (seen < limit || of.unless?.(event, view)) return undefined
      return of.say(event, seen, usual.total < warm ? 0 : usual.quantile(top))
    },
    learn(event: Event, view: View): void {
      if (event.kind !== 'request' || !of.counts(event) || ++calls % sampleEvery) return
      const seen = view.value(0)
      if (seen >= limit) return
      usual.add(seen)
      if (usual.total % 64 || usual.total < warm) return
      limit = Math.max(of.floor, usual.quantile(top) * of.factor)
    },
    save: () => ({ usual: usual.save(), calls, limit }),
  }
}
