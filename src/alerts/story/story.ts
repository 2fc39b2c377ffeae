import { createHash } from 'node:crypto'
import type { Alert, AlertState } from '../../event/alert.ts'
import type { Event } from '../../event/event.ts'
import { severities } from '../../event/finding.ts'
import type { Confidence, Entity, Finding, Severity, Topic } from '../../event/finding.ts'
import { kinds } from '../../event/kinds.ts'
import type { Kind } from '../../event/kinds.ts'
import { copyStart } from '../../text/copy.ts'
import { evidence, keepLine, keepReasons, newLines, strongest } from './evidence.ts'
import type { Lines, Reasons } from './evidence.ts'
import { kindOf } from './kind.ts'
import type { Share } from './kind.ts'
import type { Notes } from './notes.ts'
import { sentenceOf } from '../sentence.ts'
import { longestName } from '../stories.ts'
import { count, newTally, total } from './tally.ts'
import type { Tally } from './tally.ts'
import type { Told } from './told.ts'
import { placeOf } from './weights.ts'
import type { Weight } from './weights.ts'

/** Everything known of one entity under one topic: an alert, or notes on the way to one. Plain data. */
export interface Story {
  readonly key: string
  readonly topic: Topic
  /** Whom or what it was about when it began. */
  readonly about: Entity
  /** Kept up to date but for sentence, reasons, lines and mitre, which `refresh` fills in. */
  readonly alert: Alert
  /** Only notes so far. */
  noted: boolean
  resolvedAt: number
  /** Time of its one valid entry in the queue of what falls due. */
  queued: number
  /** Longest window that was judged when it ended, and findings in all: how long silence may last. */
  span: number
  findings: number
  kinds: Share[]
  /** Much of the same that its client does beside the attack: told, but it does not name or judge the alert. */
  beside: Share[]
  /** Place of the weightiest kind, the first of equals. */
  lead: number
  /** Best score of each detector. */
  detectors: Weight[]
  tally: Tally
  notes: Notes | undefined
  lines: Lines
  reasons: Reasons
  /** What was asked for, by route: few, with counts. */
  targets: Weight[]
  /** Findings whose answer shows success, and those whose answer shows neither success nor failure. */
  succeeded: number
  unsure: number
  /** Under what its neighbours find it; '' when another story of its network does. */
  network: string
  /** Clients whose own findings were taken into this story. */
  members: Set<string> | undefined
  /** Other topics whose findings about the same entity are taken into this story. */
  takes: Topic[]
  /** Whether `changes` is to tell of it. */
  isChanged: boolean
  /** What its incident knows of it. */
  touched: { readonly kind: string; readonly severity: string; readonly entity: string }
  /** What `changes` told last. */
  told: Told | undefined
}

const confidences: readonly Confidence[] = ['low', 'medium', 'high']
const detectorsKept = 32
const targetsKept = 16
const longestTarget = 256

export function newStory(key: string, finding: Finding): Story {
  const entity: Entity = {
    type: finding.entity.type,
    value: copyStart(finding.entity.value, longestName),
  }
  const first = Math.min(finding.since, finding.time)
  return {
    key,
    topic: finding.topic,
    about: entity,
    alert: {
      id: '',
      kind: finding.kind,
      detector: finding.detector,
      severity: 'info',
      confidence: 'low',
      score: 0,
      state: 'pending',
      entity,
      first,
      last: finding.time,
      count: 0,
      peak: 0,
      sentence: '',
      reasons: [],
      lines: [],
      mitre: [],
      outcome: 'unknown',
      incident: '',
    },
    noted: true,
    resolvedAt: 0,
    queued: 0,
    span: 0,
    findings: 0,
    kinds: [],
    beside: [],
    lead: 0,
    detectors: [],
    tally: newTally(),
    notes: undefined,
    lines: newLines(),
    reasons: [],
    targets: [],
    succeeded: 0,
    unsure: 0,
    network: '',
    members: undefined,
    takes: [],
    isChanged: false,
    touched: { kind: '', severity: '', entity: '' },
    told: undefined,
  }
}

/** 16 hexadecimal characters that follow from what the alert is about and when it began. */
export function idOf(topic: string, entity: Entity, first: number): string {
  return createHash('sha256')
    .update(`${topic}\0${entity.type}\0${entity.value}\0${first}`)
    .digest('hex')
    .slice(0, 16)
}

/** Makes an alert of a story that was notes: it begins with the first event of its first finding. */
export function begin({ alert, about, topic }: Story, { since }: Finding): void {
  const first = Math.min(alert.first, since)
  Object.assign(alert, { first, id: idOf(topic, about, first) })
}

