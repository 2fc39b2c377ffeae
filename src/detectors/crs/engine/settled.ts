import { plainText, references } from '../seclang/macro.ts'
import type { Entry, Macro, Reference, SecRule } from '../seclang/rule.ts'
import { phaseWidth } from './run.ts'

/** A rule at its place: phase and place in the files. */
export interface Placed {
  readonly rule: SecRule
  readonly position: number
  /** Position to go on at when it holds; 0: the next. */
  readonly goesTo: number
}

/** Rules in the order in which they are asked. */
export function placeRules(entries: readonly Entry[]): Placed[] {
  const placed: Placed[] = []
  for (let phase = 1; phase <= 5; phase++)
    for (const [i, entry] of entries.entries())
      if (entry.is === 'rule' && entry.phase === phase)
        placed.push({
          rule: entry,
          position: phase * phaseWidth + i,
          goesTo: goesTo(entry, i, entries),
        })
  return placed
}

function goesTo(rule: SecRule, at: number, entries: readonly Entry[]): number {
  const start = rule.phase * phaseWidth
  const end = start + phaseWidth
  if (rule.verdict === 'allow') {
    if (rule.allows === 'phase') return end
    return rule.allows === 'request' ? 3 * phaseWidth : 6 * phaseWidth
  }
  if (rule.skip > 0) {
    let left = rule.skip
    for (let i = at + 1; i < entries.length; i++) {
      const entry = entries[i]!
      if (entry.is === 'rule' && entry.phase === rule.phase && left-- === 0) return start + i
    }
    return end
  }
  if (rule.skipAfter === '') return 0
  const marker = entries.findIndex(
    (entry, i) => i > at && entry.is === 'marker' && entry.name === rule.skipAfter,
  )
  return marker < 0 ? end : start + marker
}

/**
 * Which rules say the same for every request: they look only at what such rules keep. They are run
 * once, when rules are loaded; so most of what decides about paranoia levels costs nothing later.
 */
export function settledRules(placed: readonly Placed[]): ReadonlySet<SecRule> {
  const settled = new Set(placed.map(({ rule }) => rule).filter(looksAtNothingElse))
  const open = new OpenKeys()
  for (const { rule } of placed) if (!settled.has(rule)) open.add(rule)
  for (let before = -1; before !== settled.size;) {
    before = settled.size
    for (const one of placed) {
      if (!settled.has(one.rule)) continue
      if (!open.concern(one.rule) && !isJumpedOver(one, placed, settled)) continue
      settled.delete(one.rule)
      open.add(one.rule)
    }
  }
  return settled
}

/** Whether a request may leave it out, and that would change something. */
function isJumpedOver(
  { rule, position, goesTo }: Placed,
  placed: readonly Placed[],
  settled: ReadonlySet<SecRule>,
): boolean {
  const changes = rule.links.some(({ setVars, controls }) => setVars.length + controls.length > 0)
  return placed.some(
    (other) =>
      other.goesTo > position &&
      other.position < position &&
      (changes || goesTo > other.goesTo) &&
      !settled.has(other.rule),
  )
}

/** Members of `TX` by their names, and nothing else. */
function looksAtNothingElse({ links }: SecRule): boolean {
  return links.every(
    ({ targets, captures, test, setVars }) =>
      !captures &&
      targets.every(({ collection, key }) => collection === 'TX' && key !== '') &&
      [test?.argument ?? [], ...setVars.flatMap(({ key, value }) => [key, value])].every((macro) =>
        references(macro).every(({ collection }) => collection === 'TX'),
      ),
  )
}

/** Keys of `TX` that requests change. */
export class OpenKeys {
  readonly #keys = new Set<string>()
  /** Beginnings of keys whose ends requests bring. */
  readonly #heads: string[] = []

  /** Adds what a rule writes. */
  add({ links }: SecRule): void {
    for (const { setVars, captures } of links) {
      if (captures) for (let i = 0; i < 10; i++) this.#keys.add(String(i))
      for (const { key } of setVars) this.#addKey(key)
    }
  }

  #addKey(key: Macro): void {
    const [head] = key
    if (typeof head !== 'string') return
    if (key.length === 1) this.#keys.add(head.toLowerCase())
    else this.#heads.push(head.toLowerCase())
  }

  has(key: string): boolean {
    return this.#keys.has(key) || this.#heads.some((head) => key.startsWith(head))
  }

  /** Whether a rule reads or writes one of them. */
  concern({ links }: SecRule): boolean {
    const isOpen = ({ collection, key }: Reference): boolean => collection === 'TX' && this.has(key)
    return links.some(
      ({ targets, test, setVars }) =>
        targets.some(isOpen) ||
        references(test?.argument ?? []).some(isOpen) ||
        setVars.some(
          ({ key, value }) =>
            [...references(key), ...references(value)].some(isOpen) ||
            this.has((plainText(key) ?? '').toLowerCase()),
        ),
    )
  }
}
