import type { Keys, Tenant } from './keys/keys.ts'
import type { Marker } from './stores/store.ts'

interface SavedGroup {
  readonly known: Uint32Array
  readonly newest: Float64Array
}

/** When a window of a group that asks for a level is delivered. */
export type Reaches = (slot: number) => boolean

/** Whole needs of one key, span and step: their windows close together. */
export class Group implements Tenant, Marker {
  readonly keys: Keys
  readonly span: number
  readonly step: number
  /** Empty windows told of after the last event of a key, in spans. */
  idle = 0
  /** Set when only keys that reach something are told of. */
  reaches: Reaches | undefined
  readonly #panes: number
  /** Keys that were counted, by stamp, in order of appearance. */
  #known: number[] = []
  /** Newest pane with events of each slot, plus one; 0 when it is not known. */
  #newest: Float64Array = new Float64Array(0)

  constructor(keys: Keys, span: number, step: number) {
    this.keys = keys
    this.span = span
    this.step = step
    this.#panes = span / step
    keys.attach(this)
  }

  resize(capacity: number): void {
    const newest = new Float64Array(capacity)
    newest.set(this.#newest)
    this.#newest = newest
  }

  clear(slot: number): void {
    this.#newest[slot] = 0
  }

  mark(slot: number, pane: number): void {
    if (this.#newest[slot] === 0) {
      this.#known.push(this.keys.stamp(slot))
      this.keys.hold(slot)
    }
    if (pane >= this.#newest[slot]!) this.#newest[slot] = pane + 1
  }

  isEmpty(): boolean {
    return this.#known.length === 0
  }

  /**
   * Delivers the window whose newest pane is `head`, for each key with events in it, and empty for
   * keys whose last events are not too old for it.
   * @param isLast nothing follows: no empty windows
   */
  close(
    head: number,
    isLast: boolean,
    deliver: (slot: number, start: number, end: number) => void,
  ): void {
    const idle = isLast ? 0 : (this.idle * this.span) / this.step
    const end = (head + 1) * this.step
    let kept = 0
    for (const stamp of this.#known) {
      const slot = this.keys.stamped(stamp)
      if (slot < 0) continue
      if (!this.#isDue(slot, head, idle)) {
        this.#newest[slot] = 0
        this.keys.release(slot)
        continue
      }
      this.#known[kept++] = stamp
      deliver(slot, end - this.span, end)
    }
    this.#known.length = kept
  }

  #isDue(slot: number, head: number, idle: number): boolean {
    if (this.reaches) return this.reaches(slot)
    return head - (this.#newest[slot]! - 1) < this.#panes + idle
  }

  save(): SavedGroup {
    return { known: Uint32Array.from(this.#known), newest: this.#newest.slice() }
  }

  load(saved: SavedGroup): void {
    this.#known = [...saved.known]
    this.#newest.set(saved.newest)
  }
}
