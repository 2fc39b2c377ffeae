import { Request } from '../../event/request.ts'
import { couldBeHost, isAddress, withoutPort } from '../fields/address.ts'
import { clfTime } from '../fields/clf-time.ts'
import { closingQuote, unescapeField } from '../fields/escape.ts'
import { setEscapedRequestLine, setRequestLine } from '../fields/request-line.ts'

/** What stood around the common fields of the line read last. */
export type Shape = 'common' | 'combined' | 'more'

/**
 * A line of the common log format and what is built on it:
 * `[VHOST] CLIENT IDENT USER [TIME] "REQUEST" STATUS BYTES ["REFERRER" "AGENT" [more …]]`.
 */
export interface Clf {
  readonly event: Request
  readonly shape: Shape
  /** Whether a virtual host stands in front. */
  readonly hasHost: boolean
  /** Offsets of the request, without its quotes. */
  readonly start: number
  readonly end: number
  /** Offset of what follows the agent, or the length of the line. */
  readonly rest: number
}

// One result, used again for every line: nothing is allocated for it on the hot path.
const read = {
  event: new Request(),
  shape: 'common' as Shape,
  hasHost: false,
  start: 0,
  end: 0,
  rest: 0,
}
let lastClient = ''

/** Reads a line; undefined when it is not of this family. The result is valid until the next call. */
export function readClf(line: string): Clf | undefined {
  const bracket = line.indexOf('] "')
  if (bracket < 20) return undefined
  const opened =
    line.charCodeAt(bracket - 27) === 91 ? bracket - 27 : line.lastIndexOf('[', bracket)
  const time = clfTime(line, opened + 1, bracket)
  if (time !== time || line.charCodeAt(opened - 1) !== 32) return undefined
  const event = new Request()
  event.line = line
  event.time = time
  read.event = event
  read.hasHost = false
  if (!readClient(line, opened - 1, event)) return undefined
  const escaped = line.indexOf('\\') >= 0
  const after = readRequest(line, bracket + 3, escaped)
  if (after < 0 || !readTail(line, after, escaped)) return undefined
  return read
}

function readClient(line: string, end: number, event: Request): boolean {
  const first = line.indexOf(' ')
  const isUsual = line.charCodeAt(first + 1) === 45 && line.charCodeAt(first + 2) === 32
  const client = line.slice(0, first)
  if (!isUsual && first < end) return readOddClient(line, end, event)
  if (client !== lastClient) {
    if (!couldBeHost(client)) return false
    lastClient = client
  }
  event.client = client
  event.peer = client
  const userAt = first + 3
  if (end > userAt && (end !== userAt + 1 || line.charCodeAt(userAt) !== 45))
    event.user = unescapeField(line.slice(userAt, end))
  return true
}

function readOddClient(line: string, end: number, event: Request): boolean {
  const first = line.indexOf(' ')
  const second = line.indexOf(' ', first + 1)
  const next = line.slice(first + 1, second)
  let clientAt = 0
  let clientEnd = first
  if (second < end && isAddress(next)) {
    event.host = withoutPort(line.slice(0, first))
    read.hasHost = true
    clientAt = first + 1
    clientEnd = second
    if (!couldBeHost(event.host)) return false
  }
  const client = line.slice(clientAt, clientEnd)
  const identEnd = line.indexOf(' ', clientEnd + 1)
  if (!couldBeHost(client) || identEnd < 0 || identEnd > end) return false
  event.client = client
  event.peer = client
  const user = identEnd < end ? line.slice(identEnd + 1, end) : '-'
  if (user.indexOf(' ') >= 0) return false
  if (user !== '-') event.user = unescapeField(user)
  return true
}

/** Reads `REQUEST" STATUS BYTES`; gives the offset behind it or -1. */
function readRequest(line: string, from: number, escaped: boolean): number {
  const { event } = read
  let close = escaped ? closingQuote(line, from) : line.indexOf('"', from)
  let after = close < 0 ? -1 : readNumbers(line, close)
  // A server that does not escape quotes: the request ends at the first quote that a status and size follow.
  for (let tries = 0; after < 0 && tries < 64; tries++) {
    close = line.indexOf('"', close + 1)
    if (close < 0) return -1
    after = readNumbers(line, close)
  }
  read.start = from
  read.end = close
  if (escaped) setEscapedRequestLine(event, line.slice(from, close))
  else setRequestLine(event, line, from, close)
  return after
}

