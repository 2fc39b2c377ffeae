import { copy } from '../../text/copy.ts'
import type { Facts } from './expressions/facts.ts'
import { type Held, hold, type Overflow, type Source } from './overflow.ts'
import type { Scenario } from './scenario.ts'
import { sourcesOf } from './sources.ts'

/** Events of one group that have not leaked yet. */
interface Bucket {
  /** Times of the first and last event poured. */
  first: number
  last: number
  /** When it was put behind the others. */
  moved: number
  /** Room in it, and when that was. */
  room: number
  at: number
  count: number
  readonly sources: Source[]
  readonly seen: Set<string>
  readonly queue: Held[]
  /** Hints that were true once. */
  readonly stayed: boolean[]
}

interface Saved {
  readonly buckets: readonly (readonly [string, Bucket])[]
  readonly muted: readonly (readonly [string, number])[]
  readonly evicted: number
}

const mostSources = 64
const mostSeen = 1000
const longestKey = 200
/** Of an event: leaking is reckoned in fractions. */
const nearly = 1e-9

/** The buckets of one scenario, in event time, exactly as CrowdSec replays a log. */
export class Buckets {
  /** Buckets forgotten for want of room. */
  evicted = 0
  readonly #scenario: Scenario
  readonly #cap: number
  /** By group; those poured into last are behind. Counters stay where they began. */
  readonly #buckets: Map<string, Bucket>
  /** Groups whose overflows are swallowed, until when. */
  readonly #muted: Map<string, number>

  constructor(scenario: Scenario, cap: number, saved?: unknown) {
    const state = structuredClone(saved) as Saved | undefined
    this.#scenario = scenario
    this.#cap = cap
    this.#buckets = new Map(state?.buckets)
    this.#muted = new Map(state?.muted)
    this.evicted = state?.evicted ?? 0
  }

  save(): unknown {
    const saved: Saved = {
      buckets: [...this.#buckets],
      muted: [...this.#muted],
      evicted: this.evicted,
    }
    return structuredClone(saved)
  }

  /** Pours the event at hand. @returns the overflow that it brings */
  pour(facts: Facts, time: number): Overflow | undefined {
    const { groupby, distinct, cancelOn, type } = this.#scenario
    const key = groupby === undefined ? '' : brief(String(groupby(facts)))
    const bucket = this.#bucketOf(key, time)
    if (distinct !== undefined && !isNew(bucket, brief(String(distinct(facts))))) return undefined
    if (cancelOn !== undefined && cancelOn(facts) === true) {
      this.#buckets.delete(key)
      return undefined
    }
    const isFull = type === 'trigger' || !this.#takes(bucket, time)
    this.#add(bucket, facts, time)
    if (!(isFull && type !== 'conditional') && !this.#isAlarming(bucket, facts)) return undefined
    return this.#overflow(key, bucket, facts, time)
  }

  /** Overflows of counters whose time is over. */
  due(facts: Facts, now: number): Overflow[] {
    const { type, lifetime } = this.#scenario
    if (type !== 'counter') return []
    const found: Overflow[] = []
    for (const [key, bucket] of this.#buckets) {
      if (bucket.first + lifetime >= now) break
      const overflow = this.#overflow(key, bucket, facts, bucket.first + lifetime)
      if (overflow) found.push(overflow)
    }
    return found
  }

  #bucketOf(key: string, time: number): Bucket {
    const { type, lifetime, capacity } = this.#scenario
    const known = this.#buckets.get(key)
    const isOver = known !== undefined && type !== 'counter' && time > known.last + lifetime
    if (known !== undefined && !isOver) {
      if (type !== 'counter' && time - known.moved > lifetime / 8) this.#moveBack(key, known, time)
      return known
    }
    if (known !== undefined) this.#buckets.delete(key)
    const bucket: Bucket = {
      first: time,
      last: time,
      moved: time,
      room: capacity,
      at: time,
      count: 0,
      sources: [],
      seen: new Set(),
      queue: [],
      stayed: [],
    }
    if (type !== 'trigger') {
      this.#makeRoom(time)
      this.#buckets.set(copy(key), bucket)
    }
    return bucket
  }

  #moveBack(key: string, bucket: Bucket, time: number): void {
    this.#buckets.delete(key)
    this.#buckets.set(copy(key), bucket)
    bucket.moved = time
  }

  /** The bucket that was left alone longest goes first; one that is over anyway is no loss. */
  #makeRoom(time: number): void {
    const { type, lifetime } = this.#scenario
    for (const [key, { last }] of this.#buckets) {
      const isOver = type !== 'counter' && time > last + lifetime
      const isFull = this.#buckets.size >= this.#cap
      if (!isOver && !isFull) return
      if (!isOver) this.evicted++
      this.#buckets.delete(key)
    }
  }

