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
 * A place is two numbers: id + 1 (0 where empty), and the hash, so that nothing else must be read to
 * tell most ids apart and to close a gap.
 */
export class HashIndex {
  #places: Int32Array = new Int32Array(2 * 64)
  #mask = 63
  #size = 0
  #at = 0
  readonly #most: number

  /** @param most ids that there will be, about */
  constructor(most: number) {
    this.#most = most
  }

  /** First id that has this hash, -1 when there is none. */
  seek(hash: number): number {
    return this.#scan(hash, hash & this.#mask)
  }

  /** Next id that has this hash after the one that `seek` or `again` gave. */
  again(hash: number): number {
    return this.#scan(hash, (this.#at + 1) & this.#mask)
  }

  #scan(hash: number, at: number): number {
    const places = this.#places
    const mask = this.#mask
    for (let id = places[2 * at]!; id !== 0; id = places[2 * at]!) {
      if (places[2 * at + 1] === hash) {
        this.#at = at
        return id - 1
      }
      at = (at + 1) & mask
    }
    return -1
  }

  /** @param hash a signed 32-bit integer */
  insert(id: number, hash: number): void {
    if (++this.#size > fullness * (this.#mask + 1)) this.#widen()
    this.#put(id + 1, hash)
  }

  #put(place: number, hash: number): void {
    let at = hash & this.#mask
    while (this.#places[2 * at] !== 0) at = (at + 1) & this.#mask
    this.#places[2 * at] = place
    this.#places[2 * at + 1] = hash
  }

  #widen(): void {
    const old = this.#places
    const length = old.length / 2
    const enough = 2 ** Math.ceil(Math.log2(this.#most / fullness))
    const room = length < enough ? Math.min(factor * length, enough) : 2 * length
    this.#places = new Int32Array(2 * room)
    this.#mask = room - 1
    for (let i = 0; i < old.length; i += 2) if (old[i] !== 0) this.#put(old[i]!, old[i + 1]!)
  }

  /** Takes out an id that was inserted with this hash. */
  remove(id: number, hash: number): void {
    const places = this.#places
    const mask = this.#mask
    let hole = hash & mask
    while (places[2 * hole] !== id + 1) hole = (hole + 1) & mask
    for (let at = (hole + 1) & mask; places[2 * at] !== 0; at = (at + 1) & mask) {
      // Moves back only what would no longer be found behind the hole.
      if (((at - places[2 * at + 1]!) & mask) < ((at - hole) & mask)) continue
      places[2 * hole] = places[2 * at]!
      places[2 * hole + 1] = places[2 * at + 1]!
      hole = at
    }
    places[2 * hole] = 0
    this.#size--
  }
}
