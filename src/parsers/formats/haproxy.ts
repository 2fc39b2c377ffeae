import type { Parser } from '../../contract/parser.ts'
import { ServerError } from '../../event/event.ts'
import { couldBeHost } from '../fields/address.ts'
import { clfTime } from '../fields/clf-time.ts'
import type { Meaning } from '../fields/put.ts'
import { patternParser } from '../template/pattern.ts'

const start = /^[^ ["]+:\d+ \[/

/** Milliseconds; a `+` before them says that they were logged before the end, -1 that there was none. */
const total: Meaning = {
  field: 'duration',
  expected: 'milliseconds, perhaps after a +',
  put(event, value) {
    const milliseconds = Number(value)
    event.duration = milliseconds >= 0 ? milliseconds : -1
    return /^[+-]?\d{1,12}$/.test(value)
  },
}

/** HAProxy always writes a port, and no brackets around IPv6. */
const source: Meaning = {
  field: 'client',
  expected: 'an address with its port',
  put(event, value) {
    event.peer = value.slice(0, Math.max(value.lastIndexOf(':'), 0))
    return couldBeHost(event.peer)
  },
}

const size: Meaning = {
  field: 'bytes',
  expected: 'a number of bytes, perhaps after a +',
  put(event, value) {
    event.bytes = Number(value)
    return /^\+?\d{1,15}$/.test(value)
  },
}

/** -1 when the client went away before there was a status. */
const status: Meaning = {
  field: 'status',
  expected: 'a status or -1',
  put(event, value) {
    event.status = Math.max(Number(value), 0)
    return /^(?:-1|\d{3})$/.test(value)
  },
}

/** Who ended the session and in which state; `--` is the ordinary end. */
const state: Meaning = {
  field: 'state',
  expected: 'a termination state like ----',
  put(event, value) {
    event.note = value.startsWith('--') ? '' : value
    return /^[\w-]{2,4}$/.test(value)
  },
}

const http = patternParser({
  name: 'haproxy',
  about: 'HAProxy HTTP log format, and the errors of connections that never became a request.',
  sample:
    '203.0.113.9:33317 [21/Nov/2026:06:11:02.655] http-in~ static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {shop.example} {} "GET /index.html HTTP/1.1"',
  patterns: [
    '{source} [{time}] {-} {-}/{-} {-}/{-}/{-}/{-}/{total} {status} {size} {-} {-} {state} {-}/{-}/{-}/{-}/{-} {-}/{-} {-}"{request}"',
    '{source} [{time}] {-} {-}/{-} {-}/{-}/{-}/{-}/{total} {status} {size} {-} {-} {state} {-}/{-}/{-}/{-}/{-} {-}/{-} "{request}"',
  ],
  meanings: { source, total, size, status, state },
  isRaw: true,
  couldBe: (line) => line.charCodeAt(line.length - 1) === 34 && start.test(line.slice(0, 80)),
  finish(event) {
    if (event.target.indexOf('#') >= 0) event.target = unhash(event.target)
  },
})

const haproxy: Parser = { ...http, parse: (line) => http.parse(line) ?? connectionError(line) }
export default haproxy

/** HAProxy writes bytes that would break the line as `#XX`. */
function unhash(text: string): string {
  return text.replaceAll(/#([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

function connectionError(line: string): ServerError | undefined {
  const opened = line.indexOf(' [')
  const closed = line.indexOf('] ', opened)
  if (opened < 3 || opened > 60 || closed - opened !== 26) return undefined
  const time = clfTime(line, opened + 2, closed)
  const parts = /^([\w.~-]+\/[\w.~<>-]+): (.+)$/.exec(line.slice(closed + 2))
  if (time !== time || parts === null || !/:\d+$/.test(line.slice(0, opened))) return undefined
  const event = new ServerError()
  event.time = time
  event.client = line.slice(0, line.lastIndexOf(':', opened))
  event.level = 'error'
  event.reason = parts[2]!
  event.line = line
  return event
}
