/** A seeded source of random numbers (sfc32): the same seed gives the same numbers everywhere. Not for secrets. */
export class Random {
  #a: number
  #b: number
  #c: number
  #count = 1

  /** @param seed any integer @param stream which of the independent sources of this seed */
  constructor(seed: number, stream = 0) {
    this.#a = mix(seed)
    this.#b = mix(stream + 0x9e3779b9)
    this.#c = mix(Math.floor(stream / 0x100000000) ^ 0x243f6a88 ^ (seed >>> 3))
    for (let i = 0; i < 8; i++) this.integer32()
  }

  /** An integer from 0 to 2^32 - 1. */
  integer32(): number {
    const sum = (this.#a + this.#b + this.#count) | 0
    this.#count = (this.#count + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A number from 0 up to, but not, 1. */
  uniform(): number {
    return this.integer32() / 0x100000000
  }

  /** A number from `low` up to, but not, `high`. */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform()
  }

  /** An integer from 0 to n - 1. */
  below(n: number): number {
    return Math.floor(this.uniform() * n)
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability
  }

  /** Normally distributed with mean 0 and deviation 1. Source: Box and Muller 1958. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform())
  }

  /** Log-normally distributed around this median; `sigma` is the deviation of the logarithm. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal())
  }

  /** Exponentially distributed with this mean: the gap to the next arrival. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform())
  }

  /** A rank from 0 to n - 1, small ones more likely, after Zipf's law with exponent 1 (continuous inverse). */
  zipf(n: number): number {
    return Math.min(n - 1, Math.floor((n + 1) ** this.uniform()) - 1)
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }
}

/** Spreads the bits of an integer over 32 bits. Source: the finalizer of MurmurHash3. */
export function mix(value: number): number {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** A hash of a text, 32 bits. Source: FNV-1a. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix(hash)
}
