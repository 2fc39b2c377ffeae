import type { Finding } from '../../event/finding.ts'
import { copyStart } from '../../text/copy.ts'
import type { AlertSettings } from '../options.ts'

/** Weak evidence on the way to an alert. Plain data. */
export interface Notes {
  /** Sum of scores, halved for each half window that passed since `at`. */
  points: number
  at: number
  /** When each rule last spoke. */
  rules: Map<string, number>
  /** The newest pieces of evidence: the same one again adds nothing. */
  seen: string[]
}

const rulesKept = 16
const seenKept = 32

export function newNotes(): Notes {
  return { points: 0, at: 0, rules: new Map(), seen: [] }
}

/** Adds a note; true when there is now enough for an alert. */
export function addNote(notes: Notes, finding: Finding, settings: AlertSettings): boolean {
  const { time, detector, score } = finding
  const passed = Math.max(0, time - notes.at)
  notes.points *= 2 ** (-passed / (settings.noteWindow / 2))
  notes.at = Math.max(notes.at, time)
  const what = `${detector}\n${(finding.reasons[0]?.seen ?? '').slice(0, 64)}`
  if (!notes.seen.includes(what)) {
    notes.seen.push(copyStart(what, Infinity))
    if (notes.seen.length > seenKept) notes.seen.shift()
    notes.points += score
  }
  if (notes.rules.has(detector) || notes.rules.size < rulesKept)
    notes.rules.set(detector, Math.max(time, notes.rules.get(detector) ?? 0))
  return (
    notes.points >= settings.noteScore ||
    rulesSince(notes, time - settings.noteWindow) >= settings.noteRules
  )
}

/** How many different rules have spoken since a time. */
export function rulesSince(notes: Notes, time: number): number {
  let n = 0
  for (const at of notes.rules.values()) if (at >= time) n++
  return n
}
