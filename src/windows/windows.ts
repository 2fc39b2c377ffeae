import type { Closed, Marks, Need, Where } from '../contract/windows.ts'
import type { Event } from '../event/event.ts'
import { checkNeed, everyRequest, fieldOf, idOf, numberOf, stepOf } from './need.ts'

/** How windows are kept. */
export interface Options {
  /** Milliseconds by which an event may be older than the newest and still count everywhere. */
  readonly lateness?: number
  /** Most keys of one key tuple; beyond, the least recently active one is forgotten. */
  readonly maxKeys?: number
  /** Empty windows delivered for a key after its last event, in spans. */
  readonly idle?: number
  /** Seed of the hash of keys: choose it at random where attackers choose the keys. */
  readonly seed?: number
}

/** Frequent value with its count. */
export interface Frequent {
  readonly value: string
  readonly count: number
}

interface Cell {
  count: number
  against: number
  sum: number
  n: number
  values: Map<string, number>
  numbers: number[]
}

interface Run {
  first: number
  last: number
  count: number
}

interface Kept {
  need: Need
  step: number
  where: Where
  against: Where
  group: number
  cells: Map<string, Map<number, Cell>>
  runs: Map<string, Run>
}

interface Group {
  key: readonly string[]
  span: number
  step: number
  next: number
  known: Map<string, number>
}

const lateRun = 50
const latest = 2 ** 43

/** What keys did lately: every need of every detector, counted once per event, in event time. */
export class Windows {
  /** Called for each key of each window that ends, by end, group and first appearance of the key. */
  onClosed: (group: number, closed: Closed) => void = () => {}
  /** Watches that the last event woke: the first `wokenCount` entries. */
  woken: Int32Array = new Int32Array(16)
  wokenCount = 0
  /** Newest event time, -Infinity before the first event. */
  now: number = -Infinity
  /** Events older than the watermark; events without a usable time; keys forgotten because a table was full. */
  late = 0
  untimed = 0
  evicted = 0
  readonly #lateness: number
  readonly #idle: number
  readonly #ids = new Map<string, number>()
  readonly #kept: Kept[] = []
  readonly #groups: Group[] = []
  readonly #watches: { handle: number; atLeast: number }[] = []
  #event: Event | undefined
  #closing: { group: Group; key: string } | undefined
  #lateRun = 0

  /** @throws RangeError when a need cannot be counted */
  constructor(needs: readonly Need[], options: Options = {}) {
    this.#lateness = options.lateness ?? 10_000
    this.#idle = options.idle ?? 20
    for (const need of needs) {
      checkNeed(need)
      const id = idOf(need)
      if (this.#ids.has(id)) continue
      this.#ids.set(id, this.#kept.length)
      const step = stepOf(need)
      const group = need.whole === true ? this.#groupOf(need, step) : -1
      const where = need.where ?? everyRequest
      const against = need.against ?? everyRequest
      this.#kept.push({ need, step, where, against, group, cells: new Map(), runs: new Map() })
    }
  }

  #groupOf(need: Need, step: number): number {
    const same = (g: Group): boolean =>
      g.key.join() === need.key.join() && g.span === need.span && g.step === step
    const found = this.#groups.findIndex(same)
    if (found >= 0) return found
    this.#groups.push({ key: need.key, span: need.span, step, next: NaN, known: new Map() })
    return this.#groups.length - 1
  }

  /** Number of a need, the same for equal needs; -1 when it was not declared. */
  handle(need: Need): number {
    return this.#ids.get(idOf(need)) ?? -1
  }

  /** Group of a whole need: needs of one group close together. -1 for live needs. */
  group(handle: number): number {
    return this.#kept[handle]?.group ?? -1
  }

  /** Number that appears in `woken` when an event was counted by the need and its value is `atLeast` or more. */
  watch(handle: number, atLeast: number): number {
    const number = this.#watches.push({ handle, atLeast }) - 1
    if (number >= this.woken.length) this.woken = new Int32Array(2 * this.woken.length)
    return number
  }

