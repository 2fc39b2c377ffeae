import { createHash } from 'node:crypto'
import type { Alert, AlertState } from '../event/alert.ts'
import type { Event } from '../event/event.ts'
import { severities } from '../event/finding.ts'
import type { Confidence, Entity, Finding, Severity, Topic } from '../event/finding.ts'
import { kinds } from '../event/kinds.ts'
import type { Kind } from '../event/kinds.ts'
import { copyStart } from '../text/copy.ts'
import { evidence, keepLine, keepReasons, newLines, strongest } from './evidence.ts'
import type { Lines, Reasons } from './evidence.ts'
import { kindOf } from './kind.ts'
import type { Notes } from './notes.ts'
import { sentenceOf } from './sentence.ts'
import { count, newTally, total } from './tally.ts'
import type { Tally } from './tally.ts'
import type { Told } from './told.ts'

/** Everything known of one entity under one topic: an alert, or notes on the way to one. Plain data. */
export interface Story {
  readonly key: string
  readonly topic: Topic
  /** Kept up to date but for sentence, reasons, lines and mitre, which `refresh` fills in. */
  readonly alert: Alert
  /** Only notes so far. */
  noted: boolean
  resolvedAt: number
  /** Time of its one valid entry in the queue of what falls due. */
  queued: number
  /** Longest window that a finding judged, and findings in all: how long silence may last. */
  span: number
  findings: number
  kinds: Map<Kind, number>
  /** Best score of each detector. */
  detectors: Map<string, number>
  tally: Tally
  notes: Notes | undefined
  lines: Lines
  reasons: Reasons
  /** What was asked for, by route: few, with counts. */
  targets: Map<string, number>
  /** Findings whose answer shows success or failure. */
  succeeded: number
  failed: number
  /** Under what its neighbours find it; '' when another story of its network does. */
  network: string
  /** Clients whose own findings were taken into this story. */
  members: Set<string> | undefined
  /** What `changes` told last. */
  told: Told | undefined
}

const confidences: readonly Confidence[] = ['low', 'medium', 'high']
const detectorsKept = 32
const targetsKept = 16
const longestName = 256

export function newStory(key: string, finding: Finding): Story {
  const entity: Entity = {
    type: finding.entity.type,
    value: copyStart(finding.entity.value, longestName),
  }
  const first = Math.min(finding.since, finding.time)
  return {
    key,
    topic: finding.topic,
    alert: {
      id: idOf(finding.topic, entity, first),
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
    kinds: new Map(),
    detectors: new Map(),
    tally: newTally(),
    notes: undefined,
    lines: newLines(),
    reasons: new Map(),
    targets: new Map(),
    succeeded: 0,
    failed: 0,
    network: '',
    members: undefined,
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

/** Takes a finding into the story. */
export function tell(story: Story, finding: Finding, event: Event | undefined): void {
  const { alert } = story
  alert.last = Math.max(alert.last, finding.time)
  story.span = Math.max(story.span, finding.time - finding.since)
  story.findings++
  count(story.tally, finding, event)
  alert.count = total(story.tally)
  alert.peak = Math.min(alert.count, story.tally.peak)
  // What single clients do in an attack on a host or route does not say what the attack is.
  if (!isPart(story, finding))
    story.kinds.set(finding.kind, (story.kinds.get(finding.kind) ?? 0) + finding.score)
  const best = story.detectors.get(finding.detector)
  if (best !== undefined || story.detectors.size < detectorsKept)
    story.detectors.set(finding.detector, Math.max(best ?? 0, finding.score))
  keepReasons(story.reasons, finding)
  if (event) {
    keepLine(story.lines, finding, event)
    keepTarget(story, event)
  }
  judge(story, finding)
}

function isPart({ alert }: Story, finding: Finding): boolean {
  const isWide = alert.entity.type === 'host' || alert.entity.type === 'route'
  return isWide && finding.entity.type === 'client'
}

function judge(story: Story, finding: Finding): void {
  const { alert } = story
  if (finding.outcome === 'succeeded') story.succeeded++
  if (finding.outcome === 'failed') story.failed++
  alert.kind = kindOf(story.kinds)
  alert.detector = leading(story.detectors)
  let doubt = 1
  for (const score of story.detectors.values()) doubt *= 1 - score
  alert.score = Math.round(Math.min(0.999, 1 - doubt) * 1000) / 1000
  alert.severity = worse(alert.severity, finding.severity)
  if (finding.outcome === 'succeeded' && !finding.note && atLeast(finding.severity, 'medium'))
    alert.severity = 'critical'
  alert.confidence = surer(alert.confidence, finding.confidence)
  if (story.succeeded > 0) alert.outcome = 'succeeded'
  else alert.outcome = story.failed === story.findings ? 'failed' : 'unknown'
}

function keepTarget(story: Story, event: Event): void {
  const target = event.kind === 'request' ? event.route : ''
  if (target === '') return
  const known = story.targets.get(target)
  if (known !== undefined) story.targets.set(target, known + 1)
  else if (story.targets.size < targetsKept) story.targets.set(copyStart(target, longestName), 1)
}

/** Fills in what is costly to say: sentence, reasons, lines, techniques. */
export function refresh(story: Story): Alert {
  const { alert } = story
  alert.reasons = strongest(story.reasons)
  alert.lines = evidence(story.lines)
  const techniques = [alert.kind, ...story.kinds.keys()].flatMap(
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
  return atLeast(a, b) ? a : b
}

export function surer(a: Confidence, b: Confidence): Confidence {
  return confidences.indexOf(a) >= confidences.indexOf(b) ? a : b
}

/** States by weight: what an incident is, when its alerts differ. */
export const states: readonly AlertState[] = ['resolved', 'pending', 'firing']

function leading(detectors: ReadonlyMap<string, number>): string {
  let name = ''
  let most = -1
  for (const [detector, score] of detectors) if (score > most) [name, most] = [detector, score]
  return name
}
