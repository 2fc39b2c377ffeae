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
  /** How far the client's numbers rose by this event, from and to: need 0, or one beside it. */
  rise(request: Request, view: View): readonly [number, number]
  /** What else must hold, when the volume is far over the usual. */
  unless?(request: Request, view: View): boolean
  say(request: Request, seen: number, usual: number): Finding
}

/** Rises of clients from which the usual must have been learned. */
const warm = 100
/** What one client in a thousand reaches is usual, if so many did: a flood of one must not make itself usual. */
const rare = 0.001
const least = 20
const refreshEvery = 256

/**
 * Clients whose need 0 is far above what all but one in a thousand clients reach. A client counts once
 * for each level it reaches in its window, however much it sends; what is suspicious is not learned.
 * Until the usual is known, only twice the floor speaks.
 */
export function volume(of: Volume, saved?: unknown): Judge {
  const state = saved as { usual: Float64Array; calls: number; limit: number } | undefined
  const usual = new Usual(state?.usual)
  let calls = state?.calls ?? 0
  let limit = state?.limit ?? of.floor * 2
  return {
    wakes: [{ need: 0, atLeast: of.floor }],
    score(event: Event, view: View): Finding | undefined {
      if (event.kind !== 'request' || !of.counts(event)) return undefined
      const seen = view.value(0)
      if (seen < limit || of.unless?.(event, view)) return undefined
      return of.say(event, seen, usual.total < warm ? 0 : usual.peak(rare, least))
    },
    learn(event: Event, view: View): void {
      if (event.kind !== 'request' || !of.counts(event)) return
      const [from, to] = of.rise(event, view)
      if (to < limit) usual.rise(from, to)
      if (++calls % refreshEvery || usual.total < warm) return
      limit = Math.max(of.floor, usual.peak(rare, least) * of.factor)
    },
    save: () => ({ usual: usual.save(), calls, limit }),
  }
}

/** The rise of a count: by one. */
export function byOne(need: number): (request: Request, view: View) => readonly [number, number] {
  return (_, view) => {
    const seen = view.value(need)
    return [seen - 1, seen]
  }
}
