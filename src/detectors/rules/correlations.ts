import { defineDetector, type Detector, type Wake } from '../../contract/detector.ts'
import type { Need, View } from '../../contract/windows.ts'
import type { Event } from '../../event/event.ts'
import type { Entity, Finding } from '../../event/finding.ts'
import { needsOf } from './correlation-needs.ts'
import { reasonsOf } from './correlation-reasons.ts'
import type { Correlation, Rule, Signature } from './rule.ts'

interface Counted {
  readonly rule: Correlation
  /** Places of its measures, and of its count, among the needs of all. */
  readonly measures: readonly number[]
  readonly count: number
}

/** All correlation rules as one detector: it sleeps until a window reaches a threshold. */
export function createCorrelations(rules: readonly Rule[]): Detector {
  const signatures = new Map<string, Signature>()
  for (const rule of rules) if (rule.is === 'signature') signatures.set(rule.name, rule)
  const needs: Need[] = []
  const counted = rules.flatMap((rule): Counted[] => {
    if (rule.is !== 'correlation') return []
    const { measures, count } = needsOf(rule, signatures)
    const first = needs.length
    needs.push(...measures, count)
    const places = measures.map((_, i) => first + i)
    return [{ rule, measures: places, count: first + measures.length }]
  })
  return defineDetector({
    name: 'correlations',
    about: 'Rules that count what other rules see: how often, how many different, together.',
    options: { type: 'object', properties: {} },
    needs: () => needs,
    start: () => ({
      wakes: counted.map((one) => wakeOf(one)),
      score: (event, view) => findingsOf(counted, event, view),
      save: () => undefined,
    }),
  })
}

/** The last thing to happen wakes it: the measure, or for a ratio the number of events it needs. */
function wakeOf({ rule, measures, count }: Counted): Wake {
  if (rule.type === 'temporal') return { need: count, atLeast: rule.of.length }
  if (rule.type === 'ratio') return { need: count, atLeast: rule.atLeast }
  return { need: measures[0]!, atLeast: rule.threshold.value }
}

function findingsOf(
  counted: readonly Counted[],
  event: Event,
  view: View,
): readonly Finding[] | undefined {
  let found: Finding[] | undefined
  for (const one of counted) {
    if (!isReached(one, view)) continue
    found ??= []
    found.push(findingOf(one, event, view))
  }
  return found
}

function isReached({ rule, measures, count }: Counted, view: View): boolean {
  if (rule.type === 'temporal') return measures.every((need) => view.value(need) > 0)
  const seen = view.value(measures[0]!)
  const { op, value } = rule.threshold
  if (op === 'more than' ? seen <= value : seen < value || seen === 0) return false
  return view.value(count) >= rule.atLeast
}

function findingOf({ rule, measures, count }: Counted, event: Event, view: View): Finding {
  const seen = view.value(measures[0]!)
  const events = Math.max(1, Math.round(view.value(count)))
  return {
    detector: rule.name,
    kind: rule.kind,
    topic: rule.topic,
    score: rule.score,
    severity: rule.severity,
    confidence: rule.confidence,
    entity: entityOf(rule, event),
    time: event.time,
    // A leaky level is no number of events in a stretch of time.
    since: rule.type === 'leaky' ? event.time : event.time - rule.span,
    count: rule.type === 'leaky' ? 1 : events,
    reasons: reasonsOf(rule, seen, events),
    outcome: 'unknown',
    note: rule.score < 0.5,
  }
}

/** The first field of its key; the whole source when it has none. */
function entityOf(rule: Correlation, event: Event): Entity {
  const type = (rule.key[0] ?? 'source') as Entity['type']
  const value = (event as unknown as Readonly<Record<string, unknown>>)[type]
  return { type, value: Buffer.from(String(value), 'latin1').toString('latin1') }
}
