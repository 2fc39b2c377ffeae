import type { Need, Where } from '../contract/windows.ts'
import { Cells } from './stores/cells.ts'
import { Clock } from './clock.ts'
import { Digest } from './keys/digest.ts'
import { Distinct } from './stores/distinct.ts'
import { Field, Values } from './keys/fields.ts'
import { Group } from './group.ts'
import { Keys } from './keys/keys.ts'
import { Draft } from './draft.ts'
import { checkNeed, everyRequest, idOf, stepOf } from './need.ts'
import { Runs } from './stores/runs.ts'
import { Sessions } from './stores/sessions.ts'
import type { Frequent } from './stores/sketches.ts'
import { frequent, quantileOf, quantiles, Sketches, topOf } from './stores/sketches.ts'
import type { Counter, Store } from './stores/store.ts'

/** Limits and habits of all windows. */
export interface Settings {
  readonly lateness: number
  readonly maxKeys: number
  readonly seed: number
  /** See `Options.least`. */
  readonly least: ReadonlyMap<Need, number>
}

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

/** Keys that any table may hold when there may be so many of one. */
const few = 4096

interface Grouped {
  readonly group: Group
  number: number
  readonly readings: Reading[]
}

/** Everything that a list of needs asks for, each thing once. */
export class Plan {
  readonly values: Values
  readonly fields: Field[] = []
  readonly tables: Keys[] = []
  readonly wheres: Where[] = []
  readonly numbers: string[] = []
  readonly digests: Digest[] = []
  readonly live: Clock[] = []
  readonly whole: Clock[] = []
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
  readonly #settings: Settings
  readonly #drafts: Draft[] = []
  readonly #names: Map<string, Keys> = new Map()
  readonly #groups: Map<string, Grouped> = new Map()

  constructor(needs: readonly Need[], settings: Settings) {
    this.#settings = settings
    this.values = new Values(settings.seed)
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
    const keys = this.#table(need.key)
    const where = this.#where(need)
    if (need.measure === 'leaky' || need.measure === 'session') return this.#run(need, keys, where)
    const clock = this.#clock(need)
    if (need.measure === 'distinct' || need.measure === 'quantile' || need.measure === 'top')
      return this.#sketch(need, clock, { keys, where })
    return this.#count(need, clock, { keys, where })
  }

  #count(need: Need, clock: Clock, on: { keys: Keys; where: number }): Reading {
    const { keys, where } = on
    const panes = need.span / clock.step
    const number = need.of === undefined ? -1 : this.#number(need.of)
    const draft = this.#draft(keys, clock)
    const reading = { need, keys, where, number, digest: -1, group: -1, draft }
    if (need.measure === 'ratio') {
      const against = this.#condition(need.against ?? everyRequest)
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
    const ahead = need.whole === true ? this.#ahead(clock.step) : 0
    const layout = { where, step: clock.step, panes, ahead }
    const reading = { need, keys, where, number: -1, digest: -1, group: -1 }
    if (need.measure === 'quantile') {
      const number = this.#number(of)
      const store = new Sketches(keys, quantiles, { ...layout, of: number })
      this.#watch(store, need, clock)
      const share = need.quantile ?? 0.5
      return { ...reading, number, value: (slot) => quantileOf(store.of(slot), share) }
    }
    const digest = this.#digest(of)
    if (need.measure === 'top') {
      const store = new Sketches(keys, frequent, { ...layout, of: digest })
      this.#watch(store, need, clock)
      const top = (slot: number): Frequent[] => topOf(store.of(slot))
      return { ...reading, digest, top, value: (slot) => top(slot)[0]?.count ?? 0 }
    }
    const limit = this.#limitOf(keys)
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
      const limit = this.#limitOf(keys)
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
    const ahead = this.whole.includes(clock) ? this.#ahead(step) : 0
    const limit = this.#limitOf(keys)
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
    const least = (reading: Reading): number | undefined => this.#settings.least.get(reading.need)
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
      const group = new Group(this.#table(need.key), need.span, stepOf(need))
      found = { group, number: -1, readings: [] }
      this.#groups.set(id, found)
      this.#clock(need).groups.push(found)
    }
    found.group.idle = Math.max(found.group.idle, need.idle ?? 0)
    return found
  }

  /** Panes that events can be ahead of a window that has not closed. */
  #ahead(step: number): number {
    return Math.ceil(this.#settings.lateness / step) + 1
  }

  #table(fields: readonly string[]): Keys {
    const id = JSON.stringify(fields)
    let keys = this.#names.get(id)
    if (!keys) {
      const { maxKeys, seed } = this.#settings
      const parts = fields.map((name) => this.#field(name))
      const most = this.#mostOf(fields)
      keys = new Keys(parts, this.values, { keys: most, characters: 64 * maxKeys }, seed)
      this.#names.set(id, keys)
      this.tables.push(keys)
    }
    return keys
  }

  /** Keys of a tuple: clients are the many; others are told apart while they are a quarter of that. */
  #mostOf(fields: readonly string[]): number {
    const { maxKeys } = this.#settings
    const isClient = fields.length === 1 && fields[0] === 'client'
    return isClient ? maxKeys : Math.min(maxKeys, Math.max(few, maxKeys >> 2))
  }

  /** Cells of a store, or touches of its values. */
  #limitOf(keys: Keys): number {
    return 4 * this.#mostOf(keys.fields.map((field) => field.name))
  }

  #field(name: string): Field {
    const known = this.fields.find((field) => field.name === name)
    if (known) return known
    return this.fields[this.fields.push(new Field(name, this.values)) - 1]!
  }

  #clock(need: Need): Clock {
    const clocks = need.whole === true ? this.whole : this.live
    const step = stepOf(need)
    const known = clocks.find((clock) => clock.step === step)
    return known ?? clocks[clocks.push(new Clock(step)) - 1]!
  }

  #draft(keys: Keys, clock: Clock): Draft {
    const same = (draft: Draft): boolean => draft.keys === keys && draft.clock === clock
    const known = this.#drafts.find(same)
    return known ?? this.#drafts[this.#drafts.push(new Draft(keys, clock)) - 1]!
  }

  #where(need: Need): number {
    const where = need.where ?? everyRequest
    if (need.measure !== 'ratio') return this.#condition(where)
    const against = need.against ?? everyRequest
    const id = `${where.id} of ${against.id}`
    return this.#condition({
      id,
      test: (event, marks) => where.test(event, marks) && against.test(event, marks),
    })
  }

  #condition(where: Where): number {
    const known = this.wheres.findIndex((other) => other.id === where.id)
    return known >= 0 ? known : this.wheres.push(where) - 1
  }

  #number(field: string): number {
    const known = this.numbers.indexOf(field)
    return known >= 0 ? known : this.numbers.push(field) - 1
  }

  #digest(field: string): number {
    const known = this.digests.findIndex((digest) => digest.field === field)
    return known >= 0 ? known : this.digests.push(new Digest(field, this.#settings.seed)) - 1
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
