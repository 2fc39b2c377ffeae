import type { Fault } from '../../event/event.ts'
import { couldBeHost } from '../fields/address.ts'
import { clfTime } from '../fields/clf-time.ts'
import { faultAt } from '../fields/fault.ts'

/** Where a line stops being `CLIENT IDENT USER [TIME] "REQUEST" STATUS BYTES "REFERRER" "AGENT"`. */
export function clfFault(parser: string, line: string, hasAgent: boolean): Fault {
  const first = line.indexOf(' ')
  const client = first < 0 ? line : line.slice(0, first)
  if (!couldBeHost(client) || client.charCodeAt(0) === 91)
    return faultAt(parser, line, {
      field: 'client',
      number: 1,
      expected: 'an address or host name',
      at: 0,
    })
  const opened = line.indexOf(' [') + 1
  if (opened === 0) {
    const at = nthSpace(line, 3)
    return faultAt(parser, line, { field: 'time', number: 4, expected: 'a time in brackets', at })
  }
  const closed = line.indexOf(']', opened)
  if (closed < 0 || Number.isNaN(clfTime(line, opened + 1, closed)))
    return faultAt(parser, line, {
      field: 'time',
      number: 4,
      expected: 'a time like [21/Nov/2026:06:11:02 +0000]',
      at: opened,
    })
  if (!line.startsWith('] "', closed))
    return faultAt(parser, line, {
      field: 'request',
      number: 5,
      expected: 'a quoted request',
      at: Math.min(closed + 2, line.length),
    })
  return afterRequest(parser, line, closed + 3, hasAgent)
}

function afterRequest(parser: string, line: string, from: number, hasAgent: boolean): Fault {
  const close = line.indexOf('"', from)
  if (close < 0)
    return faultAt(parser, line, {
      field: 'request',
      number: 5,
      expected: 'a closing quote',
      at: from,
    })
  const numbers = /^ (?:\d{3}|-)(?: (?:\d{1,15}|-)(?= |$))?/.exec(line.slice(close + 1, close + 40))
  if (numbers === null)
    return faultAt(parser, line, {
      field: 'status',
      number: 6,
      expected: 'a status of three digits',
      at: Math.min(close + 2, line.length),
    })
  const at = close + 1 + numbers[0].length
  if (!/ .* /.test(`${numbers[0]} `) || numbers[0].length <= 4)
    return faultAt(parser, line, {
      field: 'bytes',
      number: 7,
      expected: 'a number of bytes or -',
      at: Math.min(at + 1, line.length),
    })
  if (line.indexOf(' HTTP/', at) > 0)
    return faultAt(parser, line, {
      field: 'request',
      number: 5,
      expected: 'one request in the line, found a second one',
      at: line.indexOf(' HTTP/', at),
    })
  const expected = hasAgent ? 'a quoted referrer and agent' : 'the end of the line'
  return faultAt(parser, line, {
    field: hasAgent ? 'referrer' : 'end',
    number: 8,
    expected,
    at: Math.min(at + 1, line.length),
  })
}

function nthSpace(line: string, count: number): number {
  let at = -1
  for (let seen = 0; seen < count; seen++) {
    const next = line.indexOf(' ', at + 1)
    if (next < 0) return line.length
    at = next
  }
  return at + 1
}
