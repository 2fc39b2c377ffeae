import { alertRecord } from '../../alerts/record.ts'
import type { Event } from '../../event/event.ts'
import type { Finding } from '../../event/finding.ts'
import { readable } from '../../text/readable.ts'
import type { Hidden } from './hidden.ts'
import type { Proposal } from './proposals.ts'
import type { Way } from './way.ts'

/** The way of a line for other programs: docs/reference/explain.schema.json. */
export function wayRecord(
  way: Way,
  hidden: readonly Hidden[] | undefined,
): Record<string, unknown> {
  const { read, parser, alert } = way
  const line = readable(read.line)
  if (read.kind === 'unparsed')
    return {
      version: 1,
      line,
      verdict: 'unparsed',
      unparsed: { ...read.fault, found: readable(read.fault.found) },
    }
  return {
    version: 1,
    line,
    parser,
    event: Object.fromEntries(written(read)),
    ...looks(way),
    findings: way.findings.map(findingRecord),
    ...judgement(way),
    alert: alert ? alertRecord(alert) : null,
    exceptions: way.proposals.map(proposalRecord),
    ...(hidden && { hidden: hidden.map(hiddenRecord) }),
  }
}

/** How the signatures saw the line. */
function looks({ texts, near }: Way): Record<string, unknown> {
  return {
    views: texts.map(({ field, views, evasion }) => ({
      field,
      evasion,
      forms: views.map(({ name, text, changed }) => ({ name, text: readable(text), changed })),
    })),
    rules: near.map(({ name, field, literals, holds, failed, signature }) => ({
      name,
      field,
      literals: literals.map((text) => readable(text)),
      holds,
      failed: failed.map((text) => readable(text)),
      kind: signature.kind,
      score: signature.score,
    })),
  }
}

function judgement({ points, verdict, excepted }: Way): Record<string, unknown> {
  return {
    points: points.map(({ finding, rules, evasion, silencers }) => ({
      kind: finding.kind,
      score: round(finding.score),
      rules,
      evasion: round(evasion),
      note: finding.note,
      silencedWithout: silencers,
    })),
    verdict,
    excepted: excepted.map(({ exception, rule, kind, seen }) => ({
      rule,
      kind,
      reason: readable(seen),
      exception: readable(exception.reason),
    })),
  }
}

function findingRecord(finding: Finding): Record<string, unknown> {
  const { detector, kind, score, severity, confidence, note, outcome, reasons } = finding
  return {
    detector,
    kind,
    score,
    severity,
    confidence,
    note,
    outcome,
    reasons: reasons.map(({ field, seen, usual, weight, matched }) => ({
      field,
      seen: readable(seen),
      usual: readable(usual),
      weight,
      ...(matched && {
        matched: { ...matched, raw: readable(matched.raw), decoded: readable(matched.decoded) },
      }),
    })),
  }
}

/** What is named of an exception. */
export function proposalRecord(proposal: Proposal): Record<string, string> {
  const { rule, route, parameter, client } = proposal
  const named = { rule, route: readable(route), parameter: readable(parameter), client }
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== ''))
}

function hiddenRecord({
  proposal,
  lines,
  clients,
  own,
  examples,
}: Hidden): Record<string, unknown> {
  return { exception: proposalRecord(proposal), lines, clients, ofThisClient: own, examples }
}

const place: ReadonlySet<string> = new Set(['kind', 'line', 'source', 'position'])

/** Fields that an event has, as text. */
export function written(event: Event): [string, string][] {
  return Object.entries(event)
    .filter(
      ([name, value]) =>
        !place.has(name) && value !== '' && value !== -1 && typeof value !== 'object',
    )
    .map(([name, value]) => [
      name,
      name === 'time' ? new Date(Number(value)).toISOString() : readable(String(value)),
    ])
}

function round(score: number): number {
  return Math.round(score * 1000) / 1000
}
