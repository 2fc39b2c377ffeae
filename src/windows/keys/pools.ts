import { HashIndex, mix } from './hash-index.ts'

/** What a pool gives to a checkpoint: each id's value and how often it is held. */
export interface SavedPool<T> {
  readonly values: T
  readonly refs: Int32Array
  readonly free: number[]
}

/** Texts kept a while after the last hold: most come again soon, and a copy costs more than a place. */
const lingering = 4096
const longest = 512
/** More 128-bit values than the tables of keys can hold. */
const mostWides = 2 ** 25

/** Texts by number, kept while somebody holds them and a little longer. */
export class Texts {
  /** Characters held. */
  size = 0
  #values: string[] = []
  #refs: Int32Array = new Int32Array(64)
  #free: number[] = []
  /** Texts that nobody held when they came here, a ring; which of them are there. */
  readonly #idle: Int32Array = new Int32Array(lingering).fill(-1)
  #isIdle: Uint8Array = new Uint8Array(64)
  #next = 0
  readonly #ids: Map<string, number> = new Map()

  /** Number of a text, held once more. */
  hold(text: string): number {
    const known = this.#ids.get(text)
    if (known !== undefined) {
      if (this.#refs[known]!++ === 0) this.size += text.length
      return known
    }
    const id = this.#free.pop() ?? this.#values.length
    const copy = copied(text)
    this.#values[id] = copy
    this.#ids.set(copy, id)
    this.size += text.length
    if (id >= this.#refs.length) this.#widen()
    this.#refs[id] = 1
    return id
  }

  #widen(): void {
    this.#refs = widened(this.#refs)
    const isIdle = new Uint8Array(this.#refs.length)
    isIdle.set(this.#isIdle)
    this.#isIdle = isIdle
  }

  keep(id: number): void {
    this.#refs[id]!++
  }

  release(id: number): void {
    if (--this.#refs[id]! > 0) return
    const { length } = this.#values[id]!
    this.size -= length
    if (this.#isIdle[id] === 1) return
    if (length > longest) return this.#remove(id)
    const old = this.#idle[this.#next]!
    this.#idle[this.#next] = id
    this.#isIdle[id] = 1
    this.#next = (this.#next + 1) & (lingering - 1)
    if (old < 0) return
    this.#isIdle[old] = 0
    if (this.#refs[old] === 0) this.#remove(old)
  }

  #remove(id: number): void {
    const text = this.#values[id]!
    this.#ids.delete(text)
    this.#values[id] = ''
    this.#free.push(id)
  }

  text(id: number): string {
    return this.#values[id]!
  }

  /** Lets go of what lingers, so that a saved state does not depend on the past. */
  #settle(): void {
    for (const id of this.#idle) {
      if (id < 0) continue
      this.#isIdle[id] = 0
      if (this.#refs[id] === 0) this.#remove(id)
    }
    this.#idle.fill(-1)
  }

  save(): SavedPool<string[]> {
    this.#settle()
    const refs = this.#refs.slice(0, this.#values.length)
    return { values: [...this.#values], refs, free: [...this.#free] }
  }

  load(saved: SavedPool<string[]>): void {
    this.#values = [...saved.values]
    this.#refs = new Int32Array(Math.max(64, saved.refs.length))
    this.#refs.set(saved.refs)
    this.#isIdle = new Uint8Array(this.#refs.length)
    this.#idle.fill(-1)
    this.#free = [...saved.free]
    this.#ids.clear()
    this.size = 0
    for (const [id, text] of this.#values.entries()) {
      if (!(this.#refs[id]! > 0)) continue
      this.#ids.set(text, id)
      this.size += text.length
    }
  }
}

/** 128-bit values by number, kept while somebody holds them. */
export class Wides {
  readonly #seed: number
  #words: Uint32Array = new Uint32Array(4 * 64)
  #refs: Int32Array = new Int32Array(64)
  #count = 0
  #free: number[] = []
  #index: HashIndex = this.#makeIndex()

  constructor(seed: number) {
    this.#seed = seed
  }

  /** Number of four words, held once more. */
  hold(words: Uint32Array): number {
    const hash = this.#hash(words, 0)
    for (let id = this.#index.seek(hash); id >= 0; id = this.#index.again(hash))
      if (this.#same(id, words)) {
        this.#refs[id]!++
        return id
      }
    const id = this.#free.pop() ?? this.#count++
    if (id >= this.#refs.length) {
      this.#refs = widened(this.#refs)
      const words = new Uint32Array(4 * this.#refs.length)
      words.set(this.#words)
      this.#words = words
    }
    this.#words.set(words, 4 * id)
    this.#refs[id] = 1
    this.#index.insert(id, hash)
    return id
  }

  #makeIndex(): HashIndex {
    return new HashIndex(mostWides, (id) => this.#hash(this.#words, 4 * id))
  }

  #hash(words: Uint32Array, from: number): number {
    let hash = this.#seed
    for (let i = from; i < from + 4; i++) hash = mix(hash ^ words[i]!) + this.#seed
    return mix(hash)
  }

  #same(id: number, words: Uint32Array): boolean {
    for (let i = 0; i < 4; i++) if (this.#words[4 * id + i] !== words[i]) return false
    return true
  }

  keep(id: number): void {
    this.#refs[id]!++
  }

  release(id: number): void {
    if (--this.#refs[id]! > 0) return
    this.#index.remove(id)
    this.#free.push(id)
  }

  words(id: number): Uint32Array {
    return this.#words.subarray(4 * id, 4 * id + 4)
  }

  save(): SavedPool<Uint32Array> {
    const values = this.#words.slice(0, 4 * this.#count)
    return { values, refs: this.#refs.slice(0, this.#count), free: [...this.#free] }
  }

  load(saved: SavedPool<Uint32Array>): void {
    const room = Math.max(64, saved.refs.length)
    this.#words = new Uint32Array(4 * room)
    this.#words.set(saved.values)
    this.#refs = new Int32Array(room)
    this.#refs.set(saved.refs)
    this.#count = saved.refs.length
    this.#free = [...saved.free]
    this.#index = this.#makeIndex()
    for (let id = 0; id < this.#count; id++)
      if (this.#refs[id]! > 0) this.#index.insert(id, this.#hash(this.#words, 4 * id))
  }
}

/** A text that shares no memory with the chunk it was cut from. */
export function copied(text: string): string {
  const copy = Buffer.from(text, 'latin1').toString('latin1')
  return copy === text ? copy : Buffer.from(text, 'utf16le').toString('utf16le')
}

function widened(array: Int32Array): Int32Array {
  const wider = new Int32Array(2 * array.length)
  wider.set(array)
  return wider
}
