import type { Field, Values } from './fields.ts'
import { missing } from './fields.ts'
import { grown } from './growth.ts'
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
  readonly rows: Uint8Array
  readonly stamps: Uint32Array | undefined
  readonly rest: readonly [size: number, used: number, free: number, hand: number, evicted: number]
}

/** Places in a row: of 32 bits, and of 8 bits. */
const first = 0
const refs = 1
const kind = 8
const touched = 9
/** Kind of a row that is free. */
const nobody = 255

/**
 * The keys of one tuple of fields that are alive, each with a small number, its slot. A slot lives
 * while somebody holds it. When the table is full, a key that was not active lately is forgotten
 * (second chance, in order of arrival). All that is kept of a key stands in one row: an event touches
 * one or two lines of the cache for it, not one for each number.
 */
export class Keys {
  readonly fields: readonly Field[]
  /** Slot of the key at hand, -1 when the table does not hold it. */
  slot = -1
  /** False when the event at hand has not all fields of the key. */
  complete = false
  evicted = 0
  /** Slots that there is room for. */
  capacity: number
  /** Bytes of a row, a multiple of 8. */
  stride = 0
  /** The rows, as numbers of each width. */
  words: Uint32Array = new Uint32Array(0)
  shorts: Uint16Array = new Uint16Array(0)
  bytes: Uint8Array = new Uint8Array(0)
  floats: Float64Array = new Float64Array(0)
  readonly #limits: Limits
  readonly #values: Values
  readonly #seed: number
  readonly #slotMask: number
  readonly #tenants: Tenant[] = []
  readonly #isPair: boolean
  #index: HashIndex
  #hash = 0
  /** Versions of the fields that the slot at hand was sought for; -1 when another slot is at hand. */
  #firstVersion = -1
  #otherVersion = -1
  /** Bytes of a row that are taken. */
  #width: number
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
    this.#index = this.#makeIndex()
    this.#slotMask = 2 ** Math.ceil(Math.log2(limits.keys + 1)) - 1
    this.#isPair = fields.length > 1
    this.#width = this.#isPair ? 16 : 10
    this.capacity = Math.min(16, limits.keys)
    this.#layOut(this.capacity)
  }

  /**
   * Takes room in the rows for `count` numbers of 2, 4 or 8 bytes; to be done before the first key.
   * @returns where the first one is, in numbers of that width from the start of the row
   */
  reserve(count: number, bytes: 2 | 4 | 8): number {
    const from = Math.ceil(this.#width / bytes)
    this.#width = (from + count) * bytes
    this.#layOut(this.capacity)
    return from
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
    const firstVersion = fields.length > 0 ? fields[0]!.version : 0
    const otherVersion = this.#isPair ? fields[1]!.version : 0
    if (firstVersion !== this.#firstVersion || otherVersion !== this.#otherVersion) {
      this.#firstVersion = firstVersion
      this.#otherVersion = otherVersion
      this.#find()
    } else if (this.slot >= 0) this.bytes[this.slot * this.stride + touched] = 1
  }

  /** Makes a slot that no event sought, or none (-1), the one at hand. */
  take(slot: number): void {
    this.slot = slot
    this.#firstVersion = -1
  }

  #find(): void {
    const { fields } = this
    this.slot = -1
    this.complete = true
    for (let i = 0; i < fields.length; i++) if (fields[i]!.kind === missing) this.complete = false
    if (!this.complete) return
    const word = fields.length > 0 ? fields[0]!.word : 0
    const other = this.#isPair ? fields[1]!.word : 0
    const kinds = this.#kinds()
    const hash = this.#hashOf(kinds, word, other)
    this.#hash = hash
    for (let slot = this.#index.seek(hash); slot >= 0; slot = this.#index.again(hash)) {
      const row = (slot * this.stride) >> 2
      if (this.words[row + first] !== word || this.bytes[4 * row + kind] !== kinds) continue
      if (this.#isPair && this.words[row + 3] !== other) continue
      this.bytes[4 * row + touched] = 1
      this.slot = slot
      return
    }
  }

  #kinds(): number {
    const { fields } = this
    if (fields.length === 0) return 0
    return this.#isPair ? fields[0]!.kind | (fields[1]!.kind << 2) : fields[0]!.kind
  }

  #hashOf(kinds: number, word: number, other: number): number {
    const hash = mix(word ^ this.#seed) + Math.imul(this.#seed | 1, kinds)
    return mix(this.#isPair ? hash ^ mix(other + this.#seed) : hash)
  }

  /** Slot of the key at hand, made when the table does not hold it. To be held at once. */
  enter(): number {
    return this.slot >= 0 ? this.slot : this.#make()
  }

  #make(): number {
    while (this.#used >= this.#limits.keys || this.#isWordy()) this.#evict()
    if (this.#free < 0 && this.#size === this.capacity)
      this.#resize(grown(this.capacity, this.#limits.keys))
    const slot = this.#free >= 0 ? this.#free : this.#size++
    const row = (slot * this.stride) >> 2
    if (slot === this.#free) this.#free = this.words[row + refs]! - 1
    const { fields } = this
    this.words[row + first] = fields.length > 0 ? fields[0]!.word : 0
    if (this.#isPair) this.words[row + 3] = fields[1]!.word
    for (const field of fields) this.#values.keep(field.kind, field.word)
    this.words[row + refs] = 0
    this.bytes[4 * row + kind] = this.#kinds()
    this.bytes[4 * row + touched] = 0
    this.#used++
    this.#index.insert(slot, this.#hash)
    this.slot = slot
    return slot
  }

  #isWordy(): boolean {
    return this.#used > 0 && this.#values.texts.size > this.#limits.characters
  }

  hold(slot: number): void {
    this.words[((slot * this.stride) >> 2) + refs]!++
  }

  /** Lets go of a slot; the last one frees it. */
  release(slot: number): void {
    if (--this.words[((slot * this.stride) >> 2) + refs]! === 0) this.#remove(slot)
  }

  #remove(slot: number): void {
    const row = (slot * this.stride) >> 2
    const kinds = this.bytes[4 * row + kind]!
    this.#index.remove(slot)
    this.#values.release(kinds & 3, this.words[row + first]!)
    if (this.#isPair) this.#values.release(kinds >> 2, this.words[row + 3]!)
    this.words[row + refs] = this.#free + 1
    this.bytes[4 * row + kind] = nobody
    this.#free = slot
    this.#used--
    if (slot === this.slot) this.slot = -1
  }

  #makeIndex(): HashIndex {
    return new HashIndex(this.#limits.keys, (slot) => this.#rowHash(slot))
  }

  #rowHash(slot: number): number {
    const row = (slot * this.stride) >> 2
    const other = this.#isPair ? this.words[row + 3]! : 0
    return this.#hashOf(this.bytes[4 * row + kind]!, this.words[row + first]!, other)
  }

  #evict(): void {
    for (;;) {
      const slot = this.#hand
      const row = slot * this.stride
      this.#hand = slot + 1 >= this.#size ? 0 : slot + 1
      if (this.bytes[row + kind] === nobody) continue
      if (this.bytes[row + touched] === 0) return this.#forget(slot)
      this.bytes[row + touched] = 0
    }
  }

  #forget(slot: number): void {
    const row = slot * this.stride
    for (const tenant of this.#tenants) tenant.clear(slot)
    this.#stamps ??= new Uint32Array(this.capacity)
    this.#stamps[slot]! += this.#slotMask + 1
    this.#remove(slot)
    this.bytes.fill(0, row + (this.#isPair ? 16 : 10), row + this.stride)
    this.evicted++
  }

  /** A number that stands for the key in this slot, and no longer once the slot was taken from it. */
  stamp(slot: number): number {
    return this.#stamps === undefined ? slot : (this.#stamps[slot]! | slot) >>> 0
  }

  /** The slot that a stamp means, -1 when the slot was taken from its key since. */
  stamped(stamp: number): number {
    if (this.#stamps === undefined) return stamp
    const slot = stamp & this.#slotMask
    return this.stamp(slot) === stamp ? slot : -1
  }

  /** Values of the key in this slot. */
  texts(slot: number): string[] {
    const row = (slot * this.stride) >> 2
    const kinds = this.bytes[4 * row + kind]!
    if (this.fields.length === 0) return []
    const text = this.#values.text(kinds & 3, this.words[row + first]!)
    return this.#isPair ? [text, this.#values.text(kinds >> 2, this.words[row + 3]!)] : [text]
  }

  #resize(capacity: number): void {
    const old = this.bytes
    this.#layOut(capacity)
    this.bytes.set(old)
    if (this.#stamps) {
      const stamps = new Uint32Array(capacity)
      stamps.set(this.#stamps)
      this.#stamps = stamps
    }
    for (const tenant of this.#tenants) tenant.resize(capacity)
  }

  /** Empty rows. */
  #layOut(capacity: number): void {
    this.capacity = capacity
    this.stride = 8 * Math.ceil(this.#width / 8)
    const rows = new ArrayBuffer(capacity * this.stride)
    this.words = new Uint32Array(rows)
    this.shorts = new Uint16Array(rows)
    this.bytes = new Uint8Array(rows)
    this.floats = new Float64Array(rows)
  }

  save(): SavedKeys {
    return {
      rows: this.bytes.slice(0, this.#size * this.stride),
      stamps: this.#stamps?.slice(0, this.#size),
      rest: [this.#size, this.#used, this.#free, this.#hand, this.evicted],
    }
  }

  load(saved: SavedKeys): void {
    ;[this.#size, this.#used, this.#free, this.#hand, this.evicted] = saved.rest
    while (this.capacity < this.#size) this.#resize(grown(this.capacity, this.#limits.keys))
    this.bytes.fill(0)
    this.bytes.set(saved.rows)
    this.#stamps = undefined
    if (saved.stamps) (this.#stamps = new Uint32Array(this.capacity)).set(saved.stamps)
    this.#index = this.#makeIndex()
    this.take(-1)
    for (let slot = 0; slot < this.#size; slot++)
      if (this.bytes[slot * this.stride + kind] !== nobody)
        this.#index.insert(slot, this.#rowHash(slot))
  }
}
