/** What is known of a text; the text has memory of its own. */
interface Entry<Value> {
  readonly text: string
  readonly value: Value
}

/**
 * Remembers what was found out about texts, within bounds: two generations, the older one is thrown
 * away whole when the newer is full. What is asked for again moves to the newer.
 */
export class TextMemory<Value> {
  readonly #mostEntries: number
  readonly #mostBytes: number
  #young = new Map<string, Entry<Value>>()
  #old = new Map<string, Entry<Value>>()
  #bytes = 0

  /** Bounds of one generation; twice as much is held. */
  constructor(mostEntries: number, mostBytes: number) {
    this.#mostEntries = mostEntries
    this.#mostBytes = mostBytes
  }

  get(text: string): Value | undefined {
    const entry = this.#young.get(text)
    if (entry !== undefined) return entry.value
    if (this.#old.size === 0) return undefined
    const older = this.#old.get(text)
    if (older === undefined) return undefined
    this.#put(older)
    return older.value
  }

  /** @param text is kept: it must not be a slice of a chunk */
  set(text: string, value: Value): void {
    this.#put({ text, value })
  }

  #put(entry: Entry<Value>): void {
    if (this.#young.size >= this.#mostEntries || this.#bytes >= this.#mostBytes) {
      this.#old = this.#young
      this.#young = new Map()
      this.#bytes = 0
    }
    this.#young.set(entry.text, entry)
    this.#bytes += entry.text.length
  }
}
