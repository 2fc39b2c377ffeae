import { grown } from '../keys/growth.ts'
import { HashIndex, mix } from '../keys/hash-index.ts'
import type { Keys, Tenant } from '../keys/keys.ts'
import { Estimate, type SavedEstimate } from './estimate.ts'
import type { SavedRows } from './panes.ts'
import { Pool, Ring, Rows } from './panes.ts'
import type { Counter, Marker, Pass } from './store.ts'

/** Values of one key that are told apart exactly; further ones are estimated. */
const exactly = 1024
/** Keys with estimates at a time. */
const mostEstimated = 256
/** Place of an entry that is free. */
const nowhere = 0xffff

/** What one store of distinct values keeps. */
export interface DistinctLayout {
  readonly where: number
  /** Number of the digest. */
  readonly of: number
  readonly step: number
  readonly panes: number
  readonly ahead: number
  /** Touches of entries kept before the oldest pane leaves early. */
  readonly limit: number
}

interface SavedDistinct {
  readonly ring: readonly [head: number, at: number]
  readonly entries: Uint32Array
  readonly panes: readonly SavedRows[]
  readonly waiting: readonly SavedRows[]
  readonly estimates: readonly (readonly [stamp: number, estimate: SavedEstimate])[]
  readonly rest: readonly [size: number, free: number, held: number]
}

/**
 * How many different values each key had: each value is kept as 64 bits of its hash with the newest
 * pane that saw it. A key with 1,024 values goes on with a HyperLogLog per pane, of other values only.
 */
export class Distinct implements Counter, Tenant {
  marker: Marker | undefined
  /** Entries dropped before their time because there were too many. */
  dropped = 0
  readonly keys: Keys
  readonly where: number
  readonly #layout: DistinctLayout
  readonly #ring: Ring
  /** Entries a pane was the newest of, when they were touched; those still of that pane leave with it. */
  readonly #panes: Rows[]
  /** Events ahead of the head: stamp, and the two halves of the hash. */
  readonly #waiting: Rows[]
  #index: HashIndex
  /** Entries, four words each: stamp of the key, two halves of the hash, place of the newest pane. */
  #entries: Uint32Array = new Uint32Array(4 * 64)
  #size = 0
  #free = -1
  #held = 0
  /** Where the row of a key keeps its number of entries. */
  readonly #values: number
  readonly #estimates: Map<number, Estimate> = new Map()

  constructor(keys: Keys, layout: DistinctLayout) {
    this.keys = keys
    this.#layout = layout
    this.where = layout.where
    this.#index = this.#makeIndex()
    this.#ring = new Ring(layout.panes, layout.ahead)
    const ids = new Pool(0, 0)
    const events = new Pool(0, 2)
    this.#panes = Array.from({ length: this.#ring.size }, () => new Rows(ids))
    this.#waiting = Array.from({ length: this.#ring.size }, () => new Rows(events))
    this.#values = keys.reserve(1, 2)
    keys.attach(this)
  }

  resize(): void {}

  clear(slot: number): void {
    this.#estimates.delete(this.keys.stamp(slot))
  }

