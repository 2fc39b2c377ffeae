/** A count with thousands marked: 1,284,310. */
export function count(n: number): string {
  return Math.round(n)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ',')
}

/** A count with its noun: '1 line', '2,000 lines'. */
export function counted(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`
}

/** A count rounded for reading: 331 k, 1.28 M. */
export function rough(n: number): string {
  if (n < 10_000) return count(n)
  if (n < 999_500) return `${short(n / 1e3)} k`
  return n < 999_500_000 ? `${short(n / 1e6)} M` : `${short(n / 1e9)} G`
}

/** Bytes rounded for reading: 12.3 MB. */
export function bytes(n: number): string {
  if (n < 1000) return `${n} B`
  if (n < 999_500) return `${short(n / 1e3)} kB`
  return n < 999_500_000 ? `${short(n / 1e6)} MB` : `${short(n / 1e9)} GB`
}

/** A stretch of time rounded for reading: 340 ms, 3.9 s, 6 min, 2 h 5 min, 3 d 4 h. */
export function stretch(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  if (minutes < 1440) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(minutes / 60)
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

/** A share as a percentage; never 100 % or 0 % when it is not quite. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0%'
  const share = (part / whole) * 100
  if (share === 100 || share === 0) return `${share}%`
  if (share > 99.99) return '>99.99%'
  if (share < 0.01) return '<0.01%'
  return share > 99 || share < 1
    ? `${Math.floor(share * 100) / 100}%`
    : `${Math.floor(share * 10) / 10}%`
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** Two moments of UTC as people say them: '12 Nov 06:25 → 21 Nov 2026 06:24', the year where it is needed. */
export function span(from: number, to: number): string {
  const a = new Date(from)
  const b = new Date(to)
  const isOneYear = a.getUTCFullYear() === b.getUTCFullYear()
  const isOneDay =
    isOneYear && a.getUTCMonth() === b.getUTCMonth() && a.getUTCDate() === b.getUTCDate()
  const withSeconds = to - from < 3_600_000
  const end = isOneDay ? clock(b, withSeconds) : `${day(b, true)} ${clock(b, withSeconds)}`
  return `${day(a, isOneDay || !isOneYear)} ${clock(a, withSeconds)} → ${end}`
}

/** '06:25' or '06:25:01', UTC. */
export function clock(date: Date, withSeconds: boolean): string {
  return date.toISOString().slice(11, withSeconds ? 19 : 16)
}

function day(date: Date, withYear: boolean): string {
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}${withYear ? ` ${date.getUTCFullYear()}` : ''}`
}

function short(n: number): string {
  if (n >= 100) return n.toFixed(0)
  return n >= 10 ? n.toFixed(1) : n.toFixed(2)
}

function pair(a: number, unitA: string, b: number, unitB: string): string {
  return b === 0 ? `${a} ${unitA}` : `${a} ${unitA} ${b} ${unitB}`
}
