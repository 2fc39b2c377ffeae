import type { Request } from '../../event/request.ts'
import { couldBeHost, isAddress, withoutPort } from './address.ts'
import { decimal } from './number.ts'
import { internMethod, internProtocol, setRequestLine } from './request-line.ts'
import { anyTime } from './time.ts'

/** Puts the text of one logged value into an event; false when the text is not what it must be. */
export type Put = (event: Request, text: string) => boolean

/** What a logged value can mean. */
export interface Meaning {
  /** Name of the field in faults. */
  readonly field: string
  /** What is expected, in words. */
  readonly expected: string
  readonly put: Put
}

type TextField = 'forwarded' | 'server' | 'user' | 'referrer' | 'agent' | 'note'

/** Whether the value says "not logged": '', '-' or null. */
export function isNothing(text: string): boolean {
  const { length } = text
  return length < 5 && (length === 0 || text === '-' || text === 'null')
}

function text(field: TextField): Meaning {
  return {
    field,
    expected: 'a text',
    put(event, value) {
      event[field] = isNothing(value) ? '' : value
      return true
    },
  }
}

function duration(unit: string, milliseconds: number): Meaning {
  return {
    field: 'duration',
    expected: `a number of ${unit}`,
    put(event, value) {
      event.duration = -1
      if (isNothing(value)) return true
      const number = decimal(value)
      if (!(number >= 0)) return false
      event.duration = Math.round(number * milliseconds * 1e6) / 1e6
      return true
    },
  }
}

const clientField: Meaning = {
  field: 'client',
  expected: 'an address or host name',
  put(event, value) {
    event.client = ''
    if (isNothing(value)) return true
    if (value.indexOf(',') >= 0) {
      event.forwarded = value
      return true
    }
    event.client = value
    return couldBeHost(value)
  },
}

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** Milliseconds of a Go duration: `1m2.5s`; NaN when it is none. */
function spanLength(value: string): number {
  if (!/^(?:\d{1,12}(?:\.\d{1,12})?(?:ns|us|\u00b5s|\u00c2\u00b5s|ms|s|m|h)){1,6}$/.test(value))
    return Number.NaN
  let total = 0
  for (const [, number, unit] of value.matchAll(/([\d.]+)([^\d.]+)/g))
    total += Number(number) * units[unit!.replace('\u00c2', '')]!
  return total
}

/** What a value can be called to mean. */
export type MeaningName =
  | 'time'
  | 'client'
  | 'otherTime'
  | 'peer'
  | 'forwarded'
  | 'host'
  | 'server'
  | 'user'
  | 'request'
  | 'method'
  | 'target'
  | 'path'
  | 'query'
  | 'url'
  | 'protocol'
  | 'status'
  | 'bytes'
  | 'commonBytes'
  | 'seconds'
  | 'milliseconds'
  | 'microseconds'
  | 'nanoseconds'
  | 'moreSeconds'
  | 'span'
  | 'referrer'
  | 'agent'
  | 'country'
  | 'note'

