import { Memory } from './memory.ts'

/**
 * What was usual for a key when its surge began. A surge that lasts moves the numbers of the last hour,
 * and would become the usual itself; so the usual is held fast until the surge is over.
 */
export class Surges {
  readonly #held: Memory<{ usual: number }>

  constructor(saved?: unknown) {
    this.#held = new Memory(1000, () => ({ usual: 0 }), saved)
  }

  /** The usual that counts for a key: held fast while it surges, else what is usual now. */
  usual(key: string, now: number): number {
    return this.#held.peek(key)?.usual ?? now
  }

  /** Notes whether a key surges, and from which usual. */
  note(key: string, isSurge: boolean, usual: number): void {
    if (!isSurge) this.#held.forget(key)
    else if (!this.#held.peek(key)) this.#held.at(key).usual = usual
  }

  save(): unknown {
    return this.#held.save()
  }
}
