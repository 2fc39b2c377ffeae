const months = 'JanFebMarAprMayJunJulAugSepOctNovDec'

// The lines of a log share their day and zone: what was read is remembered by the numbers of its characters.
// Numbers, because comparing pieces of strings costs more than reading their characters.
let lastDate = 0
let lastMonth = 0
let lastYear = 0
let lastDayTime = Number.NaN
let lastZone = 0
let lastZoneTime = Number.NaN

/**
 * Epoch milliseconds of `17/May/2015:10:05:03 +0000` at offset `at`; NaN when it is not such a time.
 * `end` is where it must end: without the zone the time is UTC, a fraction of the second may stand before it.
 */
export function clfTime(line: string, at: number, end: number): number {
  const time = dayTime(line, at) + clockTime(line, at + 12)
  if (end - at === 26) return time - zoneTime(line, at + 20)
  let zoneAt = at + 20
  let fraction = 0
  if (line.charCodeAt(zoneAt) === 46) {
    const close = fractionEnd(line, zoneAt + 1)
    fraction = Math.trunc(Number(`0${line.slice(zoneAt, close)}`) * 1000 + 1e-6)
    zoneAt = close
  }
  if (end - zoneAt === 6) return time + fraction - zoneTime(line, zoneAt)
  const isBare = end === zoneAt || (end - zoneAt === 1 && line.charCodeAt(zoneAt) === 32)
  return isBare ? time + fraction : Number.NaN
}

/** Start of the day `17/May/2015:`; NaN when it is none. */
function dayTime(line: string, at: number): number {
  const date = (line.charCodeAt(at) << 8) | line.charCodeAt(at + 1)
  const month =
    (line.charCodeAt(at + 3) << 16) | (line.charCodeAt(at + 4) << 8) | line.charCodeAt(at + 5)
  const year =
    (line.charCodeAt(at + 7) << 24) |
    (line.charCodeAt(at + 8) << 16) |
    (line.charCodeAt(at + 9) << 8) |
    line.charCodeAt(at + 10)
  const hasMarks =
    line.charCodeAt(at + 2) === 47 &&
    line.charCodeAt(at + 6) === 47 &&
    line.charCodeAt(at + 11) === 58
  if (!hasMarks) return Number.NaN
  if (date !== lastDate || month !== lastMonth || year !== lastYear) {
    lastDate = date
    lastMonth = month
    lastYear = year
    lastDayTime = readDay(line, at)
  }
  return lastDayTime
}

/** Milliseconds east of Greenwich of ` +0200`; NaN when it is no zone. */
function zoneTime(line: string, at: number): number {
  const zone =
    (line.charCodeAt(at + 2) << 24) |
    (line.charCodeAt(at + 3) << 16) |
    (line.charCodeAt(at + 4) << 8) |
    line.charCodeAt(at + 5)
  const sign = line.charCodeAt(at + 1)
  if (line.charCodeAt(at) !== 32 || (sign !== 43 && sign !== 45)) return Number.NaN
  if (zone !== lastZone) {
    lastZone = zone
    lastZoneTime = readZone(line, at)
  }
  return sign === 45 ? -lastZoneTime : lastZoneTime
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

function readDay(line: string, at: number): number {
  const date = twoDigits(line, at)
  const month = monthAt(line, at + 3)
  const year = twoDigits(line, at + 7) * 100 + twoDigits(line, at + 9)
  const isDay = date >= 1 && date <= 31 && month >= 0 && year >= 1970 && year < 2200
  return isDay ? Date.UTC(year, month, date) : Number.NaN
}

function readZone(line: string, at: number): number {
  const hours = twoDigits(line, at + 2)
  const minutes = twoDigits(line, at + 4)
  return hours > 18 || minutes > 59 ? Number.NaN : (hours * 60 + minutes) * 60_000
}

function fractionEnd(line: string, from: number): number {
  let at = from
  while (at < from + 9 && line.charCodeAt(at) >= 48 && line.charCodeAt(at) <= 57) at++
  return at
}
