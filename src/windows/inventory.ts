import type { Need, Where } from '../contract/windows.ts'
import { Clock } from './clock.ts'
import { Digest } from './keys/digest.ts'
import { Field, Values } from './keys/fields.ts'
import { Keys } from './keys/keys.ts'
import { everyRequest, stepOf } from './need.ts'

/** Limits and habits of all windows. */
export interface Settings {
  readonly lateness: number
  readonly maxKeys: number
  readonly seed: number
  /** See `Options.least`. */
  readonly least: ReadonlyMap<Need, number>
}

/** Keys that any table may hold when there may be so many of one. */
const few = 4096

/** What needs have in common, each thing once: tables, clocks, conditions, fields that are read. */
export class Inventory {
  readonly values: Values
  readonly fields: Field[] = []
  readonly tables: Keys[] = []
  readonly wheres: Where[] = []
  readonly numbers: string[] = []
  readonly digests: Digest[] = []
  readonly live: Clock[] = []
  readonly whole: Clock[] = []
  readonly #settings: Settings
  readonly #names: Map<string, Keys> = new Map()

  constructor(settings: Settings) {
    this.#settings = settings
    this.values = new Values(settings.seed)
  }

  /** Panes that events can be ahead of a window that has not closed. */
  ahead(step: number): number {
    return Math.ceil(this.#settings.lateness / step) + 1
  }

  /** The table of the keys that these fields make. */
  table(fields: readonly string[]): Keys {
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
  limitOf(keys: Keys): number {
    return 2 * this.#mostOf(keys.fields.map((field) => field.name))
  }

  #field(name: string): Field {
    const known = this.fields.find((field) => field.name === name)
    if (known) return known
    return this.fields[this.fields.push(new Field(name, this.values)) - 1]!
  }

  /** The clock that moves the stores of a need. */
  clock(need: Need): Clock {
    const clocks = need.whole === true ? this.whole : this.live
    const step = stepOf(need)
    const known = clocks.find((clock) => clock.step === step)
    return known ?? clocks[clocks.push(new Clock(step)) - 1]!
  }

  /** Number of the condition of a need: for a share, of those events that it is a share of. */
  where(need: Need): number {
    const where = need.where ?? everyRequest
    if (need.measure !== 'ratio') return this.condition(where)
    const against = need.against ?? everyRequest
    const id = `${where.id} of ${against.id}`
    const fields = where.fields && against.fields && [...where.fields, ...against.fields]
    return this.condition({
      id,
      ...(fields && { fields: [...new Set(fields)] }),
      ...(where.when && { when: where.when }),
      test: (event, marks) => where.test(event, marks) && against.test(event, marks),
    })
  }

  /** Number of a condition; those of one id are one. */
  condition(where: Where): number {
    const known = this.wheres.findIndex((other) => other.id === where.id)
    return known >= 0 ? known : this.wheres.push(where) - 1
  }

  /** Number of a field that is measured. */
  number(field: string): number {
    const known = this.numbers.indexOf(field)
    return known >= 0 ? known : this.numbers.push(field) - 1
  }

  /** Number of a field whose values are told apart. */
  digest(field: string): number {
    const known = this.digests.findIndex((digest) => digest.field === field)
    return known >= 0 ? known : this.digests.push(new Digest(field, this.#settings.seed)) - 1
  }
}
