import type { Confidence, Entity, Finding, Reason, Severity } from '../../event/finding.ts'
import { severities } from '../../event/finding.ts'
import type { Kind } from '../../event/kinds.ts'
import type { Event } from '../../event/event.ts'
import { copy } from '../../text/copy.ts'
import { evasion } from '../../text/decoding/evasion.ts'
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
  [evasion.utf7, 0.4],
  [evasion.brokenCharacter, 0.2],
  [evasion.invisible, 0.2],
  [evasion.layered, 0.2],
  [evasion.mixedCase, 0.2],
  [evasion.lookup, 0.4],
  [evasion.computed, 0.2],
  [evasion.encodedData, 0.1],
  [evasion.shellQuoting, 0.2],
  [evasion.pathTrick, 0.2],
  [evasion.controls, 0.1],
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
  utf7: 'UTF-7',
  brokenCharacter: 'broken characters before syntax',
  invisible: 'invisible characters inside words',
  layered: 'encodings inside each other',
  mixedCase: 'keywords in changing case',
  lookup: 'look-ups that spell letters',
  computed: 'text put together from constants',
  encodedData: 'syntax in Base64 or hexadecimal',
  shellQuoting: 'shell quoting inside words',
  pathTrick: 'names that file systems read otherwise',
  controls: 'control characters',
  crowded: 'words of several known attacks',
}

/** Signs of evasion in words. */
export function evasionWords(evidence: number): string {
  const found = Object.entries(evasion).filter(([, bit]) => evidence & bit)
  return found.map(([sign]) => signs[sign as keyof typeof evasion]).join(', ')
}

/** Points of evasion, 0 to 1: signs add up as 1 - (1-a)(1-b). */
function evasionPoints(evidence: number): number {
  let doubt = 1
  for (const [bit, weight] of weights) if (evidence & bit) doubt *= 1 - weight
  return 1 - doubt
}

const confidences: readonly Confidence[] = ['low', 'medium', 'high']
/** Below this a finding is a note. */
const noteBelow = 0.5

/** Kinds whose texts, in few words, stand in the titles and addresses of honest pages too. */
const spoken: ReadonlySet<Kind> = new Set([
  'sql_injection',
  'cross_site_scripting',
  'command_injection',
  'code_injection',
  'template_injection',
  'path_traversal',
])
/** What a text is worth in a field that a page's title or address can reach, unless it is beyond doubt. */
const quotedWorth = 0.92
/** What each other kind in the same request takes away from the doubt, a scanner's name more; three at most. */
const besideWorth = 0.1
const scannerWorth = 0.2
const mostBeside = 3
/** What an answer says: a refusal takes from the points, a failure of the server from the doubt. */
const refusedWorth = 0.95
const brokenWorth = 0.1

/** What one rule that held adds, 0 to 1: arguments and path count in full, agent and referrer less. */
function pointsOf({ rule, reason }: Held): number {
  const { score, kind, confidence } = rule.signature
  const isQuoted = reason.field === 'request.agent' || reason.field === 'request.referrer'
  return isQuoted && confidence !== 'high' && spoken.has(kind) ? score * quotedWorth : score
}

/** The score of one kind among others that the same request holds. */
function amongOthers(score: number, kind: Kind, kinds: readonly Kind[]): number {
  const others = kinds.filter((other) => other !== kind).slice(0, mostBeside)
  const worths = others.map((other) => (other === 'scanner' ? scannerWorth : besideWorth))
  return 1 - worths.reduce((doubt, worth) => doubt * (1 - worth), 1 - score)
}

/** What a refusal leaves of the score of a kind: a share, 1 where answers say nothing of the intent. */
export function refusalOf(kind: Kind): number {
  return spoken.has(kind) ? refusedWorth : 1
}

/** The score in the light of the answer. */
function answered(score: number, { kind }: Outline, event: Event): number {
  if (event.kind !== 'request' || !spoken.has(kind)) return score
  if (isRefused(event)) return score * refusalOf(kind)
  return event.status === 500 ? 1 - (1 - score) * (1 - brokenWorth) : score
}

/** What a finding says whatever event it is about. */
interface Outline extends Omit<Finding, 'entity' | 'time' | 'since' | 'outcome' | 'note'> {
  /** A rule held that holds only for answers that show that the attempt worked. */
  readonly showsSuccess: boolean
}

