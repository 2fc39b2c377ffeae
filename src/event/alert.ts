import type { Confidence, Entity, Outcome, Reason, Severity } from './finding.ts'
import type { Kind } from './kinds.ts'

export type AlertState = 'pending' | 'firing' | 'resolved'

/** A line kept as evidence. `line` is a copy, one character per byte. */
export interface Evidence {
  readonly source: string
  readonly position: number
  readonly line: string
}

/** Findings for one entity and topic, with a life. The machine-readable form is a contract (docs/reference). */
export interface Alert {
  /** Derived from detector, entity and the time of the first finding: writing it twice changes nothing. */
  readonly id: string
  kind: Kind
  detector: string
  severity: Severity
  confidence: Confidence
  score: number
  state: AlertState
  /** Becomes the network when neighbours of a client join. */
  entity: Entity
  /** Epoch milliseconds. */
  readonly first: number
  last: number
  /** Events that the findings stand for, and the most in one minute. */
  count: number
  peak: number
  /** What a person reads: who did what to what, since when, how often, and whether it worked. */
  sentence: string
  reasons: Reason[]
  lines: Evidence[]
  mitre: readonly string[]
  outcome: Outcome
  /** Id of the incident it belongs to. */
  incident: string
}

/** Alerts that belong together: same client or network, same target at the same time. */
export interface Incident {
  readonly id: string
  severity: Severity
  state: AlertState
  first: number
  last: number
  sentence: string
  entities: Entity[]
  kinds: Kind[]
  alerts: string[]
}
