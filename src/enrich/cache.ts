import { copy } from '../text/copy.ts'

/**
 * A bounded cache of two generations: when the younger is full it becomes the older, and what nobody
 * asked for since is forgotten. Keys are copied, so that they do not pin the chunk they were cut from.
 */
export class Cache<Value> {
  private young = new Map<string, Value>()
  private old = new Map<string, Value>()
  private readonly half: number

  /** @param size most entries kept */
  constructor(size: number) {
    this.half = Math.max(1, size >> 1)
  }

  get(key: string): Value | undefined {
    const found = this.young.get(key)
    if (found !== undefined) return found
    const older = this.old.get(key)
    if (older !== undefined) this.set(key, older)
    return older
  }

  set(key: string, value: Value): void {
    if (this.young.size >= this.half) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(copy(key), value)
  }

  clear(): void {
    if (this.young.size > 0) this.young.clear()
    if (this.old.size > 0) this.old.clear()
  }
}
