import { copy } from './copy.ts'

/**
 * Remembers what was found out about texts, within bounds: two generations, the older one is thrown
 * away whole when the newer is full. What is asked for again moves to the newer.
 */
export class TextMemory<Value> {
  readonly #mostEntries: number
  readonly #mostBytes: number
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()
  #bytes = 0

  /** Bounds of one generation; twice as much is held. `undefined` cannot be remembered. */
  constructor(mostEntries: number, mostBytes: number) {
    this.#mostEntries = mostEntries
    this.#mostBytes = mostBytes
  }

  get(text: string): Value | undefined {
    const value = this.#young.get(text)
    if (value !== undefined) return value
    const older = this.#old.get(text)
    if (older !== undefined) this.set(copy(text), older)
    return older
  }

  /** @param text is kept: it must not be a slice of a chunk */
  set(text: string, value: Value): void {
    if (this.#young.size >= this.#mostEntries || this.#bytes >= this.#mostBytes) {
      this.#old = this.#young
      this.#young = new Map()
      this.#bytes = 0
    }
    this.#young.set(text, value)
    this.#bytes += text.length
  }
}
