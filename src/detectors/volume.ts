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
  /** Need that tells how many of them the client sent. */
  readonly events: number
  /** What else must hold, when the volume is far over the usual. */
  unless?(request: Request, view: View): boolean
  say(request: Request, seen: number, usual: number): Finding
}

const sampleEvery = 4
/** Clients, each in one window, from whom the usual must have been learned. */
const warm = 100
const top = 0.999
const refreshEvery = 256

/**
 * Clients whose need 0 is far above what all but one in a thousand clients reach. That usual is learned
 * from samples, each weighed by one over the events of its client, so that every client counts once a
 * window, however much it sends; what is suspicious is not learned. Until it is warm, only twice the
 * floor speaks.
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
      usual.add(seen, sampleEvery / Math.max(1, view.value(of.events)))
      if (calls % refreshEvery || usual.total < warm) return
      limit = Math.max(of.floor, usual.quantile(top) * of.factor)
    },
    save: () => ({ usual: usual.save(), calls, limit }),
  }
}
