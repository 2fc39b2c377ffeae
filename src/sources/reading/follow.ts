import { setTimeout } from 'node:timers/promises'
import type { Chunk, Position } from '../../contract/source.ts'
import { matches } from './places.ts'
import { assign, isPacked, look } from './rotation.ts'
import { Tail } from './tail.ts'
import type { Reading } from './track.ts'

/** Looks at the files between two looks for new files. */
const rescan = 8
/** Finished files remembered, so that one that turns up packed is known. */
const finishedMost = 256

/**
 * Files that grow, and those that come to fit the globs. They are looked at again and again: change
 * notices of the system are lost on network and container file systems, and say nothing of which
 * file a name stands for now.
 */
export class Follower {
  readonly #named: readonly string[]
  readonly #reading: Reading
  readonly #tails = new Map<string, Tail>()
  #finished: Position[] = []
  #from: readonly Position[]
  #isFirst = true
  readonly #packing = new Map<string, string>()

  constructor(
    named: readonly string[],
    reading: Omit<Reading, 'isTaken'>,
    from: readonly Position[],
  ) {
    this.#named = named
    this.#reading = { ...reading, isTaken: (place) => this.#isTaken(place) }
    this.#from = from
  }

  /** Those of finished files too: they may turn up again under another name. */
  positions(): Position[] {
    const open = [...this.#tails.values()].flatMap((tail) => tail.positions())
    return [...this.#from, ...open, ...this.#finished]
  }

  /** @param pollMs time between two looks when there is nothing new */
  async *chunks(pollMs: number): AsyncGenerator<Chunk> {
    const { signal } = this.#reading
    try {
      for (let round = 0; !signal.aborted; round++) {
        if (round % rescan === 0) await this.#scan()
        let isIdle = true
        for await (const chunk of this.#round()) {
          isIdle = false
          yield chunk
        }
        if (isIdle) await setTimeout(pollMs, undefined, { signal }).catch(() => undefined)
      }
    } finally {
      for (const tail of this.#tails.values()) await tail.close()
    }
  }

  async *#round(): AsyncGenerator<Chunk> {
    for (const [path, tail] of this.#tails) {
      yield* tail.advance()
      if (this.#reading.signal.aborted) return
      this.#finished.push(...tail.finished.splice(0))
      if (tail.isGone && !this.#named.includes(path)) this.#tails.delete(path)
    }
    this.#finished = this.#finished.slice(-finishedMost)
  }

  async #scan(): Promise<void> {
    const fresh: string[] = []
    if (this.#packing.size > finishedMost) this.#packing.clear()
    for (const path of new Set(this.#named.flatMap(matches)))
      if (!this.#tails.has(path) && (await this.#isReady(path))) fresh.push(path)
    const { starts, left } = await assign(fresh, this.positions())
    for (const path of fresh) {
      const resume = left.find((known) => known.source === path && this.#from.includes(known))
      this.#tails.set(path, new Tail(path, this.#reading, starts.get(path), resume))
    }
    this.#from = []
    this.#isFirst = false
  }

  /** Files that are open under another name are not new, and those being packed not ready: they still change. */
  async #isReady(path: string): Promise<boolean> {
    const file = await look(path)
    if (file === undefined) return this.#named.includes(path)
    if (this.#isTaken(file.place)) return false
    if (this.#isFirst || !isPacked(path)) return true
    const state = `${file.size} ${file.written}`
    const isStill = this.#packing.get(path) === state
    if (isStill) this.#packing.delete(path)
    else this.#packing.set(path, state)
    return isStill
  }

  #isTaken(place: string): boolean {
    return [...this.#tails.values()].some((tail) => tail.holds(place))
  }
}
