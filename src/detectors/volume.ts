import type { Judge } from '../contract/detector.ts'
import type { View, Where } from '../contract/windows.ts'
import type { Event } from '../event/event.ts'
import type { Finding } from '../event/finding.ts'
import type { Request } from '../event/request.ts'
import { Usual } from '../stats/usual.ts'
import { Begun } from './begun.ts'

export interface VolumeOptions {
  /** Never speaks below this. */
  readonly floor: number
  /** Speaks above this multiple of what the busiest clients usually reach. */
  readonly factor: number
}

/** A client far above the others: what was seen of it, what is usual, and since when. */
export interface Excess {
  readonly seen: number
  readonly usual: number
  readonly since: number
}

export interface Volume extends VolumeOptions {
  /** Events that are counted by need 0. */
  readonly events: Where
  /** When the window of need 0 began that holds an event of now. */
  start(now: number): number
  /** Need whose rises are learned: need 0, or one beside it. */
  readonly risen: number
  /** By how much it rises with an event: 1 when absent. */
  by?(request: Request): number
  /** With the first of these an alert begins: with any when absent. */
  readonly begins?: Where
  /** Need that counts these over at least that window, for the same key. */
  readonly counted: number
  /** The key of need 0: the client when absent. */
  keyOf?(request: Request): string
  /** What else must hold, when the volume is far over the usual. */
  unless?(request: Request, view: View): boolean
  say(request: Request, excess: Excess, view: View): Finding
}

interface State {
  readonly usual: Float64Array
  readonly calls: number
  readonly limit: number
  readonly peak: number
  readonly begun: unknown
}

/** Rises of clients from which the usual must have been learned. */
const warm = 100
/** What one client in a thousand reaches is usual, if so many did: a flood of one must not make itself usual. */
const rare = 0.001
const least = 20
const refreshEvery = 256
const none: ReadonlySet<string> = new Set()

/**
 * Clients whose need 0 is far above what all but one in a thousand clients reach. A client counts once
 * for each level it reaches in its window, however much it sends; what is suspicious is not learned.
 * Until the usual is known, only twice the floor speaks.
 */
export function volume(of: Volume, saved?: unknown): Judge {
  const state = saved as State | undefined
  const usual = new Usual(state?.usual)
  const begun = new Begun(state?.begun)
  let { calls, limit, peak } = state ?? { calls: 0, limit: of.floor * 2, peak: 0 }
  const counts = (event: Event): event is Request =>
    event.kind === 'request' && of.events.test(event, none)
  const keyOf = (request: Request): string => of.keyOf?.(request) ?? request.client
  return {
    learns: of.events,
    wakes: [{ need: 0, atLeast: of.floor }],
    score(event, view): Finding | undefined {
      if (!counts(event)) return undefined
      const seen = view.value(0)
      if (seen < limit || of.unless?.(event, view)) return undefined
      const since = begun.since(keyOf(event), event.time, of.start(event.time))
      return of.say(event, { seen, usual: peak, since }, view)
    },
    learn(event, view): void {
      if (!counts(event)) return
      const to = view.value(of.risen)
      const begins = of.begins?.test(event, none) ?? true
      if (begins && view.value(of.counted) === 1) begun.note(keyOf(event), event.time)
      if (to < limit) usual.rise(Math.max(0, to - (of.by?.(event) ?? 1)), to)
      if (++calls % refreshEvery || usual.total < warm) return
      peak = usual.peak(rare, least)
      limit = Math.max(of.floor, peak * of.factor)
    },
    save: (): State => ({ usual: usual.save(), calls, limit, peak, begun: begun.save() }),
  }
}
