import type { Need } from '../contract/windows.ts'
import { Cells } from './stores/cells.ts'
import type { Clock } from './clock.ts'
import { Distinct } from './stores/distinct.ts'
import { Group } from './group.ts'
import { Inventory, type Settings } from './inventory.ts'
import type { Keys } from './keys/keys.ts'
import { Draft } from './draft.ts'
import { checkNeed, everyRequest, idOf, stepOf } from './need.ts'
import { Runs } from './stores/runs.ts'
import { Sessions } from './stores/sessions.ts'
import type { Frequent } from './stores/sketches.ts'
import { frequent, quantileOf, quantiles, Sketches, topOf } from './stores/sketches.ts'
import type { Counter, Store } from './stores/store.ts'

/** How one need is read. */
export interface Reading {
  readonly need: Need
  readonly keys: Keys
  /** Condition of the events that count, and number or digest that they must have, -1 for none. */
  readonly where: number
  readonly number: number
  readonly digest: number
  /** Number of the group of a whole need, -1 for a live one. */
  group: number
  value(slot: number, now: number): number
  top?(slot: number): readonly Frequent[]
  isEstimated?(slot: number): boolean
  /** Store of counts, and the column of a plain count in it. */
  readonly draft?: Draft
  readonly column?: number
}

interface Grouped {
  readonly group: Group
  number: number
  readonly readings: Reading[]
}

/** Everything that a list of needs asks for, each thing once. */
export class Plan extends Inventory {
  readonly stores: Store[] = []
  /** Stores of counts, and stores that count what meets one condition. */
  readonly cells: Cells[] = []
  readonly counters: Counter[] = []
  readonly runs: Runs[] = []
  /** Whole sessions: their groups come first, in this order. */
  readonly sessions: Sessions[] = []
  /** All that may have to drop something before its time. */
  readonly bounded: { dropped: number }[] = []
  readonly readings: Reading[] = []
  readonly ids: Map<string, number> = new Map()
  readonly #least: Settings['least']
  readonly #drafts: Draft[] = []
  readonly #groups: Map<string, Grouped> = new Map()

  constructor(needs: readonly Need[], settings: Settings) {
    super(settings)
    this.#least = settings.least
    for (const need of needs) {
      checkNeed(need)
      const id = idOf(need)
      const isNew = !this.ids.has(id)
      if (isNew) this.ids.set(id, this.readings.push(this.#read(need)) - 1)
      if (need.whole !== true || need.measure === 'session') continue
      // An equal need may ask for more empty windows.
      const group = this.#group(need)
      if (isNew) group.readings.push(this.readings.at(-1)!)
    }
    for (const draft of this.#drafts) this.#build(draft)
    this.whole.sort((a, b) => a.step - b.step)
    this.#listen()
  }

  #read(need: Need): Reading {
    const keys = this.table(need.key)
    const where = this.where(need)
    if (need.measure === 'leaky' || need.measure === 'session') return this.#run(need, keys, where)
    const clock = this.clock(need)
    if (need.measure === 'distinct' || need.measure === 'quantile' || need.measure === 'top')
      return this.#sketch(need, clock, { keys, where })
    return this.#count(need, clock, { keys, where })
  }

  #count(need: Need, clock: Clock, on: { keys: Keys; where: number }): Reading {
    const { keys, where } = on
    const panes = need.span / clock.step
    const number = need.of === undefined ? -1 : this.number(need.of)
    const draft = this.#draft(keys, clock)
    const reading = { need, keys, where, number, digest: -1, group: -1, draft }
    if (need.measure === 'ratio') {
      const against = this.condition(need.against ?? everyRequest)
      const all = draft.count(against, -1, panes)
      const some = draft.count(where, -1, panes)
      const value = (slot: number): number =>
        draft.cells.total(slot, some) / (draft.cells.total(slot, all) || 1)
      return { ...reading, where: against, value }
    }
    const column = draft.count(where, number, panes)
    if (need.measure === 'count')
      return { ...reading, column, value: (slot) => draft.cells.total(slot, column) }
    const sum = draft.sum(where, number, panes)
    if (need.measure === 'sum') return { ...reading, value: (slot) => draft.cells.sum(slot, sum) }
    const value = (slot: number): number =>
      draft.cells.sum(slot, sum) / (draft.cells.total(slot, column) || 1)
    return { ...reading, value }
  }

  #sketch(need: Need, clock: Clock, on: { keys: Keys; where: number }): Reading {
    const { keys, where } = on
    const of = need.of!
    const panes = need.span / clock.step
    const ahead = need.whole === true ? this.ahead(clock.step) : 0
    const layout = { where, step: clock.step, panes, ahead }
    const reading = { need, keys, where, number: -1, digest: -1, group: -1 }
    if (need.measure === 'quantile') {
      const number = this.number(of)
      const store = new Sketches(keys, quantiles, { ...layout, of: number })
      this.#watch(store, need, clock)
      const share = need.quantile ?? 0.5
      return { ...reading, number, value: (slot) => quantileOf(store.of(slot), share) }
    }
    const digest = this.digest(of)
    if (need.measure === 'top') {
      const store = new Sketches(keys, frequent, { ...layout, of: digest })
      this.#watch(store, need, clock)
      const top = (slot: number): Frequent[] => topOf(store.of(slot))
      return { ...reading, digest, top, value: (slot) => top(slot)[0]?.count ?? 0 }
    }
    const limit = this.limitOf(keys)
    const store = new Distinct(keys, { ...layout, of: digest, limit })
    this.#watch(store, need, clock)
    const isEstimated = (slot: number): boolean => store.isEstimated(slot)
    return { ...reading, digest, isEstimated, value: (slot) => store.values(slot) }
  }

