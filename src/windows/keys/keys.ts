import type { Field, Values } from './fields.ts'
import { missing } from './fields.ts'
import { HashIndex, mix } from './hash-index.ts'

/** Somebody who keeps numbers per slot of a table. */
export interface Tenant {
  /** Room for this many slots is needed from now on. */
  resize(capacity: number): void
  /** The key of this slot is forgotten: nothing of it may reach the next one. */
  clear(slot: number): void
}

/** How many keys a table may hold, and characters of text in all keys. */
export interface Limits {
  readonly keys: number
  readonly characters: number
}

/** Plain data of a table. */
export interface SavedKeys {
  readonly kinds: Uint8Array
  readonly first: Uint32Array
  readonly second: Uint32Array | undefined
  readonly refs: Int32Array
  readonly touched: Uint8Array
  readonly stamps: Uint32Array | undefined
  readonly rest: readonly [size: number, used: number, free: number, hand: number, evicted: number]
}

/**
 * The keys of one tuple of fields that are alive, each with a small number, its slot. A slot lives
 * while somebody holds it. When the table is full, a key that was not active lately is forgotten
 * (second chance, in order of arrival).
 */
export class Keys {
  readonly fields: readonly Field[]
  /** Slot of the key at hand, -1 when the table does not hold it. */
  slot = -1
  /** False when the event at hand has not all fields of the key. */
  complete = false
  evicted = 0
  /** Slots that there is room for. */
  capacity = 0
  readonly #limits: Limits
  readonly #values: Values
  readonly #seed: number
  readonly #slotMask: number
  readonly #tenants: Tenant[] = []
  #index: HashIndex = new HashIndex()
  #hash = 0
  #kinds: Uint8Array = new Uint8Array(0)
  #first: Uint32Array = new Uint32Array(0)
  #second: Uint32Array | undefined
  /** Holders of a slot; in a free slot, the next free one. */
  #refs: Int32Array = new Int32Array(0)
  #touched: Uint8Array = new Uint8Array(0)
  /** Times a slot was taken from its key, above the bits of the slot: made when first needed. */
  #stamps: Uint32Array | undefined
  #size = 0
  #used = 0
  #free = -1
  #hand = 0

  constructor(fields: readonly Field[], values: Values, limits: Limits, seed: number) {
    this.fields = fields
    this.#values = values
    this.#limits = limits
    this.#seed = seed
    this.#slotMask = 2 ** Math.ceil(Math.log2(limits.keys + 1)) - 1
    if (fields.length > 1) this.#second = new Uint32Array(0)
    this.#resize(Math.min(16, limits.keys))
  }

  attach(tenant: Tenant): void {
    this.#tenants.push(tenant)
    tenant.resize(this.capacity)
  }

  /** Keys held. */
  get size(): number {
    return this.#used
  }

  /** Finds the slot of the key that the fields hold now. */
  seek(): void {
    const { fields } = this
    const first = fields.length > 0 ? fields[0]! : undefined
    const second = fields.length > 1 ? fields[1]! : undefined
    this.complete = first?.kind !== missing && second?.kind !== missing
    this.slot = -1
    if (!this.complete) return
    const kinds = (first?.kind ?? 0) | ((second?.kind ?? 0) << 2)
    const word = first?.word ?? 0
    const other = second?.word ?? 0
    const hash = this.#hashOf(kinds, word, other)
    this.#hash = hash
    for (let slot = this.#index.seek(hash); slot >= 0; slot = this.#index.again(hash))
      if (
        this.#first[slot] === word &&
        this.#kinds[slot] === kinds &&
        this.#isSecond(slot, other)
      ) {
        this.#touched[slot] = 1
        this.slot = slot
        return
      }
  }

  #isSecond(slot: number, word: number): boolean {
    return this.#second === undefined || this.#second[slot] === word
  }

