import type { SavedSketch } from '../../stats/quantile-sketch.ts'
import { QuantileSketch } from '../../stats/quantile-sketch.ts'
import type { Counted } from '../../stats/space-saving.ts'
import { SpaceSaving } from '../../stats/space-saving.ts'
import type { Keys, Tenant } from '../keys/keys.ts'
import { Ring } from './panes.ts'
import { copied } from '../keys/pools.ts'
import type { Counter, Marker, Pass } from './store.ts'

/** What a sketch is to the store that keeps one per key and pane. */
interface Art<S> {
  make(saved?: unknown): S
  add(sketch: S, pass: Pass, of: number): void
  has(pass: Pass, of: number): boolean
  save(sketch: S): unknown
  /** Sketches kept before the oldest pane leaves early. */
  readonly limit: number
}

/** How quantiles are kept. */
export const quantiles: Art<QuantileSketch> = {
  make: (saved) => new QuantileSketch(saved as SavedSketch | undefined),
  add: (sketch, pass, of) => sketch.add(pass.numbers[of]!),
  has: (pass, of) => !Number.isNaN(pass.numbers[of]!),
  save: (sketch) => sketch.save(),
  limit: 32_768,
}

/** Values kept per key and pane; the error of a count is under 1/100 of the events. */
const capacity = 100

/** How frequent values are kept. */
export const frequent: Art<SpaceSaving> = {
  make: (saved) => new SpaceSaving(capacity, saved as Counted[] | undefined),
  add: (sketch, pass, of) => {
    const { text } = pass.digests[of]!
    sketch.add(sketch.has(text) ? text : copied(text))
  },
  has: (pass, of) => pass.digests[of]!.present,
  save: (sketch) => sketch.save(),
  limit: 4096,
}

/** What one store of sketches measures. */
export interface SketchLayout {
  readonly where: number
  /** Number of the number or digest. */
  readonly of: number
  readonly step: number
  readonly panes: number
  readonly ahead: number
}

interface SavedSketches {
  readonly ring: readonly [head: number, at: number]
  readonly panes: readonly (readonly (readonly [stamp: number, sketch: unknown])[])[]
}

/** A sketch per key and pane. */
export class Sketches<S> implements Counter, Tenant {
  marker: Marker | undefined
  /** Sketches dropped before their time because there were too many. */
  dropped = 0
  readonly keys: Keys
  readonly where: number
  readonly #art: Art<S>
  readonly #layout: SketchLayout
  readonly #ring: Ring
  readonly #panes: Map<number, S>[]
  #held = 0

  constructor(keys: Keys, art: Art<S>, layout: SketchLayout) {
    this.keys = keys
    this.#art = art
    this.#layout = layout
    this.where = layout.where
    this.#ring = new Ring(layout.panes, layout.ahead)
    this.#panes = Array.from({ length: this.#ring.size }, () => new Map<number, S>())
    keys.attach(this)
  }

  resize(): void {}

  clear(slot: number): void {
    const stamp = this.keys.stamp(slot)
    for (const pane of this.#panes) if (pane.delete(stamp)) this.#held--
  }

  count(pass: Pass): void {
    const { of, step, panes } = this.#layout
    if (!this.#art.has(pass, of)) return
    const age = this.#ring.head - Math.floor(pass.time / step)
    if (age >= panes) return
    if (this.#held >= this.#art.limit) this.#drop()
    const slot = this.keys.enter()
    const stamp = this.keys.stamp(slot)
    const pane = this.#panes[this.#ring.place(age)]!
    let sketch = pane.get(stamp)
    if (sketch === undefined) {
      sketch = this.#art.make()
      pane.set(stamp, sketch)
      this.keys.hold(slot)
      this.#held++
    }
    this.#art.add(sketch, pass, of)
    if (age >= 0) this.marker?.mark(slot, this.#ring.head - age)
  }

  start(head: number): void {
    this.#ring.head = head
  }

  turn(panes: number): void {
    if (this.#held > 0) {
      const { panes: span } = this.#layout
      for (let age = span - 1; age >= Math.max(0, span - panes); age--)
        this.#leave(this.#ring.place(age))
    }
    this.#ring.turn(panes)
    if (!this.marker || this.#held === 0) return
    for (const stamp of this.#panes[this.#ring.at]!.keys())
      this.marker.mark(this.keys.stamped(stamp), this.#ring.head)
  }

  #leave(place: number): void {
    const pane = this.#panes[place]!
    if (pane.size === 0) return
    this.#held -= pane.size
    const stamps = [...pane.keys()]
    pane.clear()
    for (const stamp of stamps) this.keys.release(this.keys.stamped(stamp))
  }

  #drop(): void {
    let age = this.#layout.panes - 1
    while (this.#panes[this.#ring.place(age)]!.size === 0) age--
    this.dropped += this.#panes[this.#ring.place(age)]!.size
    this.#leave(this.#ring.place(age))
  }

  isEmpty(): boolean {
    return this.#held === 0
  }

  reset(): void {
    for (let place = 0; place < this.#ring.size; place++) this.#leave(place)
  }

  /** Sketches of the key in this slot in the panes that count, newest first. */
  of(slot: number): S[] {
    const stamp = this.keys.stamp(slot)
    const found: S[] = []
    for (let age = 0; age < this.#layout.panes; age++) {
      const sketch = this.#panes[this.#ring.place(age)]!.get(stamp)
      if (sketch !== undefined) found.push(sketch)
    }
    return found
  }

  save(): SavedSketches {
    const panes = this.#panes.map((pane) =>
      [...pane].map(([stamp, sketch]) => [stamp, this.#art.save(sketch)] as const),
    )
    return { ring: [this.#ring.head, this.#ring.at], panes }
  }

  load(saved: SavedSketches): void {
    ;[this.#ring.head, this.#ring.at] = saved.ring
    this.#held = 0
    for (const [place, pane] of saved.panes.entries()) {
      this.#panes[place]!.clear()
      for (const [stamp, sketch] of pane) this.#panes[place]!.set(stamp, this.#art.make(sketch))
      this.#held += pane.length
    }
  }
}

/** The value that a share of all measured values does not exceed. */
export function quantileOf(sketches: readonly QuantileSketch[], share: number): number {
  if (sketches.length === 1) return sketches[0]!.quantile(share)
  const all = new QuantileSketch()
  for (const sketch of sketches) all.merge(sketch)
  return all.quantile(share)
}

/** A frequent value with its count. */
export interface Frequent {
  readonly value: string
  readonly count: number
}

/** The ten most frequent values. */
export function topOf(sketches: readonly SpaceSaving[]): Frequent[] {
  const all = new SpaceSaving(sketches.length * capacity)
  for (const sketch of sketches)
    for (const { value, count, error } of sketch.list()) all.add(value, count, error)
  return all
    .list()
    .slice(0, 10)
    .map(({ value, count }) => ({ value, count }))
}
