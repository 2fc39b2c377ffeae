const perDecade = 20
const size = perDecade * 12
const halveAt = 20_000

/**
 * What values are usual: a histogram of positive numbers with 20 bins a decade (12 % wide), counts
 * halved when they grow large, so that old values fade. Saves as plain data.
 */
export class Usual {
  readonly #bins: Float64Array
  #total: number

  constructor(saved?: { readonly bins: Float64Array; readonly total: number }) {
    this.#bins = saved ? saved.bins.slice() : new Float64Array(size)
    this.#total = saved?.total ?? 0
  }

  /** Weight of the values taken, that of old ones by half. */
  get total(): number {
    return this.#total
  }

  add(value: number, weight = 1): void {
    const bin = value >= 1 ? Math.min(size - 1, Math.floor(Math.log10(value) * perDecade)) : 0
    this.#bins[bin]! += weight
    this.#total += weight
    if (this.#total < halveAt) return
    for (let i = 0; i < size; i++) this.#bins[i]! /= 2
    this.#total /= 2
  }

  /** The value that a share `q` of all weight does not exceed; upper edge of its bin, 0 without values. */
  quantile(q: number): number {
    if (this.#total === 0) return 0
    let left = q * this.#total
    for (let i = 0; i < size; i++)
      if ((left -= this.#bins[i]!) <= 0) return 10 ** ((i + 1) / perDecade)
    return 10 ** (size / perDecade)
  }

  save(): { readonly bins: Float64Array; readonly total: number } {
    return { bins: this.#bins.slice(), total: this.#total }
  }
}
