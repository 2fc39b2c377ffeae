import type { Pattern } from '../../../text/search/pattern.ts'
import { plainText, references } from '../seclang/macro.ts'
import type { Macro, SetVar } from '../seclang/rule.ts'
import { groupNames } from './compile.ts'
import type { ReadyLink, ReadyRule, ReadyTarget } from './rule.ts'

/** Counters of anomaly points that every version of the Core Rule Set keeps: one a level. */
export const counterNames: readonly string[] = ['', 'inbound_', 'outbound_'].flatMap((head) =>
  [1, 2, 3, 4].map((level) => `${head}anomaly_score_pl${level}`),
)

/**
 * Leaves out rules that change nothing: they tell nothing of a request, and what they keep is read by
 * no rule that matters. So most of what decides about blocking and reporting never runs.
 */
export function neededRules(rules: readonly ReadyRule[]): readonly ReadyRule[] {
  const needed = new Set(rules.filter(tells))
  const read = new Reads(counterNames)
  for (const rule of needed) read.add(rule)
  for (let before = -1; before !== needed.size;) {
    before = needed.size
    for (const rule of rules) {
      if (needed.has(rule) || !(read.concern(rule) || leadsAround(rule, needed))) continue
      needed.add(rule)
      read.add(rule)
    }
  }
  return rules.filter((rule) => needed.has(rule))
}

/** Whether a rule says something of a request: it looks at one, or counts points for what others kept of it. */
export function tells({ looks, rule, links }: ReadyRule): boolean {
  return rule.isLogged && (looks || links.some(({ setVars }) => setVars.some(isCounter)))
}

function isCounter({ key }: SetVar): boolean {
  return counterNames.includes(plainText(key)?.toLowerCase() ?? '')
}

/** Rules that, although they tell nothing, bring others to tell something that look at no request themselves. */
export function feeders(rules: readonly ReadyRule[]): ReadonlySet<ReadyRule> {
  const read = new Reads([])
  for (const rule of rules) if (tells(rule) && !rule.looks) read.add(rule)
  return new Set(rules.filter((rule) => read.concern(rule)))
}

/** It switches rules off, or goes on behind one that matters. */
function leadsAround(
  { links, position, goesTo }: ReadyRule,
  needed: ReadonlySet<ReadyRule>,
): boolean {
  if (links.some(({ controls, endsAll }) => controls.length > 0 || endsAll)) return true
  if (goesTo <= position) return false
  for (const rule of needed) if (rule.position > position && rule.position < goesTo) return true
  return false
}

/** Keys of `TX` that are read. */
class Reads {
  readonly #keys: Set<string>
  /** Of keys that are looked for by name; undefined: all are looked through. */
  readonly #patterns: (Pattern | undefined)[] = []

  constructor(keys: readonly string[]) {
    this.#keys = new Set(keys)
  }

  add({ links }: ReadyRule): void {
    for (const link of links) {
      for (const { collection, key } of macrosOf(link).flatMap(references))
        if (collection === 'TX') this.#keys.add(key)
      for (const { collection, key, pattern } of link.targets)
        if (collection === 'TX' && key !== '') this.#keys.add(key)
        else if (collection === 'TX') this.#patterns.push(pattern)
    }
  }

  /** Whether a rule writes one of them; groups are read by the chain that captures them. */
  concern({ links }: ReadyRule): boolean {
    return links.some(({ setVars }) => setVars.some(({ key }) => this.#has(key)))
  }

  #has(key: Macro): boolean {
    const plain = plainText(key)?.toLowerCase()
    if (plain === undefined) {
      const head = typeof key[0] === 'string' ? key[0].toLowerCase() : ''
      return this.#patterns.length > 0 || [...this.#keys].some((known) => known.startsWith(head))
    }
    return (
      this.#keys.has(plain) ||
      this.#patterns.some((pattern) => pattern === undefined || pattern.matches(plain))
    )
  }
}

/** Rules of which nothing stays when their chain breaks off: what it has set by then no other rule reads. */
export function traceless(rules: readonly ReadyRule[]): ReadonlySet<ReadyRule> {
  return new Set(
    rules.filter((rule) => {
      const begun = rule.links.slice(0, -1)
      if (begun.every(({ setVars, controls }) => setVars.length + controls.length === 0))
        return true
      if (begun.some(({ controls }) => controls.length > 0)) return false
      const read = new Reads(counterNames)
      for (const other of rules) if (other !== rule) read.add(other)
      return !read.concern({ ...rule, links: begun })
    }),
  )
}

/** Leaves out rules that wait for a key of `TX` that nobody sets. */
export function possibleRules(
  rules: readonly ReadyRule[],
  before: ReadonlyMap<string, string>,
): readonly ReadyRule[] {
  const keys = new Set([...before.keys(), ...groupNames])
  let anyHead = false
  for (const { links } of rules)
    for (const { key } of links.flatMap(({ setVars }) => setVars)) {
      const plain = plainText(key)
      if (plain === undefined) anyHead = true
      else keys.add(plain.toLowerCase())
    }
  const canBe = ({ collection, key, pattern, isCount }: ReadyTarget): boolean =>
    collection !== 'TX' ||
    isCount ||
    anyHead ||
    (key !== '' ? keys.has(key) : [...keys].some((known) => pattern?.matches(known) ?? true))
  return rules.filter(({ links }) =>
    links.every(({ isAlways, targets }) => isAlways || targets.some(canBe)),
  )
}

function macrosOf({ argument, setVars }: ReadyLink): Macro[] {
  return [argument, ...setVars.flatMap(({ key, value }) => [key, value])]
}