/** Every meaning that a field of a template or a member of a JSON line can have. */
export const meanings: Readonly<Record<MeaningName, Meaning>> = {
  time: {
    field: 'time',
    expected: 'a time',
    put(event, value) {
      event.time = anyTime(value)
      return event.time === event.time
    },
  },
  client: clientField,
  /** A time that counts only when there is no better one before it. */
  otherTime: {
    field: 'time',
    expected: 'a time',
    put(event, value) {
      if (event.time === 0) event.time = anyTime(value)
      return event.time === event.time
    },
  },
  /** The address that connected, perhaps with its port. */
  peer: {
    field: 'client',
    expected: 'an address',
    put(event, value) {
      if (isNothing(value)) return true
      event.peer = isAddress(value) ? value : withoutPort(value)
      return couldBeHost(event.peer)
    },
  },
  forwarded: text('forwarded'),
  host: {
    field: 'host',
    expected: 'a host name',
    put(event, value) {
      event.host = isNothing(value) ? '' : withoutPort(value)
      return true
    },
  },
  server: text('server'),
  user: text('user'),
  request: {
    field: 'request',
    expected: 'a request line',
    put(event, value) {
      setRequestLine(event, value, 0, value.length)
      return true
    },
  },
  method: {
    field: 'method',
    expected: 'a method',
    put(event, value) {
      event.method = isNothing(value) ? '' : internMethod(value)
      return value.length <= 64
    },
  },
  target: {
    field: 'target',
    expected: 'a request target',
    put(event, value) {
      if (!isNothing(value)) event.target = value
      return true
    },
  },
  path: {
    field: 'path',
    expected: 'a path',
    put(event, value) {
      if (isNothing(value)) return true
      if (event.target === '') event.target = value
      else if (event.target.charCodeAt(0) === 63) event.target = value + event.target
      return true
    },
  },
  query: {
    field: 'query',
    expected: 'a query',
    put(event, value) {
      if (isNothing(value) || event.target.indexOf('?') >= 0) return true
      event.target += value.charCodeAt(0) === 63 ? value : `?${value}`
      return true
    },
  },
  /** A whole URL: its host and target. */
  url: {
    field: 'target',
    expected: 'a URL',
    put(event, value) {
      const slashes = value.indexOf('://')
      const path = slashes < 0 ? 0 : value.indexOf('/', slashes + 3)
      const authority = value.slice(slashes + 3, path < 0 ? value.length : path)
      if (slashes > 0) event.host = withoutPort(authority)
      event.target = slashes < 0 ? value : path < 0 ? '/' : value.slice(path)
      return true
    },
  },
  protocol: {
    field: 'protocol',
    expected: 'a protocol',
    put(event, value) {
      event.protocol = isNothing(value) ? '' : internProtocol(value)
      return true
    },
  },
  status: {
    field: 'status',
    expected: 'a status from 0 to 999',
    put(event, value) {
      event.status = 0
      if (isNothing(value)) return true
      event.status = Math.trunc(decimal(value))
      return event.status >= 0 && event.status <= 999
    },
  },
  bytes: {
    field: 'bytes',
    expected: 'a number of bytes',
    put(event, value) {
      event.bytes = -1
      if (isNothing(value)) return true
      event.bytes = Math.trunc(decimal(value))
      return event.bytes >= 0
    },
  },
  /** As the common log format counts: `-` is no bytes at all. */
  commonBytes: {
    field: 'bytes',
    expected: 'a number of bytes or -',
    put(event, value) {
      event.bytes = value === '-' ? 0 : Math.trunc(decimal(value))
      return event.bytes >= 0
    },
  },
  seconds: duration('seconds', 1000),
  milliseconds: duration('milliseconds', 1),
  microseconds: duration('microseconds', 1e-3),
  nanoseconds: duration('nanoseconds', 1e-6),
  /** One of several stretches that make up the whole; -1 stands for none. */
  moreSeconds: {
    field: 'duration',
    expected: 'a number of seconds or -1',
    put(event, value) {
      const number = decimal(value)
      if (number >= 0)
        event.duration = Math.round((Math.max(event.duration, 0) + number * 1000) * 1e3) / 1e3
      return number >= 0 || number === -1 || value === '-'
    },
  },
  /** A duration with its unit, as Go writes it (`1.5ms`, `0.043s`), or seconds without. */
  span: {
    field: 'duration',
    expected: 'a duration with its unit',
    put(event, value) {
      if (isNothing(value)) return true
      const isPlain = /^\d{1,12}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?$/.test(value)
      const total = isPlain ? Number(value) * 1000 : spanLength(value)
      if (!(total >= 0)) return false
      event.duration = Math.round(total * 1e6) / 1e6
      return true
    },
  },
  referrer: text('referrer'),
  agent: text('agent'),
  country: {
    field: 'country',
    expected: 'a country code',
    put(event, value) {
      const isCode = value.length === 2 && (value.charCodeAt(0) | value.charCodeAt(1)) >= 96
      event.country = isNothing(value) ? '' : isCode ? value.toUpperCase() : value
      return true
    },
  },
  note: text('note'),
}

/** Fills what follows from the rest: client and peer stand for each other when only one is logged. */
export function settle(event: Request): void {
  if (event.client === '') event.client = event.peer
  else if (event.peer === '') event.peer = event.client
}
