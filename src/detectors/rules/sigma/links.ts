import { isScalar } from 'yaml'
import type { Condition, Correlation, Rule, Signature } from '../rule.ts'
import type { Entry } from '../sigma-reader.ts'
import type { Unsupported } from '../sigma-reader.ts'
import { isBelow } from '../correlation-needs.ts'
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
    const { rule } = from.draft
    if (!rule) continue
    const missing = [...of, ...against].find((one) => isMissing(one, rule, byName))
    if (missing) unsupported.push(lackOf(from, missing))
    else
      rules.push({
        from,
        rule: {
          ...rule,
          of: ruleNames(of),
          against: ruleNames(against),
          silent: isCounted,
        },
      })
  }
  return { rules, unsupported }
}

interface Reference {
  readonly entry: Entry
  readonly target: Found | undefined
}

function ruleNames(references: readonly Reference[]): readonly string[] {
  return references.flatMap(({ target }) => target?.names[0] ?? [])
}

/** Types that count the findings of correlations. */
const nesting: ReadonlySet<string> = new Set(['event_count', 'value_count', 'temporal', 'ordered'])

/** Whether what it counts is not run here, or is counted in a way that is not. */
function isMissing(
  { target }: Reference,
  rule: Correlation,
  byName: ReadonlyMap<string, Found>,
): boolean {
  if (!target || target.signature) return false
  if (!target.draft?.rule || !nesting.has(rule.type)) return true
  const isFlat = target.draft.refers.every((entry) => byName.get(textOf(entry))?.signature)
  return !isFlat || target.draft.rule.type === 'ordered' || isBelow(target.draft.rule)
}

function lackOf(from: Found, { entry }: Reference): Linked['unsupported'][number] {
  const reason = `it counts '${textOf(entry)}', which is not run, or not counted so`
  return { ...from.reader.placeOf(entry.value), name: from.names[0]!, reason }
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
