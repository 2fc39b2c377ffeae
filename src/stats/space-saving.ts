/** A value with how often it was seen; the true count is between `count - error` and `count`. */
export interface Counted {
  readonly value: string
  count: number
  error: number
}

/**
 * The most frequent values of a stream in bounded space: every value seen more often than n/capacity
 * is kept. Source: Metwally, Agrawal, El Abbadi 2005.
 */
export class SpaceSaving {
  readonly #capacity: number
  readonly #counted: Map<string, Counted> = new Map()

  constructor(capacity: number, saved?: readonly Counted[]) {
    this.#capacity = capacity
    for (const one of saved ?? []) this.#counted.set(one.value, { ...one })
  }

  /** @param value kept as it is: pass a copy of a string that is a slice of something large */
  add(value: string, times = 1, error = 0): void {
    const known = this.#counted.get(value)
    if (known) {
      known.count += times
      known.error += error
      return
    }
    const least = this.#counted.size < this.#capacity ? undefined : this.#least()
    if (least) this.#counted.delete(least.value)
    const inherited = least?.count ?? 0
    this.#counted.set(value, { value, count: inherited + times, error: inherited + error })
  }

  has(value: string): boolean {
    return this.#counted.has(value)
  }

  #least(): Counted | undefined {
    let least: Counted | undefined
    for (const one of this.#counted.values()) if (!least || one.count < least.count) least = one
    return least
  }

  /** All values kept, most frequent first, equal ones by value. */
  list(): Counted[] {
    return [...this.#counted.values()].toSorted(
      (a, b) => b.count - a.count || (a.value < b.value ? -1 : 1),
    )
  }

  /** Plain data, in the order that going on identically needs. */
  save(): Counted[] {
    return [...this.#counted.values()].map((one) => ({ ...one }))
  }
}
