import { isScalar } from 'yaml'
import type { Condition, Rule, Signature } from '../rule.ts'
import type { Entry } from '../sigma-reader.ts'
import type { Unsupported } from '../sigma-reader.ts'
import { join } from './condition.ts'
import type { Found } from './document.ts'

/** Rules whose references to others are resolved. */
export interface Linked {
  readonly rules: readonly { readonly from: Found; readonly rule: Rule }[]
  readonly unsupported: readonly (Unsupported & { readonly name: string })[]
}

/** Resolves what correlations count and what filters are for. */
export function linked(found: readonly Found[]): Linked {
  const byName = namesOf(found)
  const filters = filtersOf(found, byName)
  const counted = new Set(
    found.flatMap(({ draft }) => (draft && !draft.generate ? draft.refers.map(textOf) : [])),
  )
  const rules: { from: Found; rule: Rule }[] = []
  const unsupported: (Unsupported & { readonly name: string })[] = []
  for (const from of found) {
    const isCounted = from.isForeign && from.names.some((name) => counted.has(name))
    if (from.signature)
      rules.push({ from, rule: filtered(from.signature, filters.get(from) ?? [], isCounted) })
    if (!from.draft) continue
    const of = referred(from, from.draft.refers, byName)
    const against = referred(from, from.draft.against, byName)
    const missing = [...of, ...against].find(({ target }) => target && !target.signature)
    if (missing) {
      const what = missing.target!.draft
        ? 'counts another correlation'
        : 'counts a rule that is not supported'
      const reason = `it ${what}: ${textOf(missing.entry)}`
      unsupported.push({
        ...from.reader.placeOf(missing.entry.value),
        name: from.names[0]!,
        reason,
      })
    } else
      rules.push({
        from,
        rule: { ...from.draft.rule, of: ruleNames(of), against: ruleNames(against) },
      })
  }
  return { rules, unsupported }
}

interface Reference {
  readonly entry: Entry
  readonly target: Found | undefined
}

function ruleNames(references: readonly Reference[]): readonly string[] {
  return references.flatMap(({ target }) => target?.signature?.name ?? [])
}

function namesOf(found: readonly Found[]): ReadonlyMap<string, Found> {
  const byName = new Map<string, Found>()
  for (const one of found)
    for (const name of one.names) {
      if (byName.has(name)) one.reader.fail(0, `another rule is called '${name}' too`)
      else byName.set(name, one)
    }
  return byName
}

function referred(
  from: Found,
  entries: readonly Entry[],
  byName: ReadonlyMap<string, Found>,
): readonly Reference[] {
  return entries.map((entry) => {
    const target = byName.get(textOf(entry))
    if (!target) from.reader.unknown(entry.value, 'rule', textOf(entry), byName.keys())
    return { entry, target }
  })
}

function filtersOf(
  found: readonly Found[],
  byName: ReadonlyMap<string, Found>,
): ReadonlyMap<Found, readonly Condition[]> {
  const filters = new Map<Found, Condition[]>()
  for (const from of found) {
    if (!from.filter) continue
    const { refers, condition } = from.filter
    const targets = refers
      ? referred(from, refers, byName).flatMap(({ target }) => target ?? [])
      : found.filter(({ signature }) => signature)
    for (const target of targets) filters.set(target, [...(filters.get(target) ?? []), condition])
  }
  return filters
}

/** What correlations of others count does not speak for itself. */
function filtered(rule: Signature, filters: readonly Condition[], isCounted: boolean): Signature {
  const condition = filters.length > 0 ? join('and', [rule.condition, ...filters]) : rule.condition
  return { ...rule, condition, silent: rule.silent || isCounted }
}

function textOf(entry: Entry): string {
  return isScalar(entry.value) && typeof entry.value.value === 'string' ? entry.value.value : ''
}
