import type { Confidence, Entity, Finding, Outcome, Reason } from '../../event/finding.ts'
import { severities } from '../../event/finding.ts'
import type { Kind } from '../../event/kinds.ts'
import type { Event } from '../../event/event.ts'
import { copy } from '../../text/copy.ts'
import { evasion } from '../../text/decoding/view.ts'
import type { Ready } from './ready.ts'

/** A rule that held for an event, and why. */
export interface Held {
  readonly rule: Ready
  readonly reason: Reason
  /** Bits of `evasion` in the text that it held for. */
  readonly evidence: number
}

/** How much each sign of evasion takes away from the doubt that a score leaves. */
const weights: readonly (readonly [number, number])[] = [
  [evasion.encodedTwice, 0.1],
  [evasion.encodedOften, 0.2],
  [evasion.overlong, 0.4],
  [evasion.percentU, 0.2],
  [evasion.nulls, 0.2],
  [evasion.splitByComment, 0.3],
  [evasion.disguised, 0.3],
  [evasion.dotsWithParameter, 0.3],
  [evasion.tooLong, 0.3],
  [evasion.tooCostly, 0.3],
]

const signs: Readonly<Record<keyof typeof evasion, string>> = {
  encodedTwice: 'percent-encoded twice',
  encodedOften: 'percent-encoded three times or more',
  overlong: 'ASCII in overlong UTF-8',
  percentU: '%u escapes',
  nulls: 'null bytes',
  splitByComment: 'comments inside words',
  disguised: 'look-alike characters',
  dotsWithParameter: 'a parameter behind dots',
  tooLong: 'longer than is looked at',
  tooCostly: 'more work than a line may cost',
}

/** Signs of evasion in words. */
export function evasionWords(evidence: number): string {
  const found = Object.entries(evasion).filter(([, bit]) => evidence & bit)
  return found.map(([sign]) => signs[sign as keyof typeof evasion]).join(', ')
}

/** Points of evasion, 0 to 1: signs add up as 1 - (1-a)(1-b). */
export function evasionPoints(evidence: number): number {
  let doubt = 1
  for (const [bit, weight] of weights) if (evidence & bit) doubt *= 1 - weight
  return 1 - doubt
}

const confidences: readonly Confidence[] = ['low', 'medium', 'high']
/** Below this a finding is a note. */
const noteBelow = 0.5

/** One finding a kind from the rules that held. */
export function findingsOf(held: readonly Held[], event: Event): Finding[] {
  const byKind = Map.groupBy(held, (one) => one.rule.signature.kind)
  return [...byKind].map(([kind, ofKind]) => findingOf(kind, ofKind, event))
}

/** Signs of evasion alone are worth a note from here on. */
const evasionNoted = 0.3

/** A note about an event that hides something but holds nothing known; undefined when the signs are too few. */
export function evasionNote(points: number, reason: Reason, event: Event): Finding | undefined {
  if (points < evasionNoted) return undefined
  return {
    detector: 'signatures/evasion',
    kind: 'evasion',
    topic: 'web-attack',
    score: Math.min(points, noteBelow - 0.01),
    severity: 'low',
    confidence: 'low',
    entity: entityOf(event),
    time: event.time,
    since: event.time,
    count: 1,
    reasons: [reason],
    outcome: outcomeOf(event),
    note: true,
  }
}

/** A refusal shows that an attempt failed; an answer does not show that it worked. */
function outcomeOf(event: Event): Outcome {
  const isRefused = event.kind === 'request' && event.status >= 400 && event.status < 500
  return isRefused ? 'failed' : 'unknown'
}

function entityOf(event: Event): Entity {
  if (event.kind === 'metric') return { type: 'series', value: copy(event.series) }
  return { type: 'client', value: copy(event.client) }
}

function findingOf(kind: Kind, held: readonly Held[], event: Event): Finding {
  const rules = held.map((one) => one.rule.signature)
  const strongest = rules.reduce((best, rule) => (rule.score > best.score ? rule : best))
  const evidence = held.reduce((all, one) => all | one.evidence, 0)
  const doubt = rules.reduce((left, rule) => left * (1 - rule.score), 1 - evasionPoints(evidence))
  const sum = rules.reduce((all, rule) => all + rule.score, 0)
  const score = 1 - doubt
  return {
    detector: strongest.name,
    kind,
    topic: strongest.topic,
    score,
    severity: highest(
      severities,
      rules.map((rule) => rule.severity),
    ),
    confidence: highest(
      confidences,
      rules.map((rule) => rule.confidence),
    ),
    entity: entityOf(event),
    time: event.time,
    since: event.time,
    count: 1,
    reasons: held.map((one) => weighed(one, sum)),
    outcome: outcomeOf(event),
    note: score < noteBelow,
  }
}

function weighed(held: Held, sum: number): Reason {
  return { ...held.reason, weight: sum > 0 ? held.rule.signature.score / sum : 0 }
}

function highest<Level>(levels: readonly Level[], given: readonly Level[]): Level {
  return levels[Math.max(...given.map((level) => levels.indexOf(level)))]!
}
