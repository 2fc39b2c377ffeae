import type { Closed, Marks, Need } from '../contract/windows.ts'
import type { Event } from '../event/event.ts'
import type { Clock } from './clock.ts'
import type { Keys } from './keys/keys.ts'
import { idOf, numberReader } from './need.ts'
import { Plan } from './plan.ts'
import { type Watch, Works } from './works.ts'
import type { Frequent } from './stores/sketches.ts'
import type { Pass } from './stores/store.ts'

/** How windows are kept. */
export interface Options {
  /** Milliseconds by which an event may be older than the newest and still count everywhere. */
  readonly lateness?: number
  /** Most keys of one key tuple; beyond, one that was not active lately is forgotten. */
  readonly maxKeys?: number
  /** Seed of all hashes: choose it at random where others choose the keys. */
  readonly seed?: number
  /** Values that whole needs must reach: when all needs of a group are here, only keys with one that does are delivered. */
  readonly least?: ReadonlyMap<Need, number>
  /** Milliseconds by which time may leap ahead; an event beyond is not believed until others agree. Default: any. */
  readonly leap?: number
}

/** So many events in a row that are late by so much: the clock was set back, or a log begins anew. */
const lateRun = 50
const setBack = 300_000
/** So many events in a row that are ahead of all others: time has passed unseen, it is no mistake. */
const aheadRun = 3
/** Times from here on, in the year 2248, are mistakes. */
const latest = 2 ** 43

/** What is saved of the clock. */
type Counts = [number, number, number, number, number, number, number]

/** What keys did lately: every need of every detector, counted once per event, in event time. */
export class Windows {
  /** Called for each key of each window that ends, by end, group and first appearance of the key. */
  onClosed: (group: number, closed: Closed) => void = () => {}
  /** Watches that the last event woke: the first `wokenCount` entries, in order. */
  woken: Int32Array = new Int32Array(16)
  wokenCount = 0
  /** Newest event time; -Infinity before the first event. */
  now: number = -Infinity
  /** Events older than the watermark. */
  late = 0
  /** Events without a usable time, counted nowhere. */
  untimed = 0
  /** Events far ahead of all others, not counted: their clocks are believed wrong. */
  ahead = 0
  /** Times that the past was closed because time had gone back. */
  resets = 0
  readonly #lateness: number
  readonly #plan: Plan
  readonly #readers: ((event: Event) => number)[]
  readonly #pass: Pass
  readonly #watches: Watch[] = []
  readonly #works: Works
  readonly #leap: number
  #lateRun = 0
  #aheadRun = 0
  /** Time at which the next live pane begins, and the next whole window ends. */
  #nextLive = -Infinity
  #nextWhole = -Infinity

