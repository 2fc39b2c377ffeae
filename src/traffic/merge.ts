import type { Hit } from './hit.ts'

/** Requests of one actor in order of time. */
export type Flow = Iterator<Hit>

interface Place {
  hit: Hit
  readonly flow: Flow
  /** Which flow came first: decides between requests of one millisecond. */
  readonly order: number
}

/** Merges flows by time, in memory for those under way only: a binary heap of their next requests. */
export class Merge {
  readonly #heap: Place[] = []
  #flows = 0

  /** How many flows are under way. */
  get size(): number {
    return this.#heap.length
  }

  /** Time of the next request; infinite when there is none. */
  get next(): number {
    return this.#heap[0]?.hit.time ?? Infinity
  }

  add(flow: Flow): void {
    const order = this.#flows++
    const step = flow.next()
    if (step.done === true) return
    const place = { hit: step.value, flow, order }
    const heap = this.#heap
    let at = heap.length
    while (at > 0) {
      const above = (at - 1) >> 1
      if (isBefore(heap[above]!, place)) break
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = place
  }

  /** The earliest request; only when `size` is above 0. */
  take(): Hit {
    const first = this.#heap[0]!
    const { hit } = first
    const step = first.flow.next()
    if (step.done !== true) {
      first.hit = step.value
      this.#sink(first)
    } else {
      const last = this.#heap.pop()!
      if (last !== first) this.#sink(last)
    }
    return hit
  }

  #sink(place: Place): void {
    const heap = this.#heap
    const size = heap.length
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= size) break
      if (below + 1 < size && isBefore(heap[below + 1]!, heap[below]!)) below++
      if (isBefore(place, heap[below]!)) break
      heap[at] = heap[below]!
      at = below
    }
    heap[at] = place
  }
}

function isBefore(a: Place, b: Place): boolean {
  return a.hit.time < b.hit.time || (a.hit.time === b.hit.time && a.order < b.order)
}
