import { clfTime, clockTime, twoDigits } from './clf-time.ts'

const day = 86_400_000
let lastDay = '1970-01-01'
let lastDayTime = 0

/** Epoch milliseconds of an ISO 8601 or RFC 3339 time (`T` or a space between, any fraction, no zone is UTC); NaN else. */
export function isoTime(text: string): number {
  if (!text.startsWith(lastDay) && !learnDay(text)) return Number.NaN
  const separator = text.charCodeAt(10)
  if (separator !== 84 && separator !== 32 && separator !== 116) return Number.NaN
  let time = lastDayTime + clockTime(text, 11)
  let at = 19
  const point = text.charCodeAt(at)
  if (point === 46 || point === 44) {
    let scale = 100
    for (at++; isDigit(text.charCodeAt(at)); at++) {
      time += scale >= 1 ? (text.charCodeAt(at) - 48) * scale : 0
      scale /= 10
    }
    if (at === 20) return Number.NaN
  }
  return time - zoneTime(text, text.charCodeAt(at) === 32 ? at + 1 : at)
}

/** Milliseconds east of Greenwich of what ends the text at `at`: nothing, `Z`, `+02:00`, `+0200` or `+02`; NaN else. */
function zoneTime(text: string, at: number): number {
  const left = text.length - at
  if (left <= 0 || (left === 1 && (text.charCodeAt(at) | 32) === 122)) return 0
  if (left === 3 && text.startsWith('UTC', at)) return 0
  const sign = text.charCodeAt(at)
  const hours = twoDigits(text, at + 1)
  const minutes = left === 3 ? 0 : zoneMinutes(text, at + 3)
  if (hours > 18 || minutes > 59) return Number.NaN
  const east = (hours * 60 + minutes) * 60_000
  return sign === 43 ? east : sign === 45 ? -east : Number.NaN
}

function zoneMinutes(text: string, at: number): number {
  const digitsAt = text.charCodeAt(at) === 58 ? at + 1 : at
  return text.length === digitsAt + 2 ? twoDigits(text, digitsAt) : 255
}

function learnDay(text: string): boolean {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const date = twoDigits(text, 8)
  const isDay = year >= 1970 && year < 2200 && month >= 1 && month <= 12 && date >= 1 && date <= 31
  if (!isDay || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false
  lastDay = Buffer.from(text.slice(0, 10), 'latin1').toString('latin1')
  lastDayTime = Math.round(Date.UTC(year, month - 1, date) / day) * day
  return true
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/**
 * Epoch milliseconds of a number of seconds, milliseconds, microseconds or nanoseconds since the epoch, told apart by
 * size (a number below 10^11 is seconds: up to the year 5138); NaN when it is no such number.
 */
export function epochTime(text: string): number {
  const usual = usualSeconds(text)
  if (usual >= 0) return usual
  const value = epochNumber(text)
  if (!(value >= 0) || value >= 1e20) return Number.NaN
  if (value < 1e11) return Math.floor(value * 1000 + 1e-4)
  if (value < 1e14) return Math.floor(value)
  return Math.floor(value < 1e17 ? value / 1e3 : value / 1e6)
}

/** Seconds of ten digits with a fraction, as most programs write them, cut to milliseconds; -1 for other texts. */
function usualSeconds(text: string): number {
  const { length } = text
  if (length < 14 || length > 20 || text.charCodeAt(10) !== 46) return -1
  let time = 0
  for (let at = 0; at < length; at++) {
    if (at === 10) continue
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    if (at < 14) time = time * 10 + digit
  }
  return time
}

const number = /^[+]?(?:\d{1,20}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?$/

function epochNumber(text: string): number {
  const trimmed = text.trim()
  return number.test(trimmed) ? Number(trimmed) : Number.NaN
}

/** Epoch milliseconds of a time in any of the forms that logs use: ISO 8601, common log format, epoch; NaN else. */
export function anyTime(text: string): number {
  if (text.charCodeAt(4) === 45) return isoTime(text)
  if (text.charCodeAt(2) === 47) return clfTime(text, 0, text.length)
  if (text.charCodeAt(0) === 91 && text.endsWith(']')) return anyTime(text.slice(1, -1))
  return epochTime(text)
}
