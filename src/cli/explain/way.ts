import type { Alert } from '../../event/alert.ts'
import type { Event, Unparsed } from '../../event/event.ts'
import type { Finding } from '../../event/finding.ts'
import type { ExceptedHit } from '../../detectors/exceptions/exceptions.ts'
import type { ExplainedText } from '../../detectors/matching/explain.ts'
import type { Signature } from '../../detectors/rules/rule.ts'
import type { Request } from '../../event/request.ts'
import type { Engine } from '../../pipeline/engine.ts'
import { isOfTarget, requestIn } from '../../pipeline/server-errors.ts'
import { type Verdict, verdictOf } from '../../pipeline/verdict.ts'
import { type Points, pointsOf } from './points.ts'
import { type Proposal, proposalsFor } from './proposals.ts'

/** A rule that came near: a literal of it is there, or it is tried on every text. */
export interface Near {
  readonly name: string
  /** Field of the request that led to it. */
  readonly field: string
  readonly literals: readonly string[]
  readonly holds: boolean
  /** Conditions that would have to be otherwise. */
  readonly failed: readonly string[]
  readonly signature: Signature
}

/** What became of one line on its way. */
export interface Way {
  readonly read: Event | Unparsed
  readonly parser: string
  readonly findings: readonly Finding[]
  readonly excepted: readonly ExceptedHit[]
  /** The request that the line tells, or speaks of. */
  readonly asked: Request | undefined
  readonly texts: readonly ExplainedText[]
  readonly near: readonly Near[]
  readonly points: readonly Points[]
  readonly verdict: Verdict
  /** The alert that is firing for its client. */
  readonly alert: Alert | undefined
  readonly proposals: readonly Proposal[]
}

/** Judges an event, and looks at all that led to the judgement. */
export function wayOf(
  engine: Engine,
  read: Event | Unparsed,
  parser: string,
  signatures: readonly Signature[],
): Way {
  const unread = {
    asked: undefined,
    texts: [],
    near: [],
    points: [],
    findings: [],
    excepted: [],
    proposals: [],
  }
  if (read.kind === 'unparsed')
    return { ...unread, read, parser, verdict: 'unparsed', alert: undefined }
  const findings = engine.judge(read)
  const { excepted } = engine
  const client = read.kind === 'metric' ? '' : read.client
  const firing = client === '' ? undefined : engine.firing(client)
  const asked = askedIn(read)
  const able = read.kind === 'error' ? signatures.filter(isOfTarget) : signatures
  const texts = asked ? engine.explain(asked) : []
  const near = nearIn(texts, able)
  return {
    read,
    parser,
    findings,
    excepted,
    asked,
    texts,
    near,
    points: pointsOf(findings, near, excepted),
    verdict: verdictOf(findings, firing),
    // Read from the list, where sentences and reasons are brought up to date.
    alert: engine.alerts.all().find(({ id }) => id === firing?.id),
    proposals: proposalsFor(
      asked ?? read,
      findings,
      near.filter(({ name }) => !excepted.some(({ rule }) => rule === name)),
      signatures,
    ),
  }
}

/** The request that a line tells or speaks of. */
function askedIn(read: Event): Request | undefined {
  if (read.kind === 'error') return read.target === '' ? undefined : requestIn(read)
  return read.kind === 'request' ? read : undefined
}

/** Rules that hold first, then those of which least fails. */
function nearIn(texts: readonly ExplainedText[], signatures: readonly Signature[]): Near[] {
  const byName = new Map(signatures.map((one) => [one.name, one]))
  const all = texts.flatMap(({ field, rules }) =>
    rules.flatMap((rule): Near | [] => {
      const signature = byName.get(rule.name)
      return signature ? { ...rule, field, signature } : []
    }),
  )
  const seen = new Set<string>()
  return all
    .toSorted((a, b) => rank(a) - rank(b))
    .filter(({ name }) => !seen.has(name) && seen.add(name))
}

function rank({ holds, failed, signature }: Near): number {
  return holds ? -signature.score : failed.length
}
