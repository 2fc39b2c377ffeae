import type { Event } from '../../event/event.ts'
import type { Finding } from '../../event/finding.ts'

/** One behaviour's stretches of time: events of those that ended, and of the one at hand. */
interface Stretch {
  readonly detector: string
  ended: number
  /** End of the window that was counted last. */
  until: number
  most: number
}

/** How many events stand behind an alert. Plain data. */
export interface Tally {
  /** Different events that had findings of their own. */
  own: number
  source: string
  position: number
  minute: number
  inMinute: number
  /** Events of other minutes, those counted last. */
  past: Map<number, number> | undefined
  peak: number
  /** Event time of the latest finding. */
  newest: number
  stretches: Stretch[] | undefined
}

const mostStretches = 16
const minutesKept = 30

export function newTally(): Tally {
  return {
    own: 0,
    source: '',
    position: -1,
    minute: -1,
    inMinute: 0,
    past: undefined,
    peak: 0,
    newest: 0,
    stretches: undefined,
  }
}

/**
 * Counts a finding. An event counts once, however many findings it has. A behaviour tells of its window
 * again and again: at an event of its own that event is one more, or the window the first of a stretch;
 * of windows that were judged when they ended, and overlap, the fullest holds. What does not overlap adds up.
 */
export function count(tally: Tally, finding: Finding, event: Event | undefined): void {
  countEvents(tally, finding, event)
  tally.newest = Math.max(tally.newest, finding.time)
}

function countEvents(tally: Tally, finding: Finding, event: Event | undefined): void {
  const isWindow = finding.count > 1 || finding.since < finding.time
  if (isWindow) countStretch(tally, finding, event !== undefined)
  if (isWindow && !event) return
  if (event && event.position === tally.position && event.source === tally.source) return
  tally.position = event?.position ?? -1
  tally.source = event?.source ?? ''
  tally.own++
  countMinute(tally, finding.time)
}

/** Events behind the alert: the largest of what each behaviour knows of, and of those with findings. */
export function total({ own, stretches }: Tally): number {
  let most = own
  if (stretches)
    for (const stretch of stretches) most = Math.max(most, stretch.ended + stretch.most)
  return most
}

function countMinute(tally: Tally, time: number): void {
  const minute = Math.floor(time / 60_000)
  if (minute !== tally.minute) turnTo(tally, minute)
  tally.inMinute++
  tally.peak = Math.max(tally.peak, tally.inMinute)
}

/** Lines may be written out of order: a minute that comes again goes on where it was. */
function turnTo(tally: Tally, minute: number): void {
  const past = (tally.past ??= new Map())
  if (tally.minute >= 0) past.set(tally.minute, tally.inMinute)
  tally.minute = minute
  tally.inMinute = past.get(minute) ?? 0
  past.delete(minute)
  if (past.size > minutesKept) past.delete(past.keys().next().value)
}

/** An event that comes late finds in its window what came after it: such a window says nothing of a minute. */
function countRate(tally: Tally, { since, time, count }: Finding, isLive: boolean): void {
  const minutes = (time - since) / 60_000
  if (isLive && (minutes > 1 || time < tally.newest)) return
  tally.peak = Math.max(tally.peak, Math.ceil(count / Math.max(1, minutes)))
}

function countStretch(tally: Tally, finding: Finding, isLive: boolean): void {
  const { detector, since, time, count } = finding
  countRate(tally, finding, isLive)
  tally.stretches ??= []
  const stretch = tally.stretches.find((one) => one.detector === detector)
  if (!stretch) {
    if (tally.stretches.length < mostStretches)
      tally.stretches.push({ detector, ended: 0, until: time, most: count })
    return
  }
  const isApart = since >= stretch.until
  if (isApart) stretch.ended += stretch.most
  else if (!isLive && count <= stretch.most) return
  stretch.most = isApart ? count : isLive ? Math.max(stretch.most + 1, count) : count
  stretch.until = Math.max(stretch.until, time)
}
