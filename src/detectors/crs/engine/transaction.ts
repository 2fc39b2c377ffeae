import type { Macro, Reference, SetVar } from '../seclang/rule.ts'
import type { Item, RequestValues } from './request-values.ts'
import type { Match, ReadyRule } from './rule.ts'

const mostKeys = 4096

/** What rules keep while they run over one request: `TX`, and what matched last. */
export class Transaction {
  readonly values: RequestValues
  readonly #before: ReadonlyMap<string, string>
  /** Keys that rules may not change. */
  readonly #fixed: ReadonlySet<string>
  readonly #own = new Map<string, string | undefined>()
  #matches: Match[] = []
  #rule: ReadyRule | undefined

  constructor(
    values: RequestValues,
    before: ReadonlyMap<string, string>,
    fixed: ReadonlySet<string>,
  ) {
    this.values = values
    this.#before = before
    this.#fixed = fixed
  }

  get(key: string): string | undefined {
    return this.#own.has(key) ? this.#own.get(key) : this.#before.get(key)
  }

  set(key: string, value: string | undefined): void {
    if (this.#fixed.has(key) || (this.#own.size >= mostKeys && !this.#own.has(key))) return
    this.#own.set(key, value)
  }

  /** All that is kept now. */
  all(): Map<string, string> {
    const all = new Map(this.#before)
    for (const [key, value] of this.#own)
      if (value === undefined) all.delete(key)
      else all.set(key, value)
    return all
  }

  /** A rule begins: nothing has matched yet. */
  begin(rule: ReadyRule): void {
    this.#rule = rule
    if (this.#matches.length > 0) this.#matches = []
  }

  matched(match: Match): void {
    this.#matches.push(match)
  }

  /** Members of any variable. */
  items(collection: string): readonly Item[] {
    switch (collection) {
      case 'TX':
        return Array.from(this.all(), ([key, text]) => kept(key, text))
      case 'MATCHED_VAR':
        return this.#matches.slice(-1).map((match) => kept('', match.value))
      case 'MATCHED_VAR_NAME':
        return this.#matches.slice(-1).map((match) => kept('', nameOf(match)))
      case 'MATCHED_VARS':
        return this.#matches.map((match) => kept(nameOf(match).toLowerCase(), match.value))
      case 'MATCHED_VARS_NAMES':
        return this.#matches.map((match) => kept(nameOf(match).toLowerCase(), nameOf(match)))
      case 'RULE':
        return this.#about()
      default:
        return this.values.items(collection)
    }
  }

  /** One member of `TX`, without looking through all. */
  itemsAt(key: string): readonly Item[] {
    const text = this.get(key)
    return text === undefined ? [] : [kept(key, text)]
  }

  expand(macro: Macro): string {
    let text = ''
    for (const part of macro) text += typeof part === 'string' ? part : this.#value(part)
    return text
  }

  apply({ collection, key, isRemoval, value }: SetVar): void {
    if (collection !== 'TX') return
    const name = this.expand(key).toLowerCase()
    if (isRemoval) return this.set(name, undefined)
    const text = this.expand(value)
    const isSum = text.startsWith('+') || text.startsWith('-')
    const sum = isSum ? /^([+-])(\d+)$/.exec(text) : null
    if (!sum) return this.set(name, text)
    const by = Number(sum[2]) * (sum[1] === '-' ? -1 : 1)
    this.set(name, String((Number.parseInt(this.get(name) ?? '0', 10) || 0) + by))
  }

  #value({ collection, key }: Reference): string {
    if (collection === 'TX') return this.get(key) ?? ''
    const items = this.items(collection)
    const found = key === '' ? items[0] : items.find((item) => item.key === key)
    return found?.text ?? ''
  }

  #about(): readonly Item[] {
    if (!this.#rule) return []
    const { id, message, severity } = this.#rule.rule
    return [kept('id', String(id)), kept('msg', message), kept('severity', severity)]
  }
}

function kept(key: string, text: string): Item {
  return { key, name: key, text, field: '', start: 0, end: 0 }
}

function nameOf({ collection, item }: Match): string {
  return item.name === '' ? collection : `${collection}:${item.name}`
}
