import type { Event } from '../event/event.ts'
import type { Finding } from '../event/finding.ts'

/** One behaviour's stretches of time: events of those that ended, and the fullest window of the one at hand. */
interface Stretch {
  ended: number
  /** End of that window. */
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
  peak: number
  stretches: Map<string, Stretch> | undefined
}

const mostStretches = 16

export function newTally(): Tally {
  return {
    own: 0,
    source: '',
    position: -1,
    minute: -1,
    inMinute: 0,
    peak: 0,
    stretches: undefined,
  }
}

/**
 * Counts a finding. Signatures count their event once, however many of them it has. A behaviour tells
 * the number of its window again and again: of windows that overlap the fullest holds, and those that
 * do not overlap with it add up.
 */
export function count(tally: Tally, finding: Finding, event: Event | undefined): void {
  if (finding.count > 1 || finding.since < finding.time) countStretch(tally, finding)
  else if (!event || event.position !== tally.position || event.source !== tally.source) {
    tally.position = event?.position ?? -1
    tally.source = event?.source ?? ''
    tally.own++
    countMinute(tally, finding.time)
  }
}

/** Events behind the alert: the largest of what each behaviour and the signatures know of. */
export function total(tally: Tally): number {
  let most = tally.own
  for (const stretch of tally.stretches?.values() ?? [])
    most = Math.max(most, stretch.ended + stretch.most)
  return most
}

function countMinute(tally: Tally, time: number): void {
  const minute = Math.floor(time / 60_000)
  if (minute > tally.minute) {
    tally.minute = minute
    tally.inMinute = 0
  }
  tally.inMinute++
  tally.peak = Math.max(tally.peak, tally.inMinute)
}

function countStretch(tally: Tally, { detector, since, time, count }: Finding): void {
  tally.peak = Math.max(tally.peak, Math.ceil(count / Math.max(1, (time - since) / 60_000)))
  tally.stretches ??= new Map()
  const stretch = tally.stretches.get(detector)
  if (!stretch) {
    if (tally.stretches.size < mostStretches)
      tally.stretches.set(detector, { ended: 0, until: time, most: count })
  } else if (since >= stretch.until) {
    stretch.ended += stretch.most
    stretch.until = time
    stretch.most = count
  } else if (count > stretch.most) {
    stretch.until = time
    stretch.most = count
  }
}