  /** Whether there is room for one more. Time that goes back leaks nothing. */
  #takes(bucket: Bucket, time: number): boolean {
    const { capacity, leak } = this.#scenario
    if (capacity < 0) return true
    const elapsed = Math.max(0, time - bucket.at)
    const room = Math.min(capacity, bucket.room + elapsed / leak) - 1
    if (room < -nearly) return false
    bucket.room = room
    bucket.at = time
    return true
  }

  #add(bucket: Bucket, facts: Facts, time: number): void {
    if (bucket.count === 0) bucket.first = time
    bucket.count++
    bucket.last = time
    addSources(bucket.sources, sourcesOf(this.#scenario, facts))
    if (this.#scenario.keeps === 0) return
    if (bucket.queue.length >= this.#scenario.keeps) bucket.queue.shift()
    bucket.queue.push(hold(facts.event))
  }

  /** What conditions and hints say of a bucket. */
  #isAlarming(bucket: Bucket, facts: Facts): boolean {
    const { condition, hints, prior, threshold } = this.#scenario
    if (condition === undefined && hints.length === 0) return false
    facts.queue = bucket.queue
    facts.total = bucket.count
    if (condition !== undefined && condition(facts) === true) return true
    if (hints.length === 0) return false
    let odds = prior
    hints.forEach(({ condition: hint, evil, benign, stays }, i) => {
      const holds = (stays && bucket.stayed[i] === true) || hint(facts) === true
      bucket.stayed[i] = holds || bucket.stayed[i] === true
      const [a, b] = holds ? [evil, benign] : [1 - evil, 1 - benign]
      odds = (a * odds) / (a * odds + b * (1 - odds))
    })
    return odds > threshold
  }

  #overflow(key: string, bucket: Bucket, facts: Facts, time: number): Overflow | undefined {
    const { overflowFilter, blackhole, name, about } = this.#scenario
    this.#buckets.delete(key)
    facts.queue = bucket.queue
    facts.total = bucket.count
    if (overflowFilter !== undefined && overflowFilter(facts) !== true) return undefined
    if (blackhole > 0 && this.#isMuted(key, time)) return undefined
    return {
      scenario: name,
      remediation: about.remediation,
      sources: bucket.sources,
      count: bucket.count,
      since: bucket.first,
      time,
    }
  }

  /** Whether overflows of a group are swallowed; if not, they are from now on. */
  #isMuted(key: string, time: number): boolean {
    const until = this.#muted.get(key)
    if (until !== undefined && until > time) return true
    this.#muted.delete(key)
    for (const [other, end] of this.#muted) {
      if (end > time && this.#muted.size < this.#cap) break
      this.#muted.delete(other)
    }
    this.#muted.set(copy(key), time + this.#scenario.blackhole)
    return false
  }
}

/** Notes who is new, with texts of their own. */
function addSources(known: Source[], sources: readonly Source[]): void {
  for (const { scope, value, address, range } of sources) {
    if (known.some((one) => one.value === value)) continue
    if (known.length >= mostSources) known.shift()
    known.push({ scope, value: copy(value), address: copy(address), range: copy(range) })
  }
}

/** Notes a value. @returns false when the bucket has seen it */
function isNew({ seen }: Bucket, value: string): boolean {
  if (seen.has(value)) return false
  if (seen.size >= mostSeen) seen.delete(seen.values().next().value!)
  seen.add(copy(value))
  return true
}

/** A text as a key: long ones are cut, and told apart by length and a hash. */
function brief(text: string): string {
  if (text.length <= longestKey) return text
  let hash = 0x811c9dc5
  let other = 0
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    other = (Math.imul(other, 31) + text.charCodeAt(i)) | 0
  }
  return `${text.slice(0, longestKey)} ${text.length}:${hash}:${other}`
}
