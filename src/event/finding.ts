import type { Kind } from './kinds.ts'

/** How bad it is if it is true. */
export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical'
/** How sure we are that it is true. */
export type Confidence = 'low' | 'medium' | 'high'
/** Whether the answer shows that the attempt worked. */
export type Outcome = 'unknown' | 'failed' | 'succeeded'

/** Severities from mild to grave. */
export const severities: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical']

export interface Entity {
  readonly type: 'client' | 'network' | 'host' | 'route' | 'session' | 'user' | 'source' | 'series'
  readonly value: string
}

/** Why a detector spoke: one line in plain words. */
export interface Reason {
  /** Field or measure that was looked at: 'request.target', 'failed requests in 1 m'. */
  readonly field: string
  readonly seen: string
  /** What is usual there; '' where there is no usual. */
  readonly usual: string
  /** Share of the score, 0 to 1. */
  readonly weight: number
  /** The bytes that matched, before and after decoding, and where they stand in the line's field. */
  readonly matched?: {
    readonly raw: string
    readonly decoded: string
    readonly start: number
    readonly end: number
  }
}

/**
 * One detector's judgement of one moment. Alerts are made of findings that share `topic` and entity:
 * findings of one topic on one entity tell one story (a client's payloads and its scanning are both
 * 'web-attack'), whatever kinds they are.
 */
export interface Finding {
  /** Name of the rule or detector: 'web/sql-injection', 'behaviour/flood'. */
  readonly detector: string
  readonly kind: Kind
  readonly topic: Topic
  /** 0 to 1, comparable across detectors. */
  readonly score: number
  readonly severity: Severity
  readonly confidence: Confidence
  readonly entity: Entity
  /** Event time, epoch milliseconds: of the event, or of the end of the window judged. */
  readonly time: number
  /** First moment of what is judged, where that is a stretch (a window's start); else equal to `time`. */
  readonly since: number
  /** Events this finding stands for: 1 for a signature, the count of the window for a behaviour. */
  readonly count: number
  readonly reasons: readonly Reason[]
  readonly outcome: Outcome
  /** A single weak hit is a note: it appears on its line and adds up, but raises no alert alone. */
  readonly note: boolean
}

/** The story a finding belongs to; one alert per topic and entity at a time. */
export type Topic =
  | 'web-attack'
  | 'reconnaissance'
  | 'credentials'
  | 'volume'
  | 'abuse'
  | 'errors'
  | 'latency'
  | 'traffic'
  | 'data'
