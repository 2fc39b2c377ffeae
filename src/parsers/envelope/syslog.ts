import { clockTime, monthAt } from '../fields/clf-time.ts'
import { digits } from '../fields/number.ts'
import { isoTime } from '../fields/time.ts'
import type { Unwrapped } from './envelope.ts'

/** A syslog line with or without its priority, of RFC 3164 or RFC 5424. */
export function unwrapSyslog(line: string, year: () => number): Unwrapped | undefined {
  const at = afterPriority(line)
  if (at < 0) return undefined
  if (at > 0 && line.startsWith('1 ', at)) return unwrap5424(line, at + 2)
  if (line.charCodeAt(at + 4) === 45 && line.charCodeAt(at + 10) === 84)
    return unwrapTimedSyslog(line, at)
  const time = oldTime(line, at, year)
  return time === undefined ? undefined : afterTime(line, at + 16, time)
}

/** `TIME HOST TAG: …` with an ISO time. */
export function unwrapTimedSyslog(line: string, at: number): Unwrapped | undefined {
  const space = line.indexOf(' ', at)
  const time = space > 0 && space - at < 40 ? isoTime(line.slice(at, space)) : Number.NaN
  return time === time ? afterTime(line, space + 1, time) : undefined
}

function afterPriority(line: string): number {
  if (line.charCodeAt(0) !== 60) return 0
  const close = line.indexOf('>')
  return close < 5 && digits(line, 1, close) >= 0 ? close + 1 : -1
}

/** `Nov 21 06:11:02`; NaN when the year is not known, undefined when it is no such time. */
function oldTime(line: string, at: number, year: () => number): number | undefined {
  const month = monthAt(line, at)
  const date = digits(line, line.charCodeAt(at + 4) === 32 ? at + 5 : at + 4, at + 6)
  const clock = clockTime(line, at + 7)
  if (month < 0 || date < 1 || date > 31 || clock !== clock || line.charCodeAt(at + 15) !== 32)
    return undefined
  return Date.UTC(year(), month, date) + clock
}

/** `HOST TAG[PID]: …`; programs that log to a local socket leave the host out. */
function afterTime(line: string, at: number, time: number): Unwrapped | undefined {
  const space = line.indexOf(' ', at)
  if (space < 0 || space === at || space - at > 255) return undefined
  const hasHost = line.charCodeAt(space - 1) !== 58
  const tagEnd = hasHost ? line.indexOf(' ', space + 1) : space
  if (tagEnd < 0 || tagEnd - space > 128 || line.charCodeAt(tagEnd - 1) !== 58) return undefined
  return {
    text: line.slice(tagEnd + 1),
    at: tagEnd + 1,
    server: hasHost ? line.slice(at, space) : '',
    time,
  }
}

/** `TIME HOST APP PROCID MSGID [DATA] …`. */
function unwrap5424(line: string, from: number): Unwrapped | undefined {
  const ends: number[] = []
  for (let at = from; ends.length < 5; at = ends.at(-1)! + 1) {
    const space = line.indexOf(' ', at)
    if (space < 0) return undefined
    ends.push(space)
  }
  const stamp = line.slice(from, ends[0])
  const time = stamp === '-' ? Number.NaN : isoTime(stamp)
  const host = line.slice(ends[0]! + 1, ends[1])
  const dataEnd = afterData(line, ends[4]! + 1)
  if (dataEnd < 0 || (stamp !== '-' && time !== time)) return undefined
  const at = line.startsWith('\u00ef\u00bb\u00bf', dataEnd) ? dataEnd + 3 : dataEnd
  return { text: line.slice(at), at, server: host === '-' ? '' : host, time }
}

/** Offset of the message behind `-` or `[id name="value"]…`; quotes and brackets in values are escaped. */
function afterData(line: string, from: number): number {
  if (line.startsWith('- ', from)) return from + 2
  let at = from
  while (line.charCodeAt(at) === 91) {
    let isQuoted = false
    for (at++; at < line.length && (isQuoted || line.charCodeAt(at) !== 93); at++) {
      const code = line.charCodeAt(at)
      if (isQuoted && code === 92) at++
      else if (code === 34) isQuoted = !isQuoted
    }
    at++
  }
  return at > from && line.charCodeAt(at) === 32 ? at + 1 : -1
}
