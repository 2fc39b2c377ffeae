import { Memory } from './memory.ts'

/** When keys had the first event of the events that a window holds: what an alert about them begins with. */
export class Begun {
  readonly #times: Memory<{ at: number }>

  constructor(saved?: unknown) {
    this.#times = new Memory(20_000, () => ({ at: 0 }), saved)
  }

  /** Takes note of an event that is the only one of its key in the window. */
  note(key: string, time: number): void {
    this.#times.at(key).at = time
  }

  /** Time of the first event of a window; its start where older events go before it. */
  since(key: string, now: number, start: number): number {
    return Math.min(now, Math.max(start, this.#times.peek(key)?.at ?? 0))
  }

  save(): unknown {
    return this.#times.save()
  }
}
