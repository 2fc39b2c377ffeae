import type { Page } from '../../contract/page.ts'
import type { Request } from '../../event/request.ts'
import { isHost } from './address.ts'
import type { MeaningName } from './put.ts'

/**
 * Puts the value that stands at `start` to `end` of a page into an event when it has the form that it
 * mostly has, as the meaning of that name would; false leaves it to that.
 */
export type ReadUsual = (event: Request, page: Page, start: number, end: number) => boolean

/** Numbers and words cost less read from bytes than cut out first. */
export const usualReads: Readonly<Partial<Record<MeaningName, ReadUsual>>> = {
  /** Seconds since the epoch of ten digits, with a fraction that is cut to milliseconds. */
  time(event, { view }, start, end) {
    const length = end - start
    if (length < 14 || length > 20 || view.getUint8(start + 10) !== 46) return false
    let time = 0
    for (let at = 0; at < length; at++) {
      const digit = view.getUint8(start + at) - 48
      if (digit >= 0 && digit <= 9) time = at < 14 ? time * 10 + digit : time
      else if (at !== 10) return false
    }
    event.time = time
    return true
  },
  client(event, { text, view }, start, end) {
    if (end - start < 5 || !isHost(view, start, end)) return false
    event.client = text.slice(start, end)
    return true
  },
  method(event, { view }, start, end) {
    if (end - start === 3 && view.getInt32(start - 1) === 0x22_47_45_54) event.method = 'GET'
    else if (end - start === 4 && view.getInt32(start) === 0x50_4f_53_54) event.method = 'POST'
    else return false
    return true
  },
  status(event, { view }, start, end) {
    if (end - start !== 3) return false
    const status = digitsAt(view, start, end)
    if (status >= 0) event.status = status
    return status >= 0
  },
  /** Up to nine digits with up to three behind the point. */
  seconds(event, { view }, start, end) {
    const length = end - start
    if (length < 3 || length > 10) return false
    let point = end - 4
    while (point < end && view.getUint8(Math.max(point, start)) !== 46) point++
    const whole = digitsAt(view, start, point)
    const part = digitsAt(view, point + 1, end)
    if (whole < 0 || part < 0) return false
    const places = end - point - 1
    event.duration = whole * 1000 + part * (places === 3 ? 1 : places === 2 ? 10 : 100)
    return true
  },
}

/** The number of decimal digits at `start` to `end`; -1 when there are none or others. */
function digitsAt(view: DataView, start: number, end: number): number {
  if (start >= end) return -1
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = view.getUint8(at) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}
