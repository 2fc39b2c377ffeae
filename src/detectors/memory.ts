/**
 * What a detector remembers per key, for at most `cap` keys: the key longest unused goes first.
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

  /** The value of a key, made when it is new; makes the key the last to go. */
  at(key: string): T {
    let value = this.#map.get(key)
    if (value === undefined) {
      value = this.#fresh()
      if (this.#map.size >= this.#cap) this.#map.delete(this.#map.keys().next().value!)
    } else this.#map.delete(key)
    this.#map.set(key, value)
    return value
  }

  forget(key: string): void {
    this.#map.delete(key)
  }

  save(): unknown {
    return structuredClone([...this.#map])
  }
}