  /** Counts an event everywhere; first delivers the windows that its time ends. */
  add(event: Event, marks: Marks): void {
    this.wokenCount = 0
    if (!(event.time >= 0 && event.time < latest)) {
      this.untimed++
      this.#event = event
      return
    }
    if (event.time < this.now - this.#lateness) this.#takeLate()
    else this.#lateRun = 0
    this.advance(event.time)
    this.#event = event
    const counted = this.#kept.map((kept) => this.#count(kept, event, marks))
    for (const [number, { handle, atLeast }] of this.#watches.entries())
      if (counted[handle] === true && this.value(handle) >= atLeast)
        this.woken[this.wokenCount++] = number
  }

  #takeLate(): void {
    this.late++
    if (++this.#lateRun >= lateRun) this.finish()
  }

  #count(kept: Kept, event: Event, marks: Marks): boolean {
    const { need, step } = kept
    const key = keyOf(event, need.key)
    if (key === undefined) return false
    const hit = kept.where.test(event, marks)
    const base = need.measure === 'ratio' ? kept.against.test(event, marks) : hit
    const number = need.of === undefined ? NaN : numberOf(event, need.of)
    const text = need.of === undefined ? '' : fieldOf(event, need.of)
    if (!base || text === undefined) return false
    if ((need.measure === 'sum' || need.measure === 'mean') && Number.isNaN(number)) return false
    if (need.measure === 'leaky' || need.measure === 'session') return run(kept, key, event.time)
    const pane = Math.floor(event.time / step)
    const group = this.#groups[kept.group]
    if (group && (pane + need.span / step) * step < group.next) return false
    group?.known.set(key, Math.max(pane, group.known.get(key) ?? pane))
    const panes = kept.cells.get(key) ?? new Map<number, Cell>()
    kept.cells.set(key, panes)
    const cell = panes.get(pane) ?? emptyCell()
    panes.set(pane, cell)
    cell.against++
    if (hit) cell.count++
    if (!Number.isNaN(number)) cell.numbers.push(number)
    cell.values.set(String(text), (cell.values.get(String(text)) ?? 0) + 1)
    this.#forget(kept, panes)
    return true
  }

  #forget(kept: Kept, panes: Map<number, Cell>): void {
    const edge = this.#groups[kept.group]?.next ?? this.now
    for (const pane of panes.keys())
      if ((pane + 1) * kept.step <= edge - kept.need.span - kept.step) panes.delete(pane)
  }

