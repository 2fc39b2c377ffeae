import type { Evidence } from '../../event/alert.ts'
import type { Event } from '../../event/event.ts'
import { severities } from '../../event/finding.ts'
import type { Finding, Reason } from '../../event/finding.ts'
import { copyStart } from '../../text/copy.ts'

interface Line extends Evidence {
  readonly score: number
}

/** The lines that tell a story: its beginning, its worst, its first success, its latest. Plain data. */
export interface Lines {
  first: Line | undefined
  worst: Line | undefined
  success: Line | undefined
  latest: Line[]
  /** Event time of the last of them. */
  time: number
}

interface Merged {
  readonly detector: string
  reason: Reason
  /** Severity and score of the gravest finding that gave it, as one number; its event time. */
  gravity: number
  time: number
  /** Sum of its weights. */
  weight: number
}

/** Reasons, one of each detector and field. Plain data. */
export type Reasons = Merged[]

const longestLine = 1024
const longestText = 256
const latestKept = 5
/** Milliseconds between two lines or reasons kept for being the latest: a flood must not be copied. */
const latestApart = 1000
const reasonsKept = 24
const reasonsShown = 6

export function newLines(): Lines {
  return { first: undefined, worst: undefined, success: undefined, latest: [], time: 0 }
}

/** Keeps a copy of the event's line where it tells something new. */
export function keepLine(lines: Lines, finding: Finding, event: Event): void {
  const same = isSame(lines.latest.at(-1), event)
  const soon = lines.latest.length === latestKept && event.time < lines.time + latestApart
  const grave = finding.score > (lines.worst?.score ?? -1)
  const works = finding.outcome === 'succeeded' && !lines.success
  if ((same || soon) && !grave && !works) return
  const line = lineOf(finding, event)
  lines.first ??= line
  if (grave) lines.worst = line
  if (works) lines.success = line
  keepLatest(lines, line, same)
  lines.time = event.time
}

function keepLatest({ latest }: Lines, line: Line, same: boolean): void {
  if (same) latest.pop()
  latest.push(line)
  if (latest.length > latestKept) latest.shift()
}

function lineOf({ score }: Finding, { source, position, line }: Event): Line {
  return { source, position, line: copyStart(line, longestLine), score }
}

function isSame(line: Line | undefined, event: Event): boolean {
  return line !== undefined && line.position === event.position && line.source === event.source
}

/** The kept lines, each once, first and worst before the latest. */
export function evidence(lines: Lines): Evidence[] {
  const found = new Map<string, Evidence>()
  for (const line of [lines.first, lines.worst, lines.success, ...lines.latest])
    if (line)
      found.set(`${line.position} ${line.source}`, {
        source: line.source,
        position: line.position,
        line: line.line,
      })
  return [...found.values()]
}

/**
 * Merges a finding's reasons into those known: one for each detector and field. The gravest stays; of equals
 * the first payload, the latest measure.
 */
export function keepReasons(reasons: Reasons, finding: Finding): void {
  const gravity = severities.indexOf(finding.severity) + finding.score
  const { detector, time } = finding
  for (const reason of finding.reasons) {
    const known = knownOf(reasons, detector, reason.field)
    const weight = reason.weight * finding.score
    if (known) {
      known.weight += weight
      const settled = reason.matched !== undefined || time < known.time + latestApart
      if (gravity < known.gravity || (gravity === known.gravity && settled)) continue
      known.reason = copyOf(reason)
      known.gravity = gravity
      known.time = time
    } else if (reasons.length < reasonsKept)
      reasons.push({ detector, reason: copyOf(reason), gravity, time, weight })
  }
}

function knownOf(reasons: Reasons, detector: string, field: string): Merged | undefined {
  for (const known of reasons)
    if (known.detector === detector && known.reason.field === field) return known
  return undefined
}

/** The strongest reasons first; their weights sum to 1. */
export function strongest(reasons: Reasons): Reason[] {
  const shown = reasons
    .toSorted((a, b) => b.weight - a.weight || (a.reason.field < b.reason.field ? -1 : 1))
    .slice(0, reasonsShown)
  const sum = shown.reduce((all, { weight }) => all + weight, 0)
  return shown.map(({ reason, weight }) => ({
    ...reason,
    weight: sum > 0 ? weight / sum : 1 / shown.length,
  }))
}

function copyOf(reason: Reason): Reason {
  const { field, weight, matched } = reason
  const short = { field, seen: brief(reason.seen), usual: brief(reason.usual), weight }
  return matched
    ? {
        ...short,
        matched: { ...matched, raw: brief(matched.raw), decoded: brief(matched.decoded) },
      }
    : short
}

function brief(text: string): string {
  return copyStart(text, longestText)
}
