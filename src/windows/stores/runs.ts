import type { Keys, Tenant } from '../keys/keys.ts'
import type { Counter, Pass } from './store.ts'

interface SavedRuns {
  readonly levels: Float64Array
  readonly firsts: Float64Array
  readonly lasts: Float64Array
  readonly rest: readonly [held: number, hand: number, now: number]
}

/** What one store of runs counts. */
export interface RunLayout {
  readonly where: number
  /** Milliseconds in which one unit leaks, or the gap that ends a session. */
  readonly span: number
  readonly isLeaky: boolean
}

/** Live leaky buckets, or live sessions: a level per key that ends by itself. */
export class Runs implements Counter, Tenant {
  readonly keys: Keys
  readonly where: number
  readonly #layout: RunLayout
  /** Units in the bucket or events of the session; 0 where the key has none. */
  #levels: Float64Array = new Float64Array(0)
  #firsts: Float64Array = new Float64Array(0)
  #lasts: Float64Array = new Float64Array(0)
  #held = 0
  #hand = 0
  #now = 0

  constructor(keys: Keys, layout: RunLayout) {
    this.keys = keys
    this.#layout = layout
    this.where = layout.where
    keys.attach(this)
  }

  resize(capacity: number): void {
    const grow = (from: Float64Array): Float64Array => {
      const to = new Float64Array(capacity)
      to.set(from)
      return to
    }
    this.#levels = grow(this.#levels)
    this.#lasts = grow(this.#lasts)
    if (!this.#layout.isLeaky) this.#firsts = grow(this.#firsts)
  }

  clear(slot: number): void {
    if (this.#levels[slot]! > 0) this.#held--
    this.#levels[slot] = 0
  }

  count(pass: Pass): void {
    this.#sweep()
    if (pass.met[this.where] === 0) return
    const slot = this.keys.enter()
    const isNew = this.#levels[slot] === 0
    if (isNew) {
      this.keys.hold(slot)
      this.#held++
    }
    if (this.#layout.isLeaky) this.#pour(slot, pass.time, isNew)
    else this.#join(slot, pass.time, isNew)
  }

  #pour(slot: number, time: number, isNew: boolean): void {
    const last = isNew ? time : Math.max(time, this.#lasts[slot]!)
    this.#levels[slot] = (isNew ? 0 : this.#leaked(slot, last)) + 1
    this.#lasts[slot] = last
  }

  #leaked(slot: number, time: number): number {
    return Math.max(0, this.#levels[slot]! - (time - this.#lasts[slot]!) / this.#layout.span)
  }

  #join(slot: number, time: number, isNew: boolean): void {
    const { span } = this.#layout
    if (isNew || time >= this.#lasts[slot]! + span) {
      this.#levels[slot] = 1
      this.#firsts[slot] = time
      this.#lasts[slot] = time
    } else if (time > this.#firsts[slot]! - span) {
      this.#levels[slot]!++
      if (time < this.#firsts[slot]!) this.#firsts[slot] = time
      if (time > this.#lasts[slot]!) this.#lasts[slot] = time
    }
  }

  /** Looks at two slots an event and lets go of what has ended, so that all are seen in time. */
  #sweep(): void {
    for (let i = 0; i < 2 && this.#held > 0; i++) {
      this.#hand = this.#hand + 1 < this.keys.capacity ? this.#hand + 1 : 0
      const slot = this.#hand
      if (this.#levels[slot]! > 0 && this.level(slot, this.#now) === 0) this.#end(slot)
    }
  }

  #end(slot: number): void {
    this.#levels[slot] = 0
    this.#held--
    this.keys.release(slot)
  }

  /** Units in the bucket, or events in the session, of the key in this slot at a time. */
  level(slot: number, time: number): number {
    if (this.#levels[slot] === 0) return 0
    if (this.#layout.isLeaky) return this.#leaked(slot, Math.max(time, this.#lasts[slot]!))
    return time < this.#lasts[slot]! + this.#layout.span ? this.#levels[slot]! : 0
  }

  /** Moves time; what has ended reads as 0 from then on. */
  start(now: number): void {
    this.#now = now
  }

  turn(): void {}

  isEmpty(): boolean {
    return this.#held === 0
  }

  reset(): void {
    for (let slot = 0; slot < this.keys.capacity; slot++)
      if (this.#levels[slot]! > 0) this.#end(slot)
  }

  save(): SavedRuns {
    return {
      levels: this.#levels.slice(),
      firsts: this.#firsts.slice(),
      lasts: this.#lasts.slice(),
      rest: [this.#held, this.#hand, this.#now],
    }
  }

  load(saved: SavedRuns): void {
    this.#levels.set(saved.levels)
    this.#firsts.set(saved.firsts)
    this.#lasts.set(saved.lasts)
    ;[this.#held, this.#hand, this.#now] = saved.rest
  }
}
