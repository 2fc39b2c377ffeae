import type { Keys, Tenant } from '../keys/keys.ts'
import type { Pass } from './store.ts'

/** A session that goes on. */
interface Session {
  first: number
  last: number
  events: number
}

interface Waiting {
  readonly time: number
  readonly stamp: number
}

interface SavedSessions {
  readonly open: ReadonlyMap<number, Session>
  readonly waiting: readonly Waiting[]
}

/**
 * Whole sessions, `[first event, last event + gap)`: events wait until the watermark has passed them and
 * are then joined in order of time, so that the order of arrival does not matter.
 */
export class Sessions implements Tenant {
  readonly gap: number
  /** Events waiting that were joined early because there were too many. */
  dropped = 0
  /** The session being closed. */
  closing: { readonly slot: number; readonly events: number } | undefined
  readonly keys: Keys
  readonly #where: number
  readonly #limit: number
  /** By stamp of the key, in order of their last events. */
  #open: Map<number, Session> = new Map()
  /** A heap: the earliest first. */
  #waiting: Waiting[] = []

  constructor(keys: Keys, layout: { where: number; gap: number; limit: number }) {
    this.keys = keys
    this.#where = layout.where
    this.gap = layout.gap
    this.#limit = layout.limit
    keys.attach(this)
  }

  resize(): void {}

  clear(slot: number): void {
    this.#open.delete(this.keys.stamp(slot))
  }

  /** Takes the event at hand; late ones only into a session that goes on. */
  count(pass: Pass, watermark: number): void {
    if (pass.met[this.#where] === 0) return
    if (pass.time < watermark) return this.#joinLate(pass.time)
    const slot = this.keys.enter()
    this.keys.hold(slot)
    push(this.#waiting, { time: pass.time, stamp: this.keys.stamp(slot) })
    if (this.#waiting.length <= this.#limit) return
    this.dropped++
    this.#join()
  }

  #joinLate(time: number): void {
    const open = this.keys.slot < 0 ? undefined : this.#open.get(this.keys.stamp(this.keys.slot))
    if (!open || time <= open.first - this.gap) return
    open.events++
    open.first = Math.min(open.first, time)
  }

  /** End of the session that ends next, when it is not after the watermark; else -1. */
  due(watermark: number): number {
    for (;;) {
      const front = this.#open.values().next().value
      const end = front ? front.last + this.gap : Infinity
      const event = this.#waiting[0]
      if (!event || event.time > watermark || event.time >= end)
        return end <= watermark && front ? end : -1
      this.#join()
    }
  }

  #join(): void {
    const { time, stamp } = pop(this.#waiting)
    const slot = this.keys.stamped(stamp)
    if (slot < 0) return
    const open = this.#open.get(stamp)
    if (open) {
      // Back to the end of the order of last events; the session holds the slot once already.
      this.#open.delete(stamp)
      this.#open.set(stamp, open)
      open.last = Math.max(open.last, time)
      open.events++
      this.keys.release(slot)
    } else this.#open.set(stamp, { first: time, last: time, events: 1 })
  }

  /** Ends the session that is due. */
  close(deliver: (slot: number, start: number, end: number) => void): void {
    const [stamp, session] = this.#open.entries().next().value!
    this.#open.delete(stamp)
    const slot = this.keys.stamped(stamp)
    this.closing = { slot, events: session.events }
    deliver(slot, session.first, session.last + this.gap)
    this.closing = undefined
    this.keys.release(slot)
  }

  save(): SavedSessions {
    return { open: structuredClone(this.#open), waiting: [...this.#waiting] }
  }

  load(saved: SavedSessions): void {
    this.#open = structuredClone(saved.open) as Map<number, Session>
    this.#waiting = [...saved.waiting]
  }
}

function push(heap: Waiting[], one: Waiting): void {
  let at = heap.push(one) - 1
  while (at > 0) {
    const up = (at - 1) >> 1
    if (heap[up]!.time <= one.time) break
    heap[at] = heap[up]!
    at = up
  }
  heap[at] = one
}

function pop(heap: Waiting[]): Waiting {
  const top = heap[0]!
  const one = heap.pop()!
  if (heap.length === 0) return top
  let at = 0
  for (;;) {
    let down = 2 * at + 1
    if (down >= heap.length) break
    if (down + 1 < heap.length && heap[down + 1]!.time < heap[down]!.time) down++
    if (heap[down]!.time >= one.time) break
    heap[at] = heap[down]!
    at = down
  }
  heap[at] = one
  return top
}