  /** @throws RangeError when a need cannot be counted */
  constructor(needs: readonly Need[], options: Options = {}) {
    this.#lateness = options.lateness ?? 10_000
    this.#leap = options.leap ?? Infinity
    this.#plan = new Plan(needs, {
      lateness: this.#lateness,
      maxKeys: options.maxKeys ?? 1_000_000,
      seed: options.seed ?? 0x9e3779b9,
      least: options.least ?? new Map(),
    })
    this.#works = new Works(this.#plan, this.#watches)
    this.#readers = this.#plan.numbers.map(numberReader)
    this.#pass = {
      time: 0,
      met: new Uint8Array(this.#plan.wheres.length),
      numbers: new Float64Array(this.#readers.length),
      digests: this.#plan.digests,
    }
  }

  /** Number of a need, the same for equal needs; -1 when it was not declared. */
  handle(need: Need): number {
    return this.#plan.ids.get(idOf(need)) ?? -1
  }

  /** Group of a whole need: needs of one group close together. -1 for live needs. */
  group(handle: number): number {
    return this.#plan.readings[handle]?.group ?? -1
  }

  /** Number that appears in `woken` when an event was counted by the need and its value is `atLeast` or more. */
  watch(handle: number, atLeast: number): number {
    const number = this.#watches.length
    this.#watches.push({ reading: this.#plan.readings[handle]!, atLeast, number })
    this.#works.forget()
    if (number >= this.woken.length) this.woken = new Int32Array(2 * this.woken.length)
    return number
  }

  /** Keys of all tables; keys forgotten and cells dropped before their time because a table was full. */
  get size(): number {
    return this.#plan.tables.reduce((sum, keys) => sum + keys.size, 0)
  }

  get evicted(): number {
    return this.#plan.tables.reduce((sum, keys) => sum + keys.evicted, 0)
  }

  get dropped(): number {
    return this.#plan.bounded.reduce((sum, store) => sum + store.dropped, 0)
  }

  /** Counts an event everywhere; first delivers the windows that its time ends. */
  add(event: Event, marks: Marks): void {
    this.wokenCount = 0
    const { time } = event
    const isTimed = this.#believes(time)
    if (isTimed) this.#tell(time)
    const { fields, tables } = this.#plan
    for (let i = 0; i < fields.length; i++) fields[i]!.read(event)
    for (let i = 0; i < tables.length; i++) tables[i]!.seek()
    if (isTimed) this.#count(event, marks)
  }

  /** Whether an event counts: its time can be, and is no leap that no other event took. */
  #believes(time: number): boolean {
    if (!(time >= 0 && time < latest)) {
      this.untimed++
      return false
    }
    if (time <= this.now + this.#leap || this.now === -Infinity) this.#aheadRun = 0
    else if (++this.#aheadRun < aheadRun) {
      this.ahead++
      return false
    } else this.#aheadRun = 0
    return true
  }

  #tell(time: number): void {
    if (time < this.now - this.#lateness) return this.#takeLate(time)
    this.#lateRun = 0
    if (time > this.now) this.advance(time)
  }

  #takeLate(time: number): void {
    this.late++
    // Disorder a little beyond the lateness is no new time: it is late until time catches up.
    if (time >= this.now - this.#lateness - setBack) this.#lateRun = 0
    else this.#lateRun++
    if (this.#lateRun < lateRun) return
    this.finish()
    this.resets++
    this.advance(time)
  }

  #count(event: Event, marks: Marks): void {
    const pass = this.#pass
    const work = this.#works.of(event, marks)
    const { numbers, digests, shares, counters } = work
    pass.time = event.time
    pass.met = work.met
    for (let i = 0; i < numbers.length; i++)
      pass.numbers[numbers[i]!] = this.#readers[numbers[i]!]!(event)
    for (let i = 0; i < digests.length; i++) digests[i]!.read(event)
    for (let i = 0; i < shares.length; i++) {
      const { cells, tally } = shares[i]!
      if (cells.keys.complete) cells.count(tally, pass)
    }
    for (let i = 0; i < counters.length; i++)
      if (counters[i]!.keys.complete) counters[i]!.count(pass)
    for (const run of this.#plan.runs) if (run.keys.complete) run.count(pass)
    for (const session of this.#plan.sessions)
      if (session.keys.complete) session.count(pass, this.now - this.#lateness)
    if (work.watches.length > 0) this.#wake(work.watches)
  }

  #wake(watches: readonly Watch[]): void {
    const { numbers, digests } = this.#pass
    for (let i = 0; i < watches.length; i++) {
      const { reading, atLeast, number: watch } = watches[i]!
      const { number, digest, keys } = reading
      if (!keys.complete) continue
      if (number >= 0 && Number.isNaN(numbers[number]!)) continue
      if (digest >= 0 && !digests[digest]!.present) continue
      const value = keys.slot < 0 ? 0 : reading.value(keys.slot, this.now)
      if (value >= atLeast) this.woken[this.wokenCount++] = watch
    }
  }

  /** Lets event time pass without events: ends windows, never goes back. */
  advance(time: number): void {
    if (!(time > this.now && time < latest)) return
    const isFirst = this.now === -Infinity
    this.now = time
    const { live, whole, runs } = this.#plan
    for (const run of runs) run.start(time)
    if (isFirst) {
      for (const clock of live) clock.start(time)
      for (const clock of whole) clock.start(time - this.#lateness)
    }
    if (isFirst || time >= this.#nextLive) this.#turnLive(time)
    if (isFirst || time - this.#lateness >= this.#nextWhole || this.#plan.sessions.length > 0)
      this.#closeUntil(time - this.#lateness)
  }

  #turnLive(time: number): void {
    this.#nextLive = Infinity
    for (const clock of this.#plan.live) {
      clock.follow(time)
      if (clock.end < this.#nextLive) this.#nextLive = clock.end
    }
  }

  /** Ends all windows that hold events and forgets everything: the input is over, or begins anew. */
  finish(): void {
    if (this.now === -Infinity) return
    this.#closeUntil(Infinity)
    for (const store of this.#plan.stores) store.reset()
    for (const run of this.#plan.runs) run.reset()
    this.now = -Infinity
    this.#lateRun = 0
  }

  /** Closes in order of time what ends by the watermark. */
  #closeUntil(watermark: number): void {
    this.#setAside()
    for (;;) {
      const clock = this.#nextClock(watermark)
      this.#nextWhole = clock ? clock.end : Infinity
      if (this.#closeSession(Math.min(watermark, this.#nextWhole))) continue
      if (!clock || clock.end > watermark) break
      this.#close(clock, watermark === Infinity)
    }
  }

  /** The whole clock whose windows end next; empty ones go to the watermark at once. */
  #nextClock(watermark: number): Clock | undefined {
    let next: Clock | undefined
    for (const clock of this.#plan.whole) {
      if (clock.end <= watermark && clock.isEmpty()) {
        if (watermark === Infinity) continue
        clock.start(watermark)
      }
      if (!next || clock.end < next.end) next = clock
    }
    return next
  }

  #close(clock: Clock, isLast: boolean): void {
    for (const { group, number } of clock.groups) {
      group.close(clock.head, isLast, (slot, start, end) =>
        this.#deliver(number, group.keys, { slot, start, end }),
      )
      group.keys.take(-1)
    }
    clock.turn()
  }

  /** Closes the session that ends first, if one ends by this time. */
  #closeSession(time: number): boolean {
    if (this.#plan.sessions.length === 0) return false
    let group = -1
    let least = Infinity
    for (const [i, store] of this.#plan.sessions.entries()) {
      const end = store.due(time)
      if (end < 0 || end >= least) continue
      least = end
      group = i
    }
    const store = this.#plan.sessions[group]
    store?.close((slot, start, end) => this.#deliver(group, store.keys, { slot, start, end }))
    store?.keys.take(-1)
    return store !== undefined
  }

  #deliver(group: number, keys: Keys, window: { slot: number; start: number; end: number }): void {
    keys.take(window.slot)
    this.onClosed(group, { key: keys.texts(window.slot), start: window.start, end: window.end })
  }

  /** No key is at hand. */
  #setAside(): void {
    for (const keys of this.#plan.tables) keys.take(-1)
  }

  /** Value of a need for the key of the event (or closed window) at hand; 0 when there is none. */
  value(handle: number): number {
    const reading = this.#plan.readings[handle]!
    const { slot } = reading.keys
    return slot < 0 ? 0 : reading.value(slot, this.now)
  }

  /** For 'top': the ten most frequent values of the key at hand, most first. */
  top(handle: number): readonly Frequent[] {
    const reading = this.#plan.readings[handle]!
    const { slot } = reading.keys
    return slot < 0 || !reading.top ? [] : reading.top(slot)
  }

  /** Whether the value of a 'distinct' need for the key at hand is an estimate. */
  isEstimated(handle: number): boolean {
    const reading = this.#plan.readings[handle]!
    const { slot } = reading.keys
    return slot >= 0 && reading.isEstimated?.(slot) === true
  }

  /** All state, as plain data that shares nothing with these windows. */
  save(): unknown {
    const counts = [this.late, this.untimed, this.ahead, this.resets]
    return this.#plan.save([this.now, this.#lateRun, this.#aheadRun, ...counts])
  }

  /** Goes on from what `save` gave, for the same needs and options. */
  load(saved: unknown): void {
    const [now, lateRun, aheadRun, ...counts] = this.#plan.load(saved) as Counts
    this.now = now
    this.#lateRun = lateRun
    this.#aheadRun = aheadRun
    ;[this.late, this.untimed, this.ahead, this.resets] = counts
    this.#nextLive = -Infinity
    this.#nextWhole = -Infinity
  }
}
