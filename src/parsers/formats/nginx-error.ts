import { defineParser, type Parser } from '../../contract/parser.ts'
import type { Fault } from '../../event/event.ts'
import { ServerError } from '../../event/event.ts'
import { Request } from '../../event/request.ts'
import { couldBeHost } from '../fields/address.ts'
import { faultAt } from '../fields/fault.ts'
import { setRequestLine } from '../fields/request-line.ts'
import { isoTime } from '../fields/time.ts'

const head = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) \[(\w+)\] \d+#\d+: (?:\*\d+ )?/
const client = ', client: '
/** What may follow the client. The request may hold anything but the end of another request. */
const tail =
  /^([^,\s]+)(?:, server: ([^,]*))?(?:, request: "((?:(?! HTTP\/\d(?:\.\d)?", (?:upstream|host|referrer|subrequest): ).)*(?: HTTP\/\d(?:\.\d)?)?)")?(?:, subrequest: "[^"]*")?(?:, upstream: "[^"]*")?(?:, host: "([^"]*)")?(?:, referrer: "[^"]*")?$/s

const nginxError: Parser = defineParser({
  name: 'nginx-error',
  about: 'Error log of nginx: level, client, request, host and the reason.',
  sample:
    '2026/11/21 06:11:02 [error] 31#31: *46 open() "/srv/www/.env" failed (2: No such file or directory), client: 203.0.113.9, server: shop.example, request: "GET /.env HTTP/1.1", host: "shop.example"',
  parse(line) {
    if (line.charCodeAt(4) !== 47 || line.charCodeAt(7) !== 47) return undefined
    const found = head.exec(line)
    if (found === null) return undefined
    const event = new ServerError()
    event.time = isoTime(`${found[1]}-${found[2]}-${found[3]} ${found[4]}`)
    event.level = found[5]!
    event.line = line
    return event.time === event.time && readMessage(event, line.slice(found[0].length))
      ? event
      : undefined
  },
  fault,
})
export default nginxError

/** The client is written behind the message; a forged one in the message or request makes two ways to read the line. */
function readMessage(event: ServerError, message: string): boolean {
  let reading: RegExpExecArray | undefined
  let at = message.indexOf(client)
  if (at < 0) {
    event.reason = message
    return true
  }
  for (let tries = 0; at >= 0 && tries < 8; tries++) {
    const found = tail.exec(message.slice(at + client.length))
    if (found !== null && couldBeHost(found[1]!)) {
      if (reading !== undefined) return false
      reading = found
      event.reason = message.slice(0, at)
    }
    at = message.indexOf(client, at + 1)
  }
  if (reading === undefined || at >= 0) return false
  event.client = reading[1]!
  event.server = reading[2] ?? ''
  event.host = reading[4] ?? ''
  const request = new Request()
  const text = reading[3] ?? ''
  setRequestLine(request, text, 0, text.length)
  event.method = request.method
  event.target = request.target
  return true
}

function fault(line: string): Fault {
  const found = head.exec(line)
  if (found === null)
    return faultAt('nginx-error', line, {
      field: 'time',
      number: 1,
      expected: 'a time like 2026/11/21 06:11:02 [error] 31#31:',
      at: 0,
    })
  const at = line.indexOf(client, found[0].length)
  const expected = 'one client with server, request and host behind it'
  return faultAt('nginx-error', line, {
    field: 'client',
    number: 4,
    expected,
    at: at < 0 ? found[0].length : at + client.length,
  })
}
