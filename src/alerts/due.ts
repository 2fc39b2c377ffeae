/** Something that falls due at a time of its own. */
export interface Due {
  readonly at: number
  readonly key: string
}

/** A binary heap: the earliest first; equal times in the order of their keys, so that the order never depends on history. */
export class DueQueue {
  private readonly heap: Due[] = []

  /** The earliest time, Infinity when there is nothing. */
  get next(): number {
    return this.heap[0]?.at ?? Infinity
  }

  get size(): number {
    return this.heap.length
  }

  clear(): void {
    this.heap.length = 0
  }

  add(due: Due): void {
    let i = this.heap.push(due) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!before(due, this.heap[parent]!)) break
      this.heap[i] = this.heap[parent]!
      i = parent
    }
    this.heap[i] = due
  }

  take(): Due | undefined {
    const first = this.heap[0]
    const last = this.heap.pop()
    if (this.heap.length > 0) this.sink(last!)
    return first
  }

  private sink(due: Due): void {
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= this.heap.length) break
      if (child + 1 < this.heap.length && before(this.heap[child + 1]!, this.heap[child]!)) child++
      if (!before(this.heap[child]!, due)) break
      this.heap[i] = this.heap[child]!
      i = child
    }
    this.heap[i] = due
  }
}

function before(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.key < b.key)
}