  /** Lets event time pass without events. */
  advance(time: number): void {
    if (!(time > this.now && time < latest)) return
    const first = this.now === -Infinity
    this.now = time
    if (first)
      for (const group of this.#groups)
        group.next = (Math.floor((time - this.#lateness) / group.step) + 1) * group.step
    this.#closeUntil(time - this.#lateness)
  }

  /** Ends all windows that hold events, and begins anew with the next event: the input is over. */
  finish(): void {
    this.#closeUntil(Infinity)
    for (const kept of this.#kept) {
      kept.cells.clear()
      kept.runs.clear()
    }
    for (const group of this.#groups) group.known.clear()
    this.now = -Infinity
    this.#lateRun = 0
  }

  #closeUntil(watermark: number): void {
    for (;;) {
      let due: Group | undefined
      for (const group of this.#groups) {
        this.#skip(group, watermark)
        if (group.next <= watermark && group.known.size > 0 && group.next < (due?.next ?? Infinity))
          due = group
      }
      if (!due) break
      this.#close(due)
    }
    this.#closing = undefined
  }

  #skip(group: Group, watermark: number): void {
    const idle = watermark === Infinity ? 0 : this.#idle * group.span
    for (const [key, pane] of group.known)
      if (pane * group.step + group.span + idle < group.next) group.known.delete(key)
    if (group.known.size === 0 && watermark < Infinity)
      group.next = Math.max(group.next, (Math.floor(watermark / group.step) + 1) * group.step)
  }

  #close(group: Group): void {
    const number = this.#groups.indexOf(group)
    const end = group.next
    for (const [key, pane] of group.known) {
      if (pane * group.step < end - group.span && !(this.#idle > 0)) continue
      this.#closing = { group, key }
      this.onClosed(number, { key: JSON.parse(key) as string[], start: end - group.span, end })
    }
    group.next += group.step
  }

  #current(kept: Kept): string | undefined {
    const { need } = kept
    if (!this.#closing) return this.#event && keyOf(this.#event, need.key)
    return this.#closing.group.key.join() === need.key.join() ? this.#closing.key : undefined
  }

  #window(kept: Kept): Cell[] {
    const panes = kept.cells.get(this.#current(kept) ?? '')
    const group = this.#groups[kept.group]
    const end = group?.next ?? (Math.floor(this.now / kept.step) + 1) * kept.step
    const inside = ([pane]: [number, Cell]): boolean =>
      pane * kept.step >= end - kept.need.span && pane * kept.step < end
    return [...(panes ?? [])].filter(inside).map(([, cell]) => cell)
  }

  /** Value of a need for the key of the event (or closed window) at hand; 0 when there is none. */
  value(handle: number): number {
    const kept = this.#kept[handle]!
    const { need } = kept
    const run = kept.runs.get(this.#current(kept) ?? '')
    if (need.measure === 'leaky')
      return run ? Math.max(0, run.count - (this.now - run.last) / need.span) : 0
    if (need.measure === 'session') return run && this.now < run.last + need.span ? run.count : 0
    const cells = this.#window(kept)
    const count = total(cells.map((cell) => cell.count))
    const numbers = cells.flatMap((cell) => cell.numbers).toSorted((a, b) => a - b)
    if (need.measure === 'count') return count
    if (need.measure === 'sum') return total(numbers)
    if (need.measure === 'mean') return total(numbers) / (numbers.length || 1)
    if (need.measure === 'ratio') return count / (total(cells.map((cell) => cell.against)) || 1)
    if (need.measure === 'quantile')
      return numbers[Math.max(0, Math.ceil((need.quantile ?? 0.5) * numbers.length) - 1)] ?? 0
    return new Set(cells.flatMap((cell) => [...cell.values.keys()])).size
  }

  /** For 'top': the most frequent values of the key at hand, most first. */
  top(handle: number): readonly Frequent[] {
    const counts = new Map<string, number>()
    for (const cell of this.#window(this.#kept[handle]!))
      for (const [value, count] of cell.values) counts.set(value, (counts.get(value) ?? 0) + count)
    return [...counts]
      .map(([value, count]) => ({ value, count }))
      .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, 10)
  }

  /** All state, as plain data that shares nothing with these windows. */
  save(): unknown {
    const kept = this.#kept.map(({ cells, runs }) => ({ cells, runs }))
    const times = { now: this.now, lateRun: this.#lateRun }
    const counts = { late: this.late, untimed: this.untimed, evicted: this.evicted }
    const groups = this.#groups.map(({ next, known }) => ({ next, known }))
    return structuredClone({ kept, groups, times, counts })
  }

  /** Goes on from what `save` gave, for the same needs and options. */
  load(saved: unknown): void {
    const state = structuredClone(saved) as {
      kept: Partial<Kept>[]
      groups: Partial<Group>[]
      times: { now: number; lateRun: number }
      counts: object
    }
    for (const [i, kept] of this.#kept.entries()) Object.assign(kept, state.kept[i])
    for (const [i, group] of this.#groups.entries()) Object.assign(group, state.groups[i])
    this.now = state.times.now
    this.#lateRun = state.times.lateRun
    Object.assign(this, state.counts)
  }
}

function emptyCell(): Cell {
  return { count: 0, against: 0, sum: 0, n: 0, values: new Map(), numbers: [] }
}

function total(numbers: readonly number[]): number {
  let sum = 0
  for (const number of numbers) sum += number
  return sum
}

function keyOf(event: Event, fields: readonly string[]): string | undefined {
  const values = fields.map((field) => fieldOf(event, field))
  return values.includes(undefined) ? undefined : JSON.stringify(values.map(String))
}

function run(kept: Kept, key: string, time: number): boolean {
  const { span, measure } = kept.need
  const old = kept.runs.get(key)
  const last = Math.max(time, old?.last ?? time)
  if (old && measure === 'leaky')
    kept.runs.set(key, {
      first: old.first,
      last,
      count: Math.max(0, old.count - (last - old.last) / span) + 1,
    })
  else if (old && time < old.last + span && time > old.first - span)
    kept.runs.set(key, { first: Math.min(old.first, time), last, count: old.count + 1 })
  else if (!old || time >= old.last + span)
    kept.runs.set(key, { first: time, last: time, count: 1 })
  return true
}
