import { Automaton, Hits } from '../../../text/search/automaton.ts'

/** Byte sets have one bit each. */
const mostSets = 31
/** Texts that one search tells apart. */
export const mostViews = 8

/** Literals, clauses and byte sets of all sieves: one search finds them for all. */
export class Clauses {
  /** By byte: bits of the sets that it is in. */
  readonly bitsOf: Int32Array = new Int32Array(256)
  readonly #sets: Uint8Array[] = []
  readonly #literals = new Map<string, number>()
  readonly #clauses = new Map<string, readonly number[]>()
  readonly #numbers = new Map<string, number>()
  #automaton: Automaton | undefined
  #hits = new Hits(0)

  /** The bit of a byte set; 0 when there are too many. */
  bit(set: Uint8Array): number {
    let at = this.#sets.findIndex((known) => known.every((isIn, byte) => isIn === set[byte]))
    if (at < 0 && this.#sets.length < mostSets) {
      at = this.#sets.push(set) - 1
      for (let byte = 0; byte < 256; byte++) if (set[byte] === 1) this.bitsOf[byte]! |= 1 << at
    }
    return at < 0 ? 0 : 1 << at
  }

  /** The number of a clause. */
  add(clause: readonly string[]): number {
    const key = clause.join('\0')
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(key, number)
    this.#clauses.set(
      key,
      clause.map((literal) => {
        const id = this.#literals.get(literal) ?? this.#literals.size
        this.#literals.set(literal, id)
        return id
      }),
    )
    return number
  }

  /** Begins a search. @returns by clause: bits of the views that hold one of its literals */
  begin(): Uint8Array {
    if (!this.#automaton) {
      this.#automaton = new Automaton([...this.#literals.keys()])
      this.#hits = new Hits(this.#literals.size, [...this.#clauses.values()])
    }
    this.#hits.clear()
    return this.#hits.clauses
  }

  /** Searches one text as a view: 0 to 7. */
  search(bytes: Uint8Array, length: number, view: number): void {
    this.#automaton!.scan(bytes, length, this.#hits, 1 << view)
  }
}
