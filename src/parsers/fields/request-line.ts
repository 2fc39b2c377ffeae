import type { Request } from '../../event/request.ts'
import { unescapeField } from './escape.ts'

const methods: readonly string[] = [
  'GET',
  'POST',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'CONNECT',
  'PROPFIND',
  'TRACE',
]
const protocols: readonly string[] = ['HTTP/1.1', 'HTTP/2.0', 'HTTP/1.0', 'HTTP/3.0']
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}$/
const word = /^[A-Z]{3,20}$/
const protocol = /^HTTP\/\d(?:\.\d)?$/

/** Puts the request line that stands at `start` to `end` into method, target and protocol. */
export function setRequestLine(event: Request, line: string, start: number, end: number): void {
  if (end - start <= 1 && (end === start || line.charCodeAt(start) === 45)) return
  const method = knownMethod(line, start)
  if (method !== '' && line.charCodeAt(end - 9) === 32) {
    const known = knownProtocol(line, end - 8)
    const targetAt = start + method.length + 1
    if (known !== '' && targetAt < end - 9) {
      event.method = method
      event.target = line.slice(targetAt, end - 9)
      event.protocol = known
      return
    }
  }
  splitSlowly(event, line.slice(start, end))
}

/** Puts an escaped request line into method, target and protocol: split first, so that an escaped space is no space. */
export function setEscapedRequestLine(event: Request, text: string): void {
  setRequestLine(event, text, 0, text.length)
  event.method = unescapeField(event.method)
  event.target = unescapeField(event.target)
}

/** Method as one shared string for the usual ones. */
export function internMethod(text: string): string {
  if (text === 'GET') return 'GET'
  const at = methods.indexOf(text)
  return at < 0 ? text : methods[at]!
}

/** Protocol as one shared string for the usual ones. */
export function internProtocol(text: string): string {
  if (text === 'HTTP/1.1') return 'HTTP/1.1'
  const at = protocols.indexOf(text)
  return at < 0 ? text : protocols[at]!
}

// Numbers of characters, because comparing pieces of strings costs more than reading their characters.
function knownMethod(line: string, start: number): string {
  const word =
    (line.charCodeAt(start) << 24) |
    (line.charCodeAt(start + 1) << 16) |
    (line.charCodeAt(start + 2) << 8) |
    line.charCodeAt(start + 3)
  if (word === 0x47455420) return 'GET'
  if (line.charCodeAt(start + 4) !== 32) return ''
  return word === 0x504f5354 ? 'POST' : word === 0x48454144 ? 'HEAD' : ''
}

/** The protocol of eight characters at `at`, as one shared string. */
function knownProtocol(line: string, at: number): string {
  const name =
    (line.charCodeAt(at) << 24) |
    (line.charCodeAt(at + 1) << 16) |
    (line.charCodeAt(at + 2) << 8) |
    line.charCodeAt(at + 3)
  const version =
    (line.charCodeAt(at + 4) << 24) |
    (line.charCodeAt(at + 5) << 16) |
    (line.charCodeAt(at + 6) << 8) |
    line.charCodeAt(at + 7)
  if (name !== 0x48545450) return ''
  if (version === 0x2f312e31) return 'HTTP/1.1'
  return version === 0x2f312e30 ? 'HTTP/1.0' : version === 0x2f322e30 ? 'HTTP/2.0' : ''
}

function splitSlowly(event: Request, text: string): void {
  const first = text.indexOf(' ')
  const last = text.lastIndexOf(' ')
  const ending = text.slice(last + 1)
  const method = text.slice(0, Math.max(first, 0))
  if (last > first && first > 0 && protocol.test(ending) && token.test(method)) {
    event.method = internMethod(method)
    event.target = text.slice(first + 1, last)
    event.protocol = internProtocol(ending)
  } else if (first > 0 && first + 1 < text.length && word.test(method)) {
    event.method = internMethod(method)
    event.target = text.slice(first + 1)
  } else event.target = text
}