  #hashOf(kinds: number, word: number, other: number): number {
    const hash = mix(word ^ this.#seed) + Math.imul(this.#seed | 1, kinds)
    return mix(this.#second === undefined ? hash : hash ^ mix(other + this.#seed))
  }

  /** Slot of the key at hand, made when the table does not hold it. To be held at once. */
  enter(): number {
    if (this.slot >= 0) return this.slot
    while (this.#used >= this.#limits.keys || this.#isWordy()) this.#evict()
    if (this.#free < 0 && this.#size === this.capacity)
      this.#resize(Math.min(2 * this.capacity, this.#limits.keys))
    const slot = this.#free >= 0 ? this.#free : this.#size++
    if (slot === this.#free) this.#free = this.#refs[slot]!
    const [first, second] = this.fields
    this.#kinds[slot] = (first?.kind ?? 0) | ((second?.kind ?? 0) << 2)
    this.#first[slot] = first?.word ?? 0
    if (this.#second) this.#second[slot] = second?.word ?? 0
    for (const field of this.fields) this.#values.keep(field.kind, field.word)
    this.#refs[slot] = 0
    this.#touched[slot] = 0
    this.#used++
    this.#index.insert(slot, this.#hash)
    this.slot = slot
    return slot
  }

  #isWordy(): boolean {
    return this.#used > 0 && this.#values.texts.size > this.#limits.characters
  }

  hold(slot: number): void {
    this.#refs[slot]!++
  }

  /** Lets go of a slot; the last one frees it. */
  release(slot: number): void {
    if (--this.#refs[slot]! === 0) this.#remove(slot)
  }

  #remove(slot: number): void {
    this.#index.remove(slot)
    this.#values.release(this.#kinds[slot]! & 3, this.#first[slot]!)
    if (this.#second) this.#values.release(this.#kinds[slot]! >> 2, this.#second[slot]!)
    this.#refs[slot] = this.#free
    // A free slot has no kind, except in the table of the one empty key.
    this.#kinds[slot] = 255
    this.#free = slot
    this.#used--
    if (slot === this.slot) this.slot = -1
  }

  #evict(): void {
    for (;;) {
      const slot = this.#hand
      this.#hand = slot + 1 >= this.#size ? 0 : slot + 1
      if (this.#kinds[slot] === 255) continue
      if (this.#touched[slot] === 1) {
        this.#touched[slot] = 0
        continue
      }
      for (const tenant of this.#tenants) tenant.clear(slot)
      this.#stamps ??= new Uint32Array(this.capacity)
      this.#stamps[slot]! += this.#slotMask + 1
      this.#remove(slot)
      this.evicted++
      return
    }
  }

  /** A number that stands for the key in this slot, and no longer once the slot was taken from it. */
  stamp(slot: number): number {
    return this.#stamps === undefined ? slot : (this.#stamps[slot]! | slot) >>> 0
  }

  /** The slot that a stamp means, -1 when the slot was taken from its key since. */
  stamped(stamp: number): number {
    const slot = stamp & this.#slotMask
    return this.#stamps === undefined || this.stamp(slot) === stamp ? slot : -1
  }

  /** Values of the key in this slot. */
  texts(slot: number): string[] {
    const kinds = this.#kinds[slot]!
    return this.fields.map((_, i) =>
      i === 0
        ? this.#values.text(kinds & 3, this.#first[slot]!)
        : this.#values.text(kinds >> 2, this.#second![slot]!),
    )
  }

  #resize(capacity: number): void {
    const grow = <T extends Uint8Array | Uint32Array | Int32Array>(from: T, to: T): T => {
      to.set(from)
      return to
    }
    this.capacity = capacity
    this.#kinds = grow(this.#kinds, new Uint8Array(capacity))
    this.#first = grow(this.#first, new Uint32Array(capacity))
    if (this.#second) this.#second = grow(this.#second, new Uint32Array(capacity))
    this.#refs = grow(this.#refs, new Int32Array(capacity))
    this.#touched = grow(this.#touched, new Uint8Array(capacity))
    if (this.#stamps) this.#stamps = grow(this.#stamps, new Uint32Array(capacity))
    for (const tenant of this.#tenants) tenant.resize(capacity)
  }

  save(): SavedKeys {
    const n = this.#size
    return {
      kinds: this.#kinds.slice(0, n),
      first: this.#first.slice(0, n),
      second: this.#second?.slice(0, n),
      refs: this.#refs.slice(0, n),
      touched: this.#touched.slice(0, n),
      stamps: this.#stamps?.slice(0, n),
      rest: [n, this.#used, this.#free, this.#hand, this.evicted],
    }
  }

  load(saved: SavedKeys): void {
    const n = saved.kinds.length
    while (this.capacity < n) this.#resize(Math.min(2 * this.capacity, this.#limits.keys))
    this.#kinds.set(saved.kinds)
    this.#first.set(saved.first)
    if (saved.second) this.#second?.set(saved.second)
    this.#refs.set(saved.refs)
    this.#touched.set(saved.touched)
    if (saved.stamps) (this.#stamps ??= new Uint32Array(this.capacity)).set(saved.stamps)
    ;[this.#size, this.#used, this.#free, this.#hand, this.evicted] = saved.rest
    this.#index = new HashIndex()
    this.slot = -1
    for (let slot = 0; slot < n; slot++)
      if (this.#kinds[slot] !== 255)
        this.#index.insert(
          slot,
          this.#hashOf(this.#kinds[slot]!, this.#first[slot]!, this.#second?.[slot] ?? 0),
        )
  }
}