  #watch<S>(store: Distinct | Sketches<S>, need: Need, clock: Clock): void {
    if (need.whole === true) store.marker = this.#group(need).group
    this.counters.push(store)
    this.#add(store, clock)
  }

  #add(store: Store & { dropped: number }, clock: Clock): void {
    this.bounded.push(store)
    this.stores.push(store)
    clock.stores.push(store)
  }

  #run(need: Need, keys: Keys, where: number): Reading {
    const reading = { need, keys, where, number: -1, digest: -1, group: -1 }
    if (need.measure === 'session' && need.whole === true) {
      const limit = this.limitOf(keys)
      const store = new Sessions(keys, { where, gap: need.span, limit })
      const group = this.sessions.push(store) - 1
      this.bounded.push(store)
      const value = (slot: number): number =>
        store.closing?.slot === slot ? store.closing.events : 0
      return { ...reading, group, value }
    }
    const store = new Runs(keys, { where, span: need.span, isLeaky: need.measure === 'leaky' })
    this.runs.push(store)
    return { ...reading, value: (slot, now) => store.level(slot, now) }
  }

  #build(draft: Draft): void {
    const { keys, clock, counts, sums, countColumns, sumColumns } = draft
    const { step } = clock
    const ahead = this.whole.includes(clock) ? this.ahead(step) : 0
    const limit = this.limitOf(keys)
    draft.cells = new Cells(keys, { step, ahead, limit, counts, sums, countColumns, sumColumns })
    this.cells.push(draft.cells)
    this.#add(draft.cells, clock)
  }

  /** Tells groups of the keys that are counted, or only of those that reach what was asked for. */
  #listen(): void {
    const numbers = [...this.#groups.values()].toSorted((a, b) => a.group.step - b.group.step)
    for (const [i, one] of numbers.entries()) {
      const number = this.sessions.length + i
      one.number = number
      for (const reading of one.readings) reading.group = number
      this.#listenTo(one)
    }
  }

  #listenTo({ group, readings }: Grouped): void {
    const least = (reading: Reading): number | undefined => this.#least.get(reading.need)
    const isFiltered = readings.every((reading) => least(reading) !== undefined)
    if (isFiltered)
      group.reaches = (slot) => readings.some((one) => one.value(slot, 0) >= least(one)!)
    for (const reading of readings) {
      if (!reading.draft) continue
      const plain = isFiltered && reading.column !== undefined
      const column = plain ? (reading.column ?? -1) : -1
      const atLeast = plain ? least(reading)! : 0
      reading.draft.cells.listeners.push({ marker: group, column, atLeast })
    }
  }

  #group(need: Need): Grouped {
    const id = JSON.stringify([need.key, need.span, stepOf(need)])
    let found = this.#groups.get(id)
    if (!found) {
      const group = new Group(this.table(need.key), need.span, stepOf(need))
      found = { group, number: -1, readings: [] }
      this.#groups.set(id, found)
      this.clock(need).groups.push(found)
    }
    found.group.idle = Math.max(found.group.idle, need.idle ?? 0)
    return found
  }

  #draft(keys: Keys, clock: Clock): Draft {
    const same = (draft: Draft): boolean => draft.keys === keys && draft.clock === clock
    const known = this.#drafts.find(same)
    return known ?? this.#drafts[this.#drafts.push(new Draft(keys, clock)) - 1]!
  }

  /** All state, with numbers of the owner's. */
  save(rest: readonly number[]): unknown {
    for (const part of [...this.fields, ...this.digests]) part.forget()
    const { texts, wides } = this.values
    const parts = [this.tables, this.live, this.whole, this.runs, this.sessions, [texts, wides]]
    return {
      parts: parts.map((list) => list.map((one) => one.save())),
      dropped: this.bounded.map((one) => one.dropped),
      rest,
    }
  }

  /** @returns the owner's numbers */
  load(saved: unknown): number[] {
    const state = saved as { parts: unknown[][]; dropped: number[]; rest: number[] }
    const { texts, wides } = this.values
    for (const part of [...this.fields, ...this.digests]) part.forget()
    const parts = [this.tables, this.live, this.whole, this.runs, this.sessions, [texts, wides]]
    for (const [i, list] of parts.entries())
      for (const [j, part] of list.entries()) (part as Part).load(state.parts[i]![j])
    for (const [i, one] of this.bounded.entries()) one.dropped = state.dropped[i]!
    return state.rest
  }
}

interface Part {
  load(saved: unknown): void
}
