const hour = 3_600_000

/** How busy a shop is at a time, from 0.12 at four in the night to 1 on a weekday evening. */
export function rhythm(time: number): number {
  const hours = (time / hour) % 24
  const day = new Date(time).getUTCDay()
  const isWeekend = day === 0 || day === 6
  const evening = Math.exp(-(((hours - (isWeekend ? 18 : 19.5)) / 4) ** 2))
  const noon = 0.75 * Math.exp(-(((hours - (isWeekend ? 13 : 12)) / 3.2) ** 2))
  const late = 0.6 * Math.exp(-(((hours + 24 - 19.5) / 4) ** 2))
  return Math.min(1, (0.12 + 0.88 * Math.max(evening, noon, late)) * (isWeekend ? 0.9 : 1))
}

/** Whether people sit in their offices at a time. */
export function isOfficeTime(time: number): boolean {
  const at = new Date(time)
  const day = at.getUTCDay()
  const hours = at.getUTCHours()
  return day > 0 && day < 6 && hours >= 7 && hours < 18
}
