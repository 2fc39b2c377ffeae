/** Spreads 32 bits over all 32 bits. Source: MurmurHash3 finaliser. */
export function mix(bits: number): number {
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}

/**
 * Finds ids by the hash of what they stand for; the owner compares the things themselves:
 * `for (let id = seek(h); id >= 0; id = again(h)) if (same(id)) …`. Open addressing, linear probing.
 */
export class HashIndex {
  /** Id + 1 a place, 0 where empty. */
  #places: Int32Array = new Int32Array(64)
  #hashes: Int32Array = new Int32Array(32)
  #size = 0
  #at = 0

  /** First id with this hash, -1 when there is none. */
  seek(hash: number): number {
    this.#at = hash & (this.#places.length - 1)
    return this.#scan(hash)
  }

  /** Next id with this hash after the one that `seek` or `again` gave. */
  again(hash: number): number {
    this.#at = (this.#at + 1) & (this.#places.length - 1)
    return this.#scan(hash)
  }

  #scan(hash: number): number {
    const places = this.#places
    const mask = places.length - 1
    let at = this.#at
    for (let id = places[at]! - 1; id >= 0; id = places[at]! - 1) {
      if (this.#hashes[id] === hash) {
        this.#at = at
        return id
      }
      at = (at + 1) & mask
    }
    return -1
  }

  /** @param hash a signed 32-bit integer */
  insert(id: number, hash: number): void {
    if (id >= this.#hashes.length) {
      const wider = new Int32Array(Math.max(id + 1, 2 * this.#hashes.length))
      wider.set(this.#hashes)
      this.#hashes = wider
    }
    this.#hashes[id] = hash
    if (++this.#size > 0.75 * this.#places.length) this.#widen()
    this.#put(id, hash)
  }

  #put(id: number, hash: number): void {
    const mask = this.#places.length - 1
    let at = hash & mask
    while (this.#places[at] !== 0) at = (at + 1) & mask
    this.#places[at] = id + 1
  }

  #widen(): void {
    const old = this.#places
    this.#places = new Int32Array(2 * old.length)
    for (const place of old) if (place > 0) this.#put(place - 1, this.#hashes[place - 1]!)
  }

  remove(id: number): void {
    const places = this.#places
    const mask = places.length - 1
    let hole = this.#hashes[id]! & mask
    while (places[hole] !== id + 1) hole = (hole + 1) & mask
    for (let at = (hole + 1) & mask; places[at] !== 0; at = (at + 1) & mask) {
      const home = this.#hashes[places[at]! - 1]! & mask
      // Moves back only what would no longer be found behind the hole.
      if (((at - home) & mask) < ((at - hole) & mask)) continue
      places[hole] = places[at]!
      hole = at
    }
    places[hole] = 0
    this.#size--
  }
}