/** Reads ` STATUS BYTES` behind the quote at `close`; gives the offset behind it or -1. */
function readNumbers(line: string, close: number): number {
  if (line.charCodeAt(close + 1) !== 32) return -1
  const { event } = read
  let at = close + 2
  if (line.charCodeAt(at) === 45 && line.charCodeAt(at + 1) === 32) {
    event.status = 0
    at += 2
  } else {
    const hundreds = line.charCodeAt(at) - 48
    const tens = line.charCodeAt(at + 1) - 48
    const ones = line.charCodeAt(at + 2) - 48
    const isStatus =
      hundreds >= 0 && hundreds <= 9 && tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9
    if (!isStatus || line.charCodeAt(at + 3) !== 32) return -1
    event.status = hundreds * 100 + tens * 10 + ones
    at += 4
  }
  return readBytes(line, at)
}

function readBytes(line: string, from: number): number {
  const { event } = read
  if (line.charCodeAt(from) === 45) {
    event.bytes = event.status === 0 ? -1 : 0
    return isEnd(line, from + 1) ? from + 1 : -1
  }
  let at = from
  let bytes = 0
  let digit = line.charCodeAt(at) - 48
  while (digit >= 0 && digit <= 9) {
    bytes = bytes * 10 + digit
    at++
    digit = line.charCodeAt(at) - 48
  }
  if (at === from || at - from > 15 || !isEnd(line, at)) return -1
  event.bytes = bytes
  return at
}

function isEnd(line: string, at: number): boolean {
  if (at === line.length) return true
  if (line.charCodeAt(at) !== 32) return false
  return line.charCodeAt(at + 1) === 34 || isBlank(line, at)
}

function isBlank(line: string, at: number): boolean {
  const rest = line.length - at
  return rest === 0 || (rest < 8 && line.slice(at).trim() === '')
}

/** Reads ` "REFERRER" "AGENT"` at `at`, if they are there. */
function readTail(line: string, at: number, escaped: boolean): boolean {
  const { event } = read
  if (isBlank(line, at)) {
    read.shape = 'common'
    read.rest = line.length
    return true
  }
  const referrerAt = at + 2
  let referrerEnd = escaped ? closingQuote(line, referrerAt) : line.indexOf('"', referrerAt)
  const isClosed =
    line.charCodeAt(referrerEnd + 1) === 32 && line.charCodeAt(referrerEnd + 2) === 34
  if (referrerEnd >= 0 && !isClosed) referrerEnd = line.indexOf('" "', referrerEnd)
  if (referrerEnd < 0) return false
  const agentAt = referrerEnd + 3
  const agentEnd = endOfAgent(line, agentAt, escaped)
  if (agentEnd < 0) return false
  event.referrer = textOf(line, referrerAt, referrerEnd, escaped)
  event.agent = textOf(line, agentAt, agentEnd, escaped)
  return readRest(line, Math.min(agentEnd + 1, line.length), at)
}

function endOfAgent(line: string, from: number, escaped: boolean): number {
  const close = escaped ? closingQuote(line, from) : line.indexOf('"', from)
  if (close === line.length - 1 && close >= 0) return close
  // Cut off by the writer inside the agent: what is there is its beginning.
  if (close < 0) return line.length
  if (line.charCodeAt(close + 1) === 32) return close
  const next = line.indexOf('" ', close + 1)
  if (next >= 0) return next
  const last = line.lastIndexOf('"')
  return isBlank(line, last + 1) ? last : -1
}

function readRest(line: string, rest: number, tail: number): boolean {
  read.rest = isBlank(line, rest) ? line.length : rest
  read.shape = read.rest === line.length ? 'combined' : 'more'
  return read.shape === 'combined' || !hasSecondRequest(line, tail)
}

/** Whether a second request line with a status stands in the tail: then nobody can tell which one is forged. */
function hasSecondRequest(line: string, from: number): boolean {
  let at = line.indexOf(' HTTP/', from)
  for (let tries = 0; at >= 0 && tries < 16; tries++) {
    const close = line.indexOf('"', at)
    if (
      close > 0 &&
      close - at <= 9 &&
      /^ (?:\d{3}|-) (?:\d+|-) /.test(line.slice(close + 1, close + 30))
    )
      return true
    at = line.indexOf(' HTTP/', at + 1)
  }
  return false
}

function textOf(line: string, start: number, end: number, escaped: boolean): string {
  if (end - start === 1 && line.charCodeAt(start) === 45) return ''
  const text = line.slice(start, end)
  return escaped ? unescapeField(text) : text
}