  count(pass: Pass): void {
    const { of, step, limit } = this.#layout
    const digest = pass.digests[of]!
    if (!digest.present) return
    const age = this.#ring.head - Math.floor(pass.time / step)
    if (age >= this.#layout.panes) return
    if (this.#held >= limit) this.#drop()
    const slot = this.keys.enter()
    if (age < 0) this.#wait(slot, this.#ring.place(age), digest.high, digest.low)
    else this.#take(slot, this.#ring.place(age), digest.high, digest.low)
  }

  #wait(slot: number, place: number, high: number, low: number): void {
    const rows = this.#waiting[place]!
    const row = rows.push(this.keys.stamp(slot))
    const { sums } = rows.chunk(row)
    sums[2 * rows.place(row)] = high
    sums[2 * rows.place(row) + 1] = low
    this.keys.hold(slot)
    this.#held++
  }

  #take(slot: number, place: number, high: number, low: number): void {
    this.marker?.mark(slot, this.#ring.head - this.#ring.age(place))
    const stamp = this.keys.stamp(slot)
    const hash = mix(low ^ mix(high ^ mix(stamp)))
    for (let id = this.#index.seek(hash); id >= 0; id = this.#index.again(hash))
      if (this.#isEntry(id, stamp, high, low)) {
        if (this.#ring.age(place) < this.#ring.age(this.#entries[4 * id + 3]!))
          this.#touch(id, place)
        return
      }
    const estimate = this.#estimates.get(stamp)
    if (estimate) estimate.add(place, high, low)
    else if (this.keys.shorts[this.#valuesOf(slot)]! < exactly)
      this.#enter(slot, place, [stamp, high, low, hash])
    else if (this.#estimates.size < mostEstimated) {
      this.keys.hold(slot)
      const begun = new Estimate(this.#ring.size)
      this.#estimates.set(stamp, begun)
      begun.add(place, high, low)
    }
  }

  #isEntry(id: number, stamp: number, high: number, low: number): boolean {
    const entries = this.#entries
    return entries[4 * id] === stamp && entries[4 * id + 1] === high && entries[4 * id + 2] === low
  }

  #enter(slot: number, place: number, entry: [number, number, number, number]): void {
    const id = this.#free >= 0 ? this.#free : this.#size++
    if (4 * id >= this.#entries.length) this.#widen()
    if (id === this.#free) this.#free = this.#entries[4 * id]! - 1
    const [stamp, high, low, hash] = entry
    this.#entries[4 * id] = stamp
    this.#entries[4 * id + 1] = high
    this.#entries[4 * id + 2] = low
    this.#index.insert(id, hash)
    this.keys.shorts[this.#valuesOf(slot)]!++
    this.keys.hold(slot)
    this.#touch(id, place)
  }

  #touch(id: number, place: number): void {
    this.#held++
    this.#entries[4 * id + 3] = place
    this.#panes[place]!.push(id)
  }

  #valuesOf(slot: number): number {
    return ((slot * this.keys.stride) >> 1) + this.#values
  }

  #widen(): void {
    const room = grown(this.#entries.length >> 2, this.#layout.limit)
    const entries = new Uint32Array(4 * room)
    entries.set(this.#entries)
    this.#entries = entries
  }

  start(head: number): void {
    this.#ring.head = head
  }

  turn(panes: number): void {
    if (this.isEmpty()) return this.#ring.turn(panes)
    const { panes: span } = this.#layout
    for (let age = span - 1; age >= Math.max(0, span - panes); age--)
      this.#leave(this.#ring.place(age))
    this.#ring.turn(panes)
    this.#begin()
  }

  /** What waited for the head counts now. */
  #begin(): void {
    const { at } = this.#ring
    const waiting = this.#waiting[at]!
    for (let row = 0; row < waiting.length; row++) {
      const slot = this.keys.stamped(waiting.stamp(row))
      if (slot < 0) continue
      const { sums } = waiting.chunk(row)
      const place = 2 * waiting.place(row)
      this.#take(slot, at, sums[place]!, sums[place + 1]!)
    }
    this.#stopWaiting(at)
  }

  #stopWaiting(place: number): void {
    const waiting = this.#waiting[place]!
    if (waiting.length === 0) return
    for (let row = 0; row < waiting.length; row++) {
      const slot = this.keys.stamped(waiting.stamp(row))
      if (slot >= 0) this.keys.release(slot)
    }
    this.#held -= waiting.length
    waiting.clear()
  }

  #leave(place: number): void {
    const pane = this.#panes[place]!
    if (pane.length === 0 && this.#estimates.size === 0) return
    for (let row = 0; row < pane.length; row++) {
      const id = pane.stamp(row)
      if (this.#entries[4 * id + 3] === place) this.#remove(id)
    }
    this.#held -= pane.length
    pane.clear()
    for (const [stamp, estimate] of this.#estimates) {
      if (!estimate.leave(place)) continue
      this.#estimates.delete(stamp)
      this.keys.release(this.keys.stamped(stamp))
    }
  }

  #remove(id: number): void {
    const slot = this.keys.stamped(this.#entries[4 * id]!)
    this.#index.remove(id)
    this.#entries[4 * id + 3] = nowhere
    this.#entries[4 * id] = this.#free + 1
    this.#free = id
    if (slot < 0) return
    this.keys.shorts[this.#valuesOf(slot)]!--
    this.keys.release(slot)
  }

  #makeIndex(): HashIndex {
    return new HashIndex(this.#layout.limit, (id) => this.#hashOf(id))
  }

  #hashOf(id: number): number {
    const entries = this.#entries
    return mix(entries[4 * id + 2]! ^ mix(entries[4 * id + 1]! ^ mix(entries[4 * id]!)))
  }

  #drop(): void {
    const before = this.#held
    for (let age = this.#layout.panes - 1; age >= 0 && this.#held === before; age--)
      this.#leave(this.#ring.place(age))
    for (let age = -1; age >= -this.#layout.ahead && this.#held === before; age--)
      this.#stopWaiting(this.#ring.place(age))
    this.dropped += before - this.#held
  }

  isEmpty(): boolean {
    return this.#held === 0 && this.#estimates.size === 0
  }

  reset(): void {
    for (let place = 0; place < this.#ring.size; place++) {
      this.#stopWaiting(place)
      this.#leave(place)
    }
  }

  /** Different values of the key in this slot, and whether some of them are estimated. */
  values(slot: number): number {
    const estimate = this.#estimates.get(this.keys.stamp(slot))
    const exact = this.keys.shorts[this.#valuesOf(slot)]!
    return estimate ? exact + estimate.value() : exact
  }

  isEstimated(slot: number): boolean {
    return (
      this.keys.shorts[this.#valuesOf(slot)]! >= exactly ||
      this.#estimates.has(this.keys.stamp(slot))
    )
  }

  save(): SavedDistinct {
    const n = this.#size
    return {
      ring: [this.#ring.head, this.#ring.at],
      entries: this.#entries.slice(0, 4 * n),
      panes: this.#panes.map((pane) => pane.save()),
      waiting: this.#waiting.map((pane) => pane.save()),
      estimates: [...this.#estimates].map(([stamp, one]) => [stamp, one.save()] as const),
      rest: [n, this.#free, this.#held],
    }
  }

  load(saved: SavedDistinct): void {
    ;[this.#ring.head, this.#ring.at] = saved.ring
    ;[this.#size, this.#free, this.#held] = saved.rest
    while (this.#entries.length < 4 * this.#size) this.#widen()
    this.#entries.set(saved.entries)
    for (const [i, rows] of saved.panes.entries()) this.#panes[i]!.load(rows)
    for (const [i, rows] of saved.waiting.entries()) this.#waiting[i]!.load(rows)
    this.#index = this.#makeIndex()
    for (let id = 0; id < this.#size; id++)
      if (this.#entries[4 * id + 3] !== nowhere) this.#index.insert(id, this.#hashOf(id))
    this.#estimates.clear()
    for (const [stamp, one] of saved.estimates)
      this.#estimates.set(stamp, new Estimate(this.#ring.size, one))
  }
}
