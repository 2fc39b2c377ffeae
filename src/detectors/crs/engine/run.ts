import { type Operator, type Value, valueOf } from '../operators/operator.ts'
import type { SecRule } from '../seclang/rule.ts'
import type { Item } from './request-values.ts'
import {
  type Choice,
  type Held,
  isChosen,
  type Match,
  type ReadyLink,
  type ReadyRule,
  type ReadyTarget,
} from './rule.ts'
import type { Transaction } from './transaction.ts'

/** Positions of one phase. */
export const phaseWidth = 1_000_000

/** Rules and targets that controls have switched off for the request at hand. */
export class Switches {
  readonly #off: ((rule: SecRule) => boolean)[] = []
  readonly #without: { isWanted: (rule: SecRule) => boolean; target: Choice }[] = []

  isOff(rule: SecRule): boolean {
    return this.#off.some((isWanted) => isWanted(rule))
  }

  /** What a rule no longer looks at. */
  exceptions(rule: SecRule): readonly Choice[] {
    if (this.#without.length === 0) return none
    return this.#without.filter(({ isWanted }) => isWanted(rule)).map(({ target }) => target)
  }

  apply({ controls }: ReadyLink): void {
    for (const { isWanted, target } of controls)
      if (target) this.#without.push({ isWanted, target })
      else this.#off.push(isWanted)
  }
}

const none: readonly Choice[] = []

/** Runs rules in their order. @param isDue whether a rule is worth trying */
export function runRules(
  rules: readonly ReadyRule[],
  transaction: Transaction,
  isDue: (index: number) => boolean,
): readonly Held[] {
  const held: Held[] = []
  const switches = new Switches()
  let from = 0
  for (let i = 0; i < rules.length; i++) {
    const ready = rules[i]!
    if (ready.position < from || !isDue(i) || switches.isOff(ready.rule)) continue
    const match = runRule(ready, transaction, switches)
    if (!match) continue
    held.push({ ready, match })
    if (ready.links.some(({ endsAll }) => endsAll)) break
    from = Math.max(from, ready.goesTo)
  }
  return held
}

/** Runs one rule with its chain. @returns what its first link found; undefined when it does not hold */
export function runRule(
  ready: ReadyRule,
  transaction: Transaction,
  switches: Switches,
): Match | undefined {
  transaction.begin(ready)
  const exceptions = switches.exceptions(ready.rule)
  let first: Match | undefined
  for (const link of ready.links) {
    const match = runLink(link, transaction, exceptions)
    if (!match) return undefined
    first ??= match
    switches.apply(link)
  }
  return first
}

const always: Match = {
  collection: '',
  item: { key: '', name: '', text: '', field: '', start: 0, end: 0 },
  value: '',
  start: 0,
  end: 0,
}

function runLink(
  link: ReadyLink,
  transaction: Transaction,
  exceptions: readonly Choice[],
): Match | undefined {
  if (link.isAlways) {
    for (const change of link.setVars) transaction.apply(change)
    return always
  }
  const operator = link.operator ?? link.make?.(transaction.expand(link.argument))
  if (!operator) return undefined
  let first: Match | undefined
  for (const target of link.targets)
    for (const item of chosenItems(target, transaction, exceptions)) {
      const match = runItem({ link, operator, collection: target.collection, item }, transaction)
      first ??= match
    }
  return first
}

interface Asked {
  readonly link: ReadyLink
  readonly operator: Operator
  readonly collection: string
  readonly item: Item
}

/** Tests one member; what it changes is changed for each reading that holds. */
function runItem(
  { link, operator, collection, item }: Asked,
  transaction: Transaction,
): Match | undefined {
  let first: Match | undefined
  for (const text of readings(link, item.text)) {
    const value = valueOf(text)
    if (operator.holds(value) === link.isNegated) continue
    const match = matchOf(collection, item, value, link.isNegated ? undefined : operator)
    transaction.matched(match)
    if (link.captures && !link.isNegated) capture({ link, operator, match }, value, transaction)
    for (const change of link.setVars) transaction.apply(change)
    first ??= match
  }
  return first
}

/** Whether a link holds, without what it changes. */
export function linkHolds(link: ReadyLink, transaction: Transaction): boolean {
  return link.targets.some((target) =>
    chosenItems(target, transaction, none).some((item) =>
      readings(link, item.text).some(
        (text) => link.operator!.holds(valueOf(text)) !== link.isNegated,
      ),
    ),
  )
}

function matchOf(
  collection: string,
  item: Item,
  value: Value,
  operator: Operator | undefined,
): Match {
  const found = operator?.find?.(value) ?? { start: 0, end: value.length }
  return { collection, item, value: value.text, ...found }
}

/** Values that a target gives: its members, or how many they are. */
function chosenItems(
  target: ReadyTarget,
  transaction: Transaction,
  exceptions: readonly Choice[],
): readonly Item[] {
  const { collection, key, pattern } = target
  const all =
    collection === 'TX' && key !== '' ? transaction.itemsAt(key) : transaction.items(collection)
  const isOut = (item: Item): boolean =>
    target.except.some((one) => isChosen(one, item.key)) ||
    exceptions.some((one) => one.collection === collection && isChosen(one, item.key))
  const isAll = key === '' && pattern === undefined
  const chosen =
    isAll && target.except.length === 0 && exceptions.length === 0
      ? all
      : all.filter((item) => (isAll || isChosen(target, item.key)) && !isOut(item))
  if (!target.isCount) return chosen
  const [any] = all
  return [
    { key, name: key, text: String(chosen.length), field: any?.field ?? '', start: 0, end: 0 },
  ]
}

/** The value behind its transformations; with `multiMatch` each that differs on the way. */
function readings(link: ReadyLink, text: string): readonly string[] {
  let last = text
  const all = [text]
  for (const step of link.steps) {
    const next = step(last)
    if (link.isMultiMatch && next !== last) all.push(next)
    last = next
  }
  return link.isMultiMatch ? all : [last]
}

interface Captured {
  readonly link: ReadyLink
  readonly operator: Operator
  readonly match: Match
}

function capture({ link, operator, match }: Captured, value: Value, to: Transaction): void {
  if (!link.needsGroups || !operator.groups) to.set('0', value.text.slice(match.start, match.end))
  else {
    const groups = operator.groups(value)
    for (let i = 0; i < 10; i++) to.set(String(i), groups[i])
  }
}
