import { Memory } from './memory.ts'

/** Longer without an event, and observation begins anew: what an hour's numbers say is no longer true. */
const gap = 600_000

/**
 * Since when a key is observed without a break: numbers of the last hour are worth only what was seen
 * of that hour, and a site seen for a minute has no usual yet.
 */
export class Observed {
  readonly #keys: Memory<{ from: number; last: number }>
  /** The key seen last, as it is often the next one too. */
  #key = ''
  #known: { from: number; last: number } | undefined

  constructor(saved?: unknown) {
    this.#keys = new Memory(2000, () => ({ from: 0, last: 0 }), saved)
  }

  /** Takes note of an event of a key. */
  see(key: string, time: number): void {
    const known = this.#known !== undefined && key === this.#key ? this.#known : this.#find(key)
    if (known.last === 0 || time > known.last + gap || time < known.from) known.from = time
    known.last = time
  }

  #find(key: string): { from: number; last: number } {
    this.#key = key
    return (this.#known = this.#keys.at(key))
  }

  /** Milliseconds for which a key was observed, at a time. */
  for(key: string, time: number): number {
    const known = this.#keys.peek(key)
    return known && time >= known.from && time <= known.last + gap ? time - known.from : 0
  }

  save(): unknown {
    return this.#keys.save()
  }
}
