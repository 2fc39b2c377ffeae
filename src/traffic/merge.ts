import type { Hit } from './hit.ts'

/** Requests of one actor in order of time. */
export type Flow = Iterator<Hit>

/** Merges flows by time, in memory for those under way only: a binary heap of their next requests. */
export class Merge {
  readonly #hits: Hit[] = []
  readonly #flows: Flow[] = []

  /** How many flows are under way. */
  get size(): number {
    return this.#hits.length
  }

  /** Time of the next request; infinite when there is none. */
  get next(): number {
    return this.#hits[0]?.time ?? Infinity
  }

  add(flow: Flow): void {
    const step = flow.next()
    if (step.done === true) return
    this.#rise(this.#hits.length, step.value, flow)
  }

  /** The earliest request; only when `size` is above 0. */
  take(): Hit {
    const hit = this.#hits[0]!
    const flow = this.#flows[0]!
    const step = flow.next()
    if (step.done !== true) this.#sink(step.value, flow)
    else {
      const last = this.#hits.pop()!
      const lastFlow = this.#flows.pop()!
      if (this.#hits.length > 0) this.#sink(last, lastFlow)
    }
    return hit
  }

  #rise(from: number, hit: Hit, flow: Flow): void {
    let at = from
    while (at > 0) {
      const above = (at - 1) >> 1
      if (this.#hits[above]!.time <= hit.time) break
      this.#hits[at] = this.#hits[above]!
      this.#flows[at] = this.#flows[above]!
      at = above
    }
    this.#hits[at] = hit
    this.#flows[at] = flow
  }

  #sink(hit: Hit, flow: Flow): void {
    const size = this.#hits.length
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= size) break
      if (below + 1 < size && this.#hits[below + 1]!.time < this.#hits[below]!.time) below++
      if (this.#hits[below]!.time >= hit.time) break
      this.#hits[at] = this.#hits[below]!
      this.#flows[at] = this.#flows[below]!
      at = below
    }
    this.#hits[at] = hit
    this.#flows[at] = flow
  }
}
