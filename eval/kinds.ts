import { type Day, matters } from './generated.ts'
import type { Fired, Matched } from './match.ts'

/** How campaigns of one kind were found, over several days. */
export interface KindRow {
  readonly kind: string
  readonly campaigns: number
  readonly found: number
  /** Most alerts that one campaign raised, and all of them. */
  readonly mostAlerts: number
  readonly alerts: number
  /** Alerts of severity medium and higher that carry the kind's name and tell of no campaign. */
  readonly wrong: number
  /** Seconds of event time from the start of a campaign to its first alert: the median, and the longest. */
  readonly medianSeconds: number
  readonly longestSeconds: number
}

/** The days' campaigns, by kind. */
export function byKind(days: readonly Day[]): KindRow[] {
  const kinds = Map.groupBy(
    days.flatMap(({ found }) => found),
    ({ campaign }) => campaign.kind,
  )
  const wrong = days.flatMap((one) => one.wrong.filter(matters))
  return [...kinds]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, all]) => {
      const times = all.flatMap(secondsToAlert).toSorted((a, b) => a - b)
      return {
        kind,
        campaigns: all.length,
        found: times.length,
        mostAlerts: Math.max(...all.map(({ alerts }) => alerts.length)),
        alerts: all.reduce((sum, { alerts }) => sum + alerts.length, 0),
        wrong: wrong.filter(({ alert }) => alert.kind === kind).length,
        medianSeconds: times[times.length >> 1] ?? NaN,
        longestSeconds: times.at(-1) ?? NaN,
      }
    })
}

/** The campaigns of a day that no alert tells of. */
export function missed({ found }: Day): string[] {
  return found.filter((one) => secondsToAlert(one).length === 0).map(({ campaign }) => campaign.id)
}

/** The campaigns of a day that raised more alerts than two, with how many. */
export function crowded({ found }: Day): string[] {
  return found
    .filter(({ alerts }) => alerts.length > 2)
    .map(({ campaign, alerts }) => `${campaign.id} (${alerts.length})`)
}

/** How many alerts there are of each severity. */
export function bySeverity(fired: readonly Fired[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { alert } of fired) counts[alert.severity] = (counts[alert.severity] ?? 0) + 1
  return counts
}

/** An alert that had begun before the campaign took it in at once. */
function secondsToAlert({ campaign, alerts, joined }: Matched): [] | [number] {
  const first = Math.min(...[...alerts, ...joined].map(({ firedAt }) => firedAt))
  return Number.isFinite(first) ? [Math.max(0, (first - campaign.start) / 1000)] : []
}
