import { copyStart } from '../text/copy.ts'

/**
 * What a detector remembers per key, for at most `cap` keys: the key known longest goes first.
 * Values are plain data, changed in place.
 */
export class Memory<T> {
  readonly #map: Map<string, T>
  readonly #cap: number
  readonly #fresh: () => T

  constructor(cap: number, fresh: () => T, saved?: unknown) {
    this.#cap = cap
    this.#fresh = fresh
    this.#map = new Map(
      (saved as [string, T][] | undefined)?.map(([key, value]) => [key, structuredClone(value)]),
    )
  }

  peek(key: string): T | undefined {
    return this.#map.get(key)
  }

  /** The value of a key, made when it is new. */
  at(key: string): T {
    const known = this.#map.get(key)
    if (known !== undefined) return known
    const value = this.#fresh()
    if (this.#map.size >= this.#cap) this.#map.delete(this.#map.keys().next().value!)
    this.#map.set(copyStart(key, Infinity), value)
    return value
  }

  forget(key: string): void {
    this.#map.delete(key)
  }

  save(): unknown {
    return structuredClone([...this.#map])
  }
}