/** What follows from rules that held together, whatever event they held for. */
export interface Conclusion {
  /** One a kind. */
  readonly outlines: readonly Outline[]
  /** Names of the rules, silent ones too. */
  readonly marks: ReadonlySet<string>
  /** Points of evasion, 0 to 1. */
  readonly evasion: number
}

/**
 * Concludes from the rules that held for an event and all signs of evasion in it. When nothing is to be
 * said of rules, signs enough are worth a note, and a finding when words of known attacks stand among them.
 * @param hidden why the signs are worth a note
 */
export function conclude(
  held: readonly Held[],
  evidence: number,
  hidden: () => Reason,
): Conclusion {
  const spoken = held.filter((one) => !one.rule.signature.silent)
  const byKind = Map.groupBy(spoken, (one) => one.rule.signature.kind)
  const kinds = [...byKind.keys()]
  const outlines = [...byKind].map(([kind, ofKind]) => outlineOf(kind, ofKind, kinds))
  const evasion = evasionPoints(evidence)
  if (outlines.length === 0 && evasion >= evasionNoted)
    outlines.push(hidingOf(evasion, evidence, hidden()))
  return { outlines, marks: new Set(held.map((one) => one.rule.signature.name)), evasion }
}

/** The findings of a conclusion about one event. */
export function findingsOf(
  { outlines }: Conclusion,
  event: Event,
  entity: Entity = entityOf(event),
): readonly Finding[] {
  const refused = isRefused(event)
  return outlines.map((of) => {
    const score = answered(of.score, of, event)
    return {
      detector: of.detector,
      kind: of.kind,
      topic: of.topic,
      score,
      severity: refused ? milder(of.severity, 'medium') : of.severity,
      confidence: of.confidence,
      entity,
      time: event.time,
      since: event.time,
      count: of.count,
      reasons: of.reasons,
      outcome: of.showsSuccess ? 'succeeded' : refused ? 'failed' : 'unknown',
      note: score < noteBelow,
    }
  })
}

/** Signs of evasion alone are worth a note from here on. */
const evasionNoted = 0.3

/** A note about an event that hides something but holds nothing known; more when it may hide known attacks. */
function hidingOf(points: number, evidence: number, reason: Reason): Outline {
  return {
    detector: 'signatures/evasion',
    kind: 'evasion',
    topic: 'web-attack',
    score: evidence & evasion.crowded ? noteBelow : Math.min(points, noteBelow - 0.01),
    severity: 'low',
    confidence: 'low',
    count: 1,
    reasons: [reason],
    showsSuccess: false,
  }
}

/** A refusal shows that an attempt failed; an answer alone does not show that it worked. */
function isRefused(event: Event): boolean {
  return event.kind === 'request' && event.status >= 400 && event.status < 500
}

function milder(severity: Severity, most: Severity): Severity {
  return severities.indexOf(severity) > severities.indexOf(most) ? most : severity
}

function entityOf(event: Event): Entity {
  if (event.kind === 'metric') return { type: 'series', value: copy(event.series) }
  return { type: 'client', value: copy(event.client) }
}

function outlineOf(kind: Kind, held: readonly Held[], kinds: readonly Kind[]): Outline {
  const rules = held.map((one) => one.rule.signature)
  const strongest = rules.reduce((best, rule) => (rule.score > best.score ? rule : best))
  const evidence = held.reduce((all, one) => all | one.evidence, 0)
  const doubt = held.reduce((left, one) => left * (1 - pointsOf(one)), 1 - evasionPoints(evidence))
  const sum = rules.reduce((all, rule) => all + rule.score, 0)
  const score = amongOthers(1 - doubt, kind, kinds)
  const showsSuccess = rules.some((rule) => rule.showsSuccess)
  const severity = highest(
    severities,
    rules.map((rule) => rule.severity),
  )
  return {
    detector: strongest.name,
    kind,
    topic: strongest.topic,
    score,
    // nothing is critical that did not work
    severity: showsSuccess ? severity : milder(severity, 'high'),
    confidence: highest(
      confidences,
      rules.map((rule) => rule.confidence),
    ),
    count: 1,
    reasons: held.map((one) => weighed(one, sum)),
    showsSuccess,
  }
}

function weighed(held: Held, sum: number): Reason {
  return { ...held.reason, weight: sum > 0 ? held.rule.signature.score / sum : 0 }
}

function highest<Level>(levels: readonly Level[], given: readonly Level[]): Level {
  return levels[Math.max(...given.map((level) => levels.indexOf(level)))]!
}
