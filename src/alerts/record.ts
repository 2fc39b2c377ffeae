import type { Alert, Incident } from '../event/alert.ts'
import { readable } from '../text/readable.ts'

/** Version of both records: raised when a field changes its meaning or goes. */
export const recordVersion = 1

/** An alert as other programs read it: docs/reference/alert.schema.json. */
export type AlertRecord = Omit<Alert, 'first' | 'last'> & {
  readonly version: number
  readonly first: string
  readonly last: string
}

/** An incident as other programs read it: docs/reference/incident.schema.json. */
export type IncidentRecord = Omit<Incident, 'first' | 'last'> & {
  readonly version: number
  readonly first: string
  readonly last: string
}

/** The machine-readable form of an alert: times in ISO 8601 UTC, bytes made readable. */
export function alertRecord(alert: Alert): AlertRecord {
  const { type, value } = alert.entity
  return {
    version: recordVersion,
    id: alert.id,
    kind: alert.kind,
    detector: alert.detector,
    severity: alert.severity,
    confidence: alert.confidence,
    score: alert.score,
    state: alert.state,
    entity: { type, value: readable(value) },
    first: iso(alert.first),
    last: iso(alert.last),
    count: alert.count,
    peak: alert.peak,
    sentence: alert.sentence,
    reasons: alert.reasons.map(({ field, seen, usual, weight, matched }) => ({
      field,
      seen: readable(seen),
      usual: readable(usual),
      weight: Math.round(weight * 1000) / 1000,
      ...(matched && {
        matched: { ...matched, raw: readable(matched.raw), decoded: readable(matched.decoded) },
      }),
    })),
    lines: alert.lines.map(({ source, position, line }) => ({
      source,
      position,
      line: readable(line),
    })),
    mitre: [...alert.mitre],
    outcome: alert.outcome,
    incident: alert.incident,
  }
}

/** The machine-readable form of an incident. */
export function incidentRecord(incident: Incident): IncidentRecord {
  return {
    version: recordVersion,
    id: incident.id,
    severity: incident.severity,
    state: incident.state,
    first: iso(incident.first),
    last: iso(incident.last),
    sentence: incident.sentence,
    entities: incident.entities.map(({ type, value }) => ({ type, value: readable(value) })),
    kinds: [...incident.kinds],
    alerts: [...incident.alerts],
  }
}

function iso(time: number): string {
  return new Date(Math.min(8.64e15, Math.max(-8.64e15, Math.round(time)))).toISOString()
}
