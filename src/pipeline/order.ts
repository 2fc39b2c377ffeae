/** Elements put into one batch where streams overlap. */
const gatheredMost = 512
/** A run of this many elements of one stream is passed on by itself instead. */
const runLeast = 64
/** Elements looked ahead to tell a wrong clock, which jumps back at once, from time that passed. */
const lookedAhead = 8

/**
 * Streams that overlap in time, as one in the order of time: rotated files given newest first, the
 * logs of several hosts. The order within a stream is never changed; an element later than most
 * of the eight behind it has a wrong clock and goes with them, so that it does not hold up its stream. Equal times go by the order of `streams`. Each stream that has begun holds two
 * batches at most; batches that nothing overlaps are passed on as they are. Batches must not be reused.
 * @param time epoch milliseconds; NaN where there is none, which stays with the element before
 * @param starts time of the first element of each stream, where known: it is begun only when due, so
 *   that hundreds of rotated files take neither memory nor handles before their turn
 */
export async function* mergeByTime<T>(
  streams: readonly AsyncIterable<readonly T[]>[],
  time: (element: T) => number,
  starts: readonly (number | undefined)[] = [],
): AsyncGenerator<readonly T[]> {
  const lanes = streams.map((stream, index) => new Lane(stream, index, time))
  try {
    const heap = new Heap<Lane<T>>()
    for (const [index, lane] of lanes.entries()) {
      lane.key = starts[index] ?? NaN
      if (!Number.isNaN(lane.key) || (await lane.begin())) heap.push(lane)
    }
    yield* merged(heap)
  } finally {
    for (const lane of lanes) await lane.close()
  }
}

async function* merged<T>(heap: Heap<Lane<T>>): AsyncGenerator<readonly T[]> {
  let gathered: T[] = []
  for (let lane = heap.pop(); lane !== undefined; lane = heap.pop()) {
    if (!lane.isBegun) {
      if (await lane.begin()) heap.push(lane)
      continue
    }
    const next = heap.top()
    const run = lane.takeBefore(next)
    if (run.length < runLeast) gathered.push(...run)
    if (gathered.length >= gatheredMost || (run.length >= runLeast && gathered.length > 0)) {
      yield gathered
      gathered = []
    }
    if (run.length >= runLeast) yield run
    // Asking costs more than merging an element, so only at the end of a batch.
    if (lane.hasMore || (await lane.ready(next !== undefined))) heap.push(lane)
  }
  if (gathered.length > 0) yield gathered
}

interface Keyed {
  readonly key: number
  readonly index: number
}

/** One stream with the batch at hand and the one behind it. */
class Lane<T> implements Keyed {
  readonly index: number
  /** Time at which the next element is due. */
  key: number = NaN
  isBegun = false
  readonly #stream: AsyncIterable<readonly T[]>
  readonly #time: (element: T) => number
  #batches: AsyncIterator<readonly T[]> | undefined
  #batch: readonly T[] = []
  #times: readonly number[] = []
  #at = 0
  #following: readonly T[] = []
  #followingTimes: readonly number[] = []
  #latest = -Infinity

  constructor(stream: AsyncIterable<readonly T[]>, index: number, time: (element: T) => number) {
    this.#stream = stream
    this.index = index
    this.#time = time
  }

  /** False when the stream is empty. */
  async begin(): Promise<boolean> {
    this.isBegun = true
    this.#batches = this.#stream[Symbol.asyncIterator]()
    await this.#advance(true)
    return await this.ready(true)
  }

  /** Gets the next batch when this one is used up; false at the end. Times are needed only beside others. */
  async ready(isTimed: boolean): Promise<boolean> {
    while (this.#at >= this.#batch.length) {
      if (this.#batch.length === 0 && this.#batches === undefined) return false
      await this.#advance(isTimed)
    }
    if (isTimed) this.key = this.#due(this.#at)
    return true
  }

  /** Whether the batch at hand is not used up: `key` is then that of its next element. */
  get hasMore(): boolean {
    return this.#at < this.#batch.length
  }

  /** The elements of the batch at hand that are due before `next` is; all when there is none. */
  takeBefore(next: Keyed | undefined): readonly T[] {
    const from = this.#at
    const to = next === undefined ? this.#batch.length : this.#dueBefore(next, from + 1)
    this.#at = to
    return from === 0 && to === this.#batch.length ? this.#batch : this.#batch.slice(from, to)
  }

  #dueBefore(next: Keyed, from: number): number {
    let to = from
    for (; to < this.#batch.length; to++) {
      this.key = this.#due(to)
      if (!comesFirst(this.key, this.index, next)) break
    }
    return to
  }

  async close(): Promise<void> {
    await this.#batches?.return?.()
  }

  /** Moves on by one batch; at the end of the stream the batch at hand becomes empty. */
  async #advance(isTimed: boolean): Promise<void> {
    this.#batch = this.#following
    this.#times = this.#followingTimes
    this.#at = 0
    this.#following = []
    while (this.#batches !== undefined && this.#following.length === 0) {
      const next = await this.#batches.next()
      if (next.done) this.#batches = undefined
      else this.#following = next.value
    }
    this.#followingTimes = isTimed ? this.#timesOf(this.#following) : []
  }

  #timesOf(batch: readonly T[]): number[] {
    if (this.#latest === -Infinity)
      this.#latest = batch.map(this.#time).find((time) => time === time) ?? -Infinity
    return batch.map((element) => {
      const time = this.#time(element)
      if (time === time) this.#latest = time
      return this.#latest
    })
  }

  #due(at: number): number {
    let next = at
    while (next < at + lookedAhead && this.#isAhead(next)) next++
    return this.#timeAt(next)!
  }

  /** Whether most of what follows is earlier. */
  #isAhead(at: number): boolean {
    const own = this.#timeAt(at)!
    let balance = 0
    for (let next = at + 1; next <= at + lookedAhead && balance > -lookedAhead / 2; next++) {
      const time = this.#timeAt(next)
      if (time === undefined) break
      balance += time < own ? 1 : -1
    }
    return balance > 0
  }

  #timeAt(at: number): number | undefined {
    const { length } = this.#times
    return at < length ? this.#times[at] : this.#followingTimes[at - length]
  }
}

function comesFirst(key: number, index: number, other: Keyed): boolean {
  return key < other.key || (key === other.key && index < other.index)
}

/** A binary heap: the lane that is due first on top. */
class Heap<K extends Keyed> {
  readonly #lanes: K[] = []

  top(): K | undefined {
    return this.#lanes[0]
  }

  push(lane: K): void {
    let at = this.#lanes.push(lane) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const other = this.#lanes[above]!
      if (!comesFirst(lane.key, lane.index, other)) break
      this.#lanes[at] = other
      at = above
    }
    this.#lanes[at] = lane
  }

  pop(): K | undefined {
    const top = this.#lanes[0]
    const last = this.#lanes.pop()
    if (last !== undefined && last !== top) this.#sink(last)
    return top
  }

  #sink(lane: K): void {
    const lanes = this.#lanes
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      const right = lanes[below + 1]
      if (right !== undefined && comesFirst(right.key, right.index, lanes[below]!)) below++
      const other = lanes[below]
      if (other === undefined || comesFirst(lane.key, lane.index, other)) break
      lanes[at] = other
      at = below
    }
    lanes[at] = lane
  }
}