/** Takes a finding into the story; asked for every finding, so it does nothing twice. */
export function tell(story: Story, finding: Finding, event: Event | undefined): void {
  const { alert, tally } = story
  if (finding.time > alert.last) alert.last = finding.time
  if (!event) story.span = Math.max(story.span, finding.time - finding.since)
  story.findings++
  if (isBeside(story, finding))
    return count(shareOf(story.beside, finding.kind).tally, finding, event)
  count(tally, finding, event)
  alert.count = total(tally)
  alert.peak = Math.min(alert.count, tally.peak)
  // What single clients do in an attack on a host or route does not say what the attack is.
  if (!isPart(story, finding)) weigh(story, finding, event)
  credit(story, finding)
  keepReasons(story.reasons, finding)
  if (event) {
    keepLine(story.lines, finding, event)
    keepTarget(story, event)
  }
  judge(story, finding)
}

/** Adds to the weight of a kind; the alert is called anew when the kind is new or takes the lead. */
function weigh(story: Story, finding: Finding, event: Event | undefined): void {
  const { kinds, alert } = story
  const before = kinds.length
  const share = shareOf(kinds, finding.kind)
  const at = kinds.indexOf(share)
  const weight = (share.weight += finding.score)
  count(share.tally, finding, event)
  const most = kinds[story.lead]!.weight
  const leads = weight > most || (weight === most && at < story.lead)
  if (leads) story.lead = at
  if (leads || kinds.length > before) alert.kind = kindOf(kinds)
}

function shareOf(shares: Share[], kind: Kind): Share {
  const known = shares[placeOf(shares, kind)]
  if (known) return known
  const share: Share = { name: kind, weight: 0, tally: newTally() }
  shares.push(share)
  return share
}

/** Notes a detector's best score: the alert's score is the chance that not all are wrong. */
function credit({ detectors, alert }: Story, { detector, score }: Finding): void {
  const at = placeOf(detectors, detector)
  const known = detectors[at]
  if (known) {
    if (known.weight >= score) return
    known.weight = score
  } else {
    if (detectors.length >= detectorsKept) return
    detectors.push({ name: detector, weight: score })
  }
  let most = -1
  let doubt = 1
  for (const { name, weight } of detectors) {
    doubt *= 1 - weight
    if (weight > most) [alert.detector, most] = [name, weight]
  }
  alert.score = Math.round(Math.min(0.999, 1 - doubt) * 1000) / 1000
}

function isPart({ alert }: Story, finding: Finding): boolean {
  const isWide = alert.entity.type === 'host' || alert.entity.type === 'route'
  return isWide && finding.entity.type === 'client'
}

/** Whether a finding tells how much an attacker asks for, not what the attack is. */
function isBeside(story: Story, finding: Finding): boolean {
  const isMuch = finding.topic === 'volume' && story.topic !== 'volume'
  return isMuch && finding.entity.type === 'client' && !isPart(story, finding)
}

function judge(story: Story, finding: Finding): void {
  const { alert } = story
  const works = finding.outcome === 'succeeded'
  if (works) story.succeeded++
  else if (finding.outcome !== 'failed') story.unsure++
  if (alert.severity !== 'critical') {
    const isGrave = works && !finding.note && atLeast(finding.severity, 'medium')
    alert.severity = isGrave ? 'critical' : worse(alert.severity, finding.severity)
  }
  alert.confidence = surer(alert.confidence, finding.confidence)
  if (story.succeeded > 0) alert.outcome = 'succeeded'
  else alert.outcome = story.unsure === 0 ? 'failed' : 'unknown'
}

function keepTarget({ targets }: Story, event: Event): void {
  const target = event.kind === 'request' ? event.route : ''
  if (target === '') return
  const known = targets[placeOf(targets, target)]
  if (known) known.weight++
  else if (targets.length < targetsKept)
    targets.push({ name: copyStart(target, longestTarget), weight: 1 })
}

/** Fills in what is costly to say: sentence, reasons, lines, techniques. */
export function refresh(story: Story): Alert {
  const { alert } = story
  alert.reasons = strongest(story.reasons)
  alert.lines = evidence(story.lines)
  const techniques = [alert.kind, ...story.kinds.map(({ name }) => name)].flatMap(
    (kind): readonly string[] => kinds[kind],
  )
  alert.mitre = [...new Set(techniques)]
  alert.sentence = sentenceOf(story)
  return { ...alert }
}

/** Whether a severity is at least another. */
export function atLeast(severity: Severity, least: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(least)
}

export function worse(a: Severity, b: Severity): Severity {
  return a === b || atLeast(a, b) ? a : b
}

export function surer(a: Confidence, b: Confidence): Confidence {
  return a === b || confidences.indexOf(a) >= confidences.indexOf(b) ? a : b
}

/** States by weight: what an incident is, when its alerts differ. */
export const states: readonly AlertState[] = ['resolved', 'pending', 'firing']
