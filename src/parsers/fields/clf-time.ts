const months = 'JanFebMarAprMayJunJulAugSepOctNovDec'
const day = 86_400_000

// The lines of a log share their day and zone: what stands there is remembered, not read again.
let lastDay = '01/Jan/1970:'
let lastDayTime = 0
let lastZone = ' +0000'
let lastZoneTime = 0

/**
 * Epoch milliseconds of `17/May/2015:10:05:03 +0000` at offset `at`; NaN when it is not such a time.
 * `end` is where it must end: without the zone the time is UTC, a fraction of the second may stand before it.
 */
export function clfTime(line: string, at: number, end: number): number {
  if (!line.startsWith(lastDay, at) && !learnDay(line, at)) return Number.NaN
  const clock = clockTime(line, at + 12)
  let zoneAt = at + 20
  let fraction = 0
  if (line.charCodeAt(zoneAt) === 46) {
    const close = fractionEnd(line, zoneAt + 1)
    fraction = Math.trunc(Number(`0${line.slice(zoneAt, close)}`) * 1000 + 1e-6)
    zoneAt = close
  }
  if (end - zoneAt === 6) {
    if (!line.startsWith(lastZone, zoneAt) && !learnZone(line, zoneAt)) return Number.NaN
    return lastDayTime + clock - lastZoneTime + fraction
  }
  const isBare = end === zoneAt || (end - zoneAt === 1 && line.charCodeAt(zoneAt) === 32)
  return isBare ? lastDayTime + clock + fraction : Number.NaN
}

/** Milliseconds of `10:05:03` at offset `at`; NaN when it is not such a time of day. */
export function clockTime(line: string, at: number): number {
  const hour = twoDigits(line, at)
  const minute = twoDigits(line, at + 3)
  const second = twoDigits(line, at + 6)
  const isClock =
    hour < 24 &&
    minute < 60 &&
    second < 61 &&
    line.charCodeAt(at + 2) === 58 &&
    line.charCodeAt(at + 5) === 58
  return isClock ? (hour * 3600 + minute * 60 + second) * 1000 : Number.NaN
}

/** Number of two digits at `at`; 255 when they are none. */
export function twoDigits(line: string, at: number): number {
  const high = line.charCodeAt(at) - 48
  const low = line.charCodeAt(at + 1) - 48
  return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : 255
}

/** Month from 0 of an English three-letter name at `at`; -1 when it is none. */
export function monthAt(line: string, at: number): number {
  const found = months.indexOf(line.slice(at, at + 3))
  return found >= 0 && found % 3 === 0 && at + 3 <= line.length ? found / 3 : -1
}

function learnDay(line: string, at: number): boolean {
  const date = twoDigits(line, at)
  const month = monthAt(line, at + 3)
  const year = twoDigits(line, at + 7) * 100 + twoDigits(line, at + 9)
  const isDay = date >= 1 && date <= 31 && month >= 0 && year >= 1970 && year < 2200
  if (!isDay || line[at + 2] !== '/' || line[at + 6] !== '/' || line[at + 11] !== ':') return false
  lastDay = Buffer.from(line.slice(at, at + 12), 'latin1').toString('latin1')
  lastDayTime = Math.round(Date.UTC(year, month, date) / day) * day
  return true
}

function learnZone(line: string, at: number): boolean {
  const sign = line[at + 1]
  const hours = twoDigits(line, at + 2)
  const minutes = twoDigits(line, at + 4)
  if (line[at] !== ' ' || (sign !== '+' && sign !== '-') || hours > 18 || minutes > 59) return false
  lastZone = Buffer.from(line.slice(at, at + 6), 'latin1').toString('latin1')
  lastZoneTime = (hours * 60 + minutes) * (sign === '-' ? -60_000 : 60_000)
  return true
}

function fractionEnd(line: string, from: number): number {
  let at = from
  while (at < from + 9 && line.charCodeAt(at) >= 48 && line.charCodeAt(at) <= 57) at++
  return at
}
