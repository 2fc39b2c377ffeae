import { defineParser, type Parser } from '../../contract/parser.ts'
import type { Fault } from '../../event/event.ts'
import { ServerError } from '../../event/event.ts'
import { Request } from '../../event/request.ts'
import { isAddress } from '../fields/address.ts'
import { monthAt } from '../fields/clf-time.ts'
import { faultAt } from '../fields/fault.ts'
import { setEscapedRequestLine } from '../fields/request-line.ts'
import { isoTime } from '../fields/time.ts'

const levels = 'emerg|alert|crit|error|warn|notice|info|debug|trace[1-8]'
const date = /^\[\w{3} (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d(?:\.\d+)?) (\d{4})\] /
const level = new RegExp(`^\\[(\\w*:)?(${levels})\\] `)
const process = /^\[pid \d+(?::tid \d+)?\] /
/** A cause from the system may stand before the client. */
const client =
  /^((?:\(\d+\)[^:[]{1,80}: )?)\[(?:client|remote) ([^\]\s]+)\] (?:\[client [^\]\s]+\] )?/

/** Messages of the core that quote the request line; elsewhere it could be forged. */
const request =
  /^(?:AH\d{5}: )?(?:Invalid URI in request|Cannot map|Invalid method in request|request failed: error reading the headers:|Client sent malformed request line:) ([!-~]{1,40} .*)$/

const apacheError: Parser = defineParser({
  name: 'apache-error',
  about: 'Error log of Apache 2.2 and 2.4: level, client and the reason.',
  sample:
    '[Sat Nov 21 06:11:02.880562 2026] [auth_basic:error] [pid 10:tid 140120579262208] [client 203.0.113.9:50229] AH01618: user ana not found: /admin, referer: https://shop.example/',
  parse(line) {
    if (line.charCodeAt(0) !== 91) return undefined
    const time = timeOf(line)
    // Behind syslog the time is left out: the reader puts the one of the envelope.
    const rest = time.length === 0 ? line : line.slice(time.length)
    const found = level.exec(rest)
    if (found === null || (time.length === 0 && !client.test(afterProcess(rest, found[0].length))))
      return undefined
    const event = new ServerError()
    event.time = time.value
    event.level = found[2]!
    event.line = line
    readMessage(event, afterProcess(rest, found[0].length), found[1] !== undefined)
    return time.length > 0 && time.value !== time.value ? undefined : event
  },
  fault,
})
export default apacheError

function timeOf(line: string): { readonly value: number; readonly length: number } {
  const found = date.exec(line)
  if (found === null) return { value: Number.NaN, length: 0 }
  const month = String(monthAt(found[1]!, 0) + 1).padStart(2, '0')
  return {
    value: isoTime(`${found[4]}-${month}-${found[2]!.padStart(2, '0')} ${found[3]}`),
    length: found[0].length,
  }
}

function afterProcess(text: string, from: number): string {
  const rest = text.slice(from)
  const found = process.exec(rest)
  return found === null ? rest : rest.slice(found[0].length)
}

function readMessage(event: ServerError, message: string, hasPorts: boolean): void {
  const found = client.exec(message)
  if (found !== null) event.client = clientOf(found[2]!, hasPorts)
  const reason = found === null ? message : found[1]! + message.slice(found[0].length)
  const referrer = reason.lastIndexOf(', referer: ')
  event.reason = referrer < 0 ? reason : reason.slice(0, referrer)
  const asked = request.exec(event.reason)
  if (asked !== null) setRequest(event, asked[1]!.replace(/ to file$/, ''))
  if (!reason.startsWith('ModSecurity:')) return
  event.host = / \[hostname "([^"]*)"\]/.exec(reason)?.[1] ?? ''
  event.target = / \[uri "([^"]*)"\]/.exec(reason)?.[1] ?? ''
}

function setRequest(event: ServerError, text: string): void {
  const line = new Request()
  setEscapedRequestLine(line, text)
  event.method = line.method
  event.target = line.target
}

/** Apache 2.4 writes `ADDRESS:PORT`, for IPv6 too; 2.2 the address alone. */
function clientOf(text: string, hasPorts: boolean): string {
  const colon = text.lastIndexOf(':')
  const isPlain = !hasPorts && isAddress(text)
  return colon < 0 || isPlain || !/^\d+$/.test(text.slice(colon + 1)) ? text : text.slice(0, colon)
}

function fault(line: string): Fault {
  const { length, value } = timeOf(line)
  if (length === 0 || value !== value)
    return faultAt('apache-error', line, {
      field: 'time',
      number: 1,
      expected: 'a time like [Sat Nov 21 06:11:02 2026]',
      at: 0,
    })
  const expected = 'a level like [error] or [core:error]'
  return faultAt('apache-error', line, { field: 'level', number: 2, expected, at: length })
}
