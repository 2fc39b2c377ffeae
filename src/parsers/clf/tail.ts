import type { Request } from '../../event/request.ts'
import { isAddress } from '../fields/address.ts'

/** ` 500 "router@docker" "http://172.17.0.3:80" 12ms`, the end of Traefik's own common log format. */
export const traefikTail: RegExp = /^ (\d+|-) "([^"]*)" "([^"]*)" (\d+)ms ?$/

/** ` 412 0.003 [default-shop-80] [] 10.0.0.7:80 53 0.003 200 REQUEST-ID`, the end of the format of ingress-nginx; older ones lack some of it. */
export const ingressTail: RegExp = /^ (\d+) (\d+\.\d+) \[[^\]]*\](?: .*)?$/

/** Whether a tail belongs to a format with a name of its own. */
export function isNamedTail(line: string, rest: number): boolean {
  const last = line.charCodeAt(line.length - 1)
  if (last !== 115 && last !== 32 && line.indexOf(' [', rest) < 0) return false
  const tail = line.slice(rest)
  return traefikTail.test(tail) || ingressTail.test(tail)
}

/**
 * Fields that people add behind the combined format, where their form leaves no doubt: a quoted list of addresses is
 * X-Forwarded-For, the first bare number with three decimals (or `rt=`) the seconds that nginx took.
 */
export function setMore(event: Request, line: string, rest: number): void {
  const isEmpty = line.length - rest === 4 && line.charCodeAt(rest + 2) === 45
  if (isEmpty) return
  for (const part of partsOf(line.slice(rest, rest + 2000))) {
    const equals = part.indexOf('=')
    const key = equals > 0 && part.charCodeAt(0) !== 34 ? part.slice(0, equals) : ''
    const value = unquoted(key === '' ? part : part.slice(equals + 1))
    if (event.duration < 0 && isSeconds(part, key, value))
      event.duration = Math.round(Number(value) * 1e6) / 1000
    else if (event.forwarded === '' && isForwarded(part, key, value)) event.forwarded = value
  }
}

function isSeconds(part: string, key: string, value: string): boolean {
  const isNamed = key === 'rt' || key === 'request_time'
  return isNamed
    ? /^\d{1,9}(?:\.\d{1,6})?$/.test(value)
    : part === value && /^\d{1,9}\.\d{3}$/.test(value)
}

function isForwarded(part: string, key: string, value: string): boolean {
  if (part === value || (key !== '' && key !== 'xff' && key !== 'x_forwarded_for')) return false
  return value.split(',').every((hop) => isAddress(hop.trim()))
}

function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
}

function partsOf(text: string): readonly string[] {
  return text.match(/[^\s"=]+="[^"]*"|"[^"]*"|[^\s"]+/g) ?? []
}
