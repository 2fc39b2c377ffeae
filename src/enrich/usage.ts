/** How often something was used, by whom last, and whether things were sent to it. Plain data. */
export interface Usage {
  count: number
  /** Whether a POST or the like was answered well. */
  isPosted: boolean
  /** Number of the network that used it last. */
  last: number
  /** Minute of the last use that counted. */
  minute: number
}

/** Who uses something now. One object, filled anew for every request. */
export interface User {
  /** Number of the network: a hash of its text. */
  network: number
  /** Event time in minutes. */
  minute: number
  isPosting: boolean
}

/** A usage of nothing yet. */
export function unused(): Usage {
  return { count: 0, isPosted: false, last: -1, minute: -1 }
}

/**
 * Counts a use, unless the same network used it last and in the same minute: one crawler or
 * attacker alone makes nothing look much used. @returns whether it counted
 */
export function use(usage: Usage, user: User): boolean {
  if (user.isPosting) usage.isPosted = true
  if (usage.last === user.network && usage.minute === user.minute) return false
  usage.last = user.network
  usage.minute = user.minute
  usage.count++
  return true
}
