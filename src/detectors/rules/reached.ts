import type { View } from '../../contract/windows.ts'
import type { Event } from '../../event/event.ts'
import type { Entity, Finding } from '../../event/finding.ts'
import { copy } from '../../text/copy.ts'
import { valueOf } from '../matching/plain-atom.ts'
import type { Correlation, Limit } from './rule.ts'

/** A correlation, and where what it needs stands among the needs of its detector. */
export interface Counted {
  readonly rule: Correlation
  /** Places of its measures, and of its count, among its needs. */
  readonly measures: readonly number[]
  readonly count: number
}

/** Whether what is measured is as the rule says. */
export function isReached({ rule, measures, count }: Counted, view: View): boolean {
  if (rule.type === 'temporal') return measures.every((need) => view.value(need) > 0)
  return isEnough(rule, view.value(measures[0]!)) && view.value(count) >= rule.atLeast
}

/** Whether a measured value passes the threshold and stays within the limits. */
export function isEnough({ threshold, limits }: Correlation, seen: number): boolean {
  const { op, value } = threshold
  if (op === 'more than' ? seen <= value : seen < value || seen === 0) return false
  return limits.every((limit) => isWithin(seen, limit))
}

function isWithin(seen: number, { op, value }: Limit): boolean {
  if (op === 'other than') return seen !== value
  return op === 'less than' ? seen < value : seen <= value
}

/** What a finding is about, and when. */
export interface Moment {
  readonly time: number
  /** Of the first field of the key. */
  readonly value: string
}

/** What a correlation says, whatever it measured. */
export function verdictOf(
  rule: Correlation,
  { time, value }: Moment,
): Omit<Finding, 'since' | 'count' | 'reasons'> {
  return {
    detector: rule.name,
    kind: rule.kind,
    topic: rule.topic,
    score: rule.score,
    severity: rule.severity,
    confidence: rule.confidence,
    entity: { type: (rule.key[0] ?? 'source') as Entity['type'], value },
    time,
    outcome: 'unknown',
    note: rule.score < 0.5,
  }
}

/** Values of fields of an event, copied; of the whole source when there are none. */
export function keyOf({ key }: Correlation, event: Event): readonly string[] {
  return (key.length > 0 ? key : ['source']).map((field) => copy(String(valueOf(event, field))))
}
