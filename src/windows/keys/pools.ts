import { HashIndex, mix } from './hash-index.ts'

/** What a pool gives to a checkpoint: each id's value and how often it is held. */
export interface SavedPool<T> {
  readonly values: T
  readonly refs: Int32Array
  readonly free: number[]
}

/** Texts by number, kept while somebody holds them. */
export class Texts {
  /** Characters kept. */
  size = 0
  #values: string[] = []
  #refs: Int32Array = new Int32Array(64)
  #free: number[] = []
  readonly #ids: Map<string, number> = new Map()

  /** Number of a text, held once more. */
  hold(text: string): number {
    const known = this.#ids.get(text)
    if (known !== undefined) {
      this.#refs[known]!++
      return known
    }
    const id = this.#free.pop() ?? this.#values.length
    const copy = copied(text)
    this.#values[id] = copy
    this.#ids.set(copy, id)
    this.size += text.length
    if (id >= this.#refs.length) this.#refs = widened(this.#refs)
    this.#refs[id] = 1
    return id
  }

  keep(id: number): void {
    this.#refs[id]!++
  }

  release(id: number): void {
    if (--this.#refs[id]! > 0) return
    const text = this.#values[id]!
    this.#ids.delete(text)
    this.#values[id] = ''
    this.size -= text.length
    this.#free.push(id)
  }

  text(id: number): string {
    return this.#values[id]!
  }

  save(): SavedPool<string[]> {
    const refs = this.#refs.slice(0, this.#values.length)
    return { values: [...this.#values], refs, free: [...this.#free] }
  }

  load(saved: SavedPool<string[]>): void {
    this.#values = [...saved.values]
    this.#refs = new Int32Array(Math.max(64, saved.refs.length))
    this.#refs.set(saved.refs)
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
  #index: HashIndex = new HashIndex()

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
    this.#index.remove(id, this.#hash(this.#words, 4 * id))
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
    this.#index = new HashIndex()
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
