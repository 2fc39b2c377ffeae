import { Memory } from './memory.ts'

/** Longer without an event, and observation begins anew: what an hour's numbers say is no longer true. */
const gap = 600_000

/**
 * Since when a key is observed without a break: numbers of the last hour are worth only what was seen
 * of that hour, and a site seen for a minute has no usual yet.
 */
export class Observed {
  readonly #keys: Memory<{ from: number; last: number }>

  constructor(saved?: unknown) {
    this.#keys = new Memory(2000, () => ({ from: 0, last: 0 }), saved)
  }

  /** Takes note of an event of a key. */
  see(key: string, time: number): void {
    const known = this.#keys.at(key)
    if (known.last === 0 || time > known.last + gap || time < known.from) known.from = time
    known.last = time
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
