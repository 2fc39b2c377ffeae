/** How often something was used, by whom last, and whether things were sent to it. Plain data. */
export interface Usage {
  count: number
  /** Whether a POST or the like was answered well. */
  isPosted: boolean
  last: string
  /** Event time of the last use that counted. */
  since: number
}

/** Who uses something now. One object, filled anew for every request. */
export interface User {
  network: string
  /** Epoch milliseconds. */
  time: number
  isPosting: boolean
}

const pause = 60_000

/** A usage of nothing yet. */
export function unused(): Usage {
  return { count: 0, isPosted: false, last: '', since: Number.NEGATIVE_INFINITY }
}

/**
 * Counts a use, unless the same network used it last and less than a minute before: one crawler or
 * attacker alone makes nothing look much used. @returns whether it counted
 */
export function use(usage: Usage, user: User): boolean {
  if (user.isPosting) usage.isPosted = true
  if (usage.last === user.network && !(user.time - usage.since >= pause)) return false
  usage.last = user.network
  usage.since = user.time
  usage.count++
  return true
}
