import type { Entity, Finding, Reason } from '../event/finding.ts'

/** What a behaviour must say for itself; the rest has a default. */
export type Said = Pick<
  Finding,
  'detector' | 'kind' | 'topic' | 'severity' | 'entity' | 'time' | 'reasons'
> &
  Partial<Finding>

/** A finding of a behaviour: certain enough to speak of, one event, outcome unknown, unless said otherwise. */
export function finding(said: Said): Finding {
  return {
    detector: said.detector,
    kind: said.kind,
    topic: said.topic,
    score: said.score ?? 0.8,
    severity: said.severity,
    confidence: said.confidence ?? 'medium',
    entity: said.entity,
    time: said.time,
    since: said.since ?? said.time,
    count: said.count ?? 1,
    reasons: said.reasons,
    outcome: said.outcome ?? 'unknown',
    note: said.note ?? false,
  }
}

export function client(value: string): Entity {
  return { type: 'client', value }
}

/** A reason in the house's form: what was looked at, seen, usual, and its share of the score. */
export function reason(field: string, seen: string, usual: string, weight = 1): Reason {
  return { field, seen, usual, weight }
}

/** 1234567 → '1.2 M': numbers as people read them, three digits at most. */
export function figure(n: number): string {
  if (n >= 1e9) return `${short(n / 1e9)} G`
  if (n >= 1e6) return `${short(n / 1e6)} M`
  if (n >= 1e4) return `${short(n / 1e3)} k`
  return short(n)
}

function short(n: number): string {
  return String(n >= 100 || Number.isInteger(n) ? Math.round(n) : Number(n.toPrecision(2)))
}

/** What the busiest usually reach, as a reason's usual; '' while nothing is known. */
export function upTo(usual: number, unit = ''): string {
  return usual ? `up to ${figure(usual)}${unit}` : ''
}

/** 0.0312 → '3.1 %'. */
export function percent(share: number): string {
  return `${short(share * 100)} %`
}
