import { defineDetector, type Detector, type Wake } from '../../contract/detector.ts'
import type { View } from '../../contract/windows.ts'
import type { Event } from '../../event/event.ts'
import type { Entity, Finding } from '../../event/finding.ts'
import { needsOf } from './correlation-needs.ts'
import { reasonsOf } from './correlation-reasons.ts'
import type { Correlation, Rule, Signature } from './rule.ts'

/** Each correlation rule as a detector of its own: it sleeps until an event that it counts reaches its threshold. */
export function createCorrelations(rules: readonly Rule[]): Detector[] {
  const signatures = new Map<string, Signature>()
  for (const rule of rules) if (rule.is === 'signature') signatures.set(rule.name, rule)
  return rules.flatMap((rule) =>
    rule.is === 'correlation' ? createCorrelation(rule, signatures) : [],
  )
}

function createCorrelation(
  rule: Correlation,
  signatures: ReadonlyMap<string, Signature>,
): Detector {
  const { measures, count } = needsOf(rule, signatures)
  const counted: Counted = { rule, measures: measures.map((_, i) => i), count: measures.length }
  return defineDetector({
    name: rule.name,
    about: rule.description,
    options: { type: 'object', properties: {} },
    needs: () => [...measures, count],
    start: () => ({
      wakes: [wakeOf(counted)],
      score: (event, view) =>
        isReached(counted, view) ? findingOf(counted, event, view) : undefined,
      save: () => undefined,
    }),
  })
}

interface Counted {
  readonly rule: Correlation
  /** Places of its measures, and of its count, among its needs. */
  readonly measures: readonly number[]
  readonly count: number
}

/** Only an event that the rule counts wakes it. */
function wakeOf({ rule, measures, count }: Counted): Wake {
  if (rule.type === 'temporal') return { need: count, atLeast: rule.of.length }
  return { need: measures[0]!, atLeast: rule.threshold.value }
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
