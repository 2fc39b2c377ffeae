import { HyperLogLog } from '../../stats/hyperloglog.ts'

/** Registers of each pane: 3 % error. */
const registers = 1024

/** What of an estimate cannot be made anew. */
export interface SavedEstimate {
  readonly panes: Uint8Array
  readonly used: readonly number[]
}

/** About how many values one key had in panes: a sketch for each pane, and their union. */
export class Estimate {
  readonly #panes: Uint8Array
  readonly #union: HyperLogLog = new HyperLogLog(new Uint8Array(registers))
  /** Panes that hold anything. */
  readonly #used: Set<number>
  /** Whether a pane has left since the union was made. */
  #isStale: boolean

  /** @param size places of panes */
  constructor(size: number, saved?: SavedEstimate) {
    this.#panes = saved ? saved.panes.slice() : new Uint8Array(size * registers)
    this.#used = new Set(saved?.used)
    this.#isStale = saved !== undefined
  }

  add(place: number, high: number, low: number): void {
    this.#used.add(place)
    this.#union.add(high, low)
    // The same rank goes to the pane: a sketch of its own would count ranks for nothing.
    HyperLogLog.mark(this.#panes.subarray(place * registers, (place + 1) * registers), high, low)
  }

  /** Forgets a pane; true when that was the last one that held anything. */
  leave(place: number): boolean {
    if (!this.#used.delete(place)) return false
    this.#panes.fill(0, place * registers, (place + 1) * registers)
    this.#isStale = true
    return this.#used.size === 0
  }

  value(): number {
    if (this.#isStale) this.#unite()
    return Math.round(this.#union.estimate())
  }

  /** Makes the union of the panes anew. */
  #unite(): void {
    const all = this.#union.registers
    all.fill(0)
    for (const place of this.#used)
      for (let i = 0; i < registers; i++)
        if (this.#panes[place * registers + i]! > all[i]!)
          all[i] = this.#panes[place * registers + i]!
    this.#union.recount()
    this.#isStale = false
  }

  save(): SavedEstimate {
    return { panes: this.#panes.slice(), used: [...this.#used] }
  }
}
