/** Spreads 32 bits over all 32 bits. Source: MurmurHash3 finaliser. */
export function mix(bits: number): number {
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}

/** Share of the places that may be taken. */
const fullness = 0.75
/** Few steps: what is freed on the way to a large index would mostly stay unused. */
const factor = 8

/**
 * Finds ids by the hash of what they stand for; the owner compares the things themselves:
 * `for (let id = seek(h); id >= 0; id = again(h)) if (same(id)) …`. Open addressing, linear probing.
 * A place holds id + 1 (0 where empty) and, above it, as many upper bits of the hash as there is room for.
 */
export class HashIndex {
  #places: Int32Array = new Int32Array(64)
  #mask = 63
  #size = 0
  #at = 0
  readonly #most: number
  readonly #idMask: number
  readonly #hashOf: (id: number) => number

  /**
   * @param most ids that there will be, about: there is room for twice as many
   * @param hashOf the hash that an id was inserted with
   */
  constructor(most: number, hashOf: (id: number) => number) {
    this.#most = most
    this.#idMask = 2 ** Math.ceil(Math.log2(2 * most + 1)) - 1
    this.#hashOf = hashOf
  }

  /** First id that may have this hash, -1 when there is none. */
  seek(hash: number): number {
    return this.#scan(hash, hash & this.#mask)
  }

  /** Next id that may have this hash after the one that `seek` or `again` gave. */
  again(hash: number): number {
    return this.#scan(hash, (this.#at + 1) & this.#mask)
  }

  #scan(hash: number, at: number): number {
    const places = this.#places
    const idMask = this.#idMask
    const mask = this.#mask
    for (let place = places[at]!; place !== 0; place = places[at]!) {
      if (((place ^ hash) & ~idMask) === 0) {
        this.#at = at
        return (place & idMask) - 1
      }
      at = (at + 1) & mask
    }
    return -1
  }

  /** @param hash a signed 32-bit integer */
  insert(id: number, hash: number): void {
    if (++this.#size > fullness * (this.#mask + 1)) this.#widen()
    this.#put(id, hash)
  }

  #put(id: number, hash: number): void {
    let at = hash & this.#mask
    while (this.#places[at] !== 0) at = (at + 1) & this.#mask
    this.#places[at] = (hash & ~this.#idMask) | (id + 1)
  }

  #widen(): void {
    const old = this.#places
    const enough = 2 ** Math.ceil(Math.log2(this.#most / fullness))
    const room = old.length < enough ? Math.min(factor * old.length, enough) : 2 * old.length
    this.#places = new Int32Array(room)
    this.#mask = room - 1
    for (const place of old)
      if (place !== 0)
        this.#put((place & this.#idMask) - 1, this.#hashOf((place & this.#idMask) - 1))
  }

  /** To be done while `hashOf` still knows the id. */
  remove(id: number): void {
    const places = this.#places
    const mask = this.#mask
    const hash = this.#hashOf(id)
    const own = (hash & ~this.#idMask) | (id + 1)
    let hole = hash & mask
    while (places[hole] !== own) hole = (hole + 1) & mask
    for (let at = (hole + 1) & mask; places[at] !== 0; at = (at + 1) & mask) {
      const home = this.#hashOf((places[at]! & this.#idMask) - 1) & mask
      // Moves back only what would no longer be found behind the hole.
      if (((at - home) & mask) < ((at - hole) & mask)) continue
      places[hole] = places[at]!
      hole = at
    }
    places[hole] = 0
    this.#size--
  }
}
