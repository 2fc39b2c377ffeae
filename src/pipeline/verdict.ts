import type { Alert } from '../event/alert.ts'
import type { Event, Unparsed } from '../event/event.ts'
import type { Finding, Topic } from '../event/finding.ts'
import { readable } from '../text/readable.ts'
import type { Engine } from './engine.ts'

/** What a line is: 'attack' or 'suspicious' by a finding of its own, 'suspicious' also by its client's alert. */
export type Verdict = 'normal' | 'suspicious' | 'attack' | 'unparsed'

/** One line of `tripline score`; a contract of the machine-readable output. */
export interface Scored {
  readonly line: number
  readonly time?: string
  readonly client?: string
  readonly verdict: Verdict
  readonly score: number
  readonly kinds: readonly string[]
  readonly findings: readonly {
    readonly detector: string
    readonly kind: string
    readonly score: number
    readonly reason: string
  }[]
  /** Hits that exceptions let through: they are no findings. */
  readonly excepted?: readonly {
    readonly rule: string
    readonly kind: string
    readonly reason: string
    readonly exception: string
  }[]
  readonly alert?: string
  readonly unparsed?: {
    readonly parser: string
    readonly field: string
    readonly expected: string
    readonly found: string
  }
}

/** Judges a line's event and says what the line is. */
export function score(engine: Engine, event: Event, line: number): Scored {
  const findings = engine.judge(event)
  const { excepted } = engine
  const client = event.kind === 'metric' ? '' : event.client
  const alert = client === '' ? undefined : engine.firing(client)
  return {
    line,
    time: iso(event.time),
    client,
    verdict: verdictOf(findings, alert),
    score: round(findings.reduce((most, finding) => Math.max(most, finding.score), 0)),
    kinds: [...new Set(findings.map(({ kind }) => kind))],
    findings: findings.map(({ detector, kind, score, reasons: [first] }) => ({
      detector,
      kind,
      score: round(score),
      reason: first
        ? `${first.field}: ${first.seen}${first.usual && `, usually ${first.usual}`}`
        : '',
    })),
    ...(excepted.length > 0 && {
      excepted: excepted.map(({ exception, rule, kind, seen }) => ({
        rule,
        kind,
        reason: readable(seen),
        exception: readable(exception.reason),
      })),
    }),
    ...(alert && { alert: alert.id }),
  }
}

/** What is said of a line that is no record: empty, or names of columns. There is nothing in it to judge. */
export function scoreSkipped(line: number): Scored {
  return { line, verdict: 'normal', score: 0, kinds: [], findings: [] }
}

/** What is said of a line that no parser took. */
export function scoreUnparsed(unparsed: Unparsed, line: number): Scored {
  const { parser, field, expected, found } = unparsed.fault
  return {
    line,
    verdict: 'unparsed',
    score: 0,
    kinds: [],
    findings: [],
    unparsed: { parser, field, expected, found },
  }
}

/** What is wrong with the server is not the fault of who asked. */
const outages: ReadonlySet<Topic> = new Set(['errors', 'latency', 'traffic'])

/** What a line is, by its findings and the alert of its client. */
export function verdictOf(findings: readonly Finding[], alert: Alert | undefined): Verdict {
  if (findings.some(({ note, topic }) => !note && !outages.has(topic))) return 'attack'
  return findings.length > 0 || alert ? 'suspicious' : 'normal'
}

function round(score: number): number {
  return Math.round(score * 1000) / 1000
}

/** ISO 8601 in UTC; the number itself where a date cannot hold it. */
export function iso(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : String(time)
}
