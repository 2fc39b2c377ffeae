import { isIP } from 'node:net'

/** Whether this is an IPv4 or IPv6 address; a zone (`fe80::1%eth0`) and brackets are allowed. */
export function isAddress(text: string): boolean {
  const bare = text.charCodeAt(0) === 91 && text.endsWith(']') ? text.slice(1, -1) : text
  return bare.length <= 64 && isIP(bare) !== 0
}

const hostCharacter = new Uint8Array(256)
for (const code of Buffer.from(
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-_%[]@/',
))
  hostCharacter[code] = 1

/** Whether the characters could be an address, a host name or the path of a unix socket (no quotes, spaces, commas). */
export function couldBeHost(text: string): boolean {
  const { length } = text
  if (length === 0 || length > 255) return false
  for (let at = 0; at < length; at++) if (hostCharacter[text.charCodeAt(at)] !== 1) return false
  return true
}

/** The same of the bytes from `start` to `end`. */
export function isHost(view: DataView, start: number, end: number): boolean {
  if (end <= start || end - start > 255) return false
  for (let at = start; at < end; at++) if (hostCharacter[view.getUint8(at)] !== 1) return false
  return true
}

/** The host without `:port`; brackets of an IPv6 address go too. */
export function withoutPort(text: string): string {
  if (text.charCodeAt(0) === 91) {
    const close = text.indexOf(']')
    return close > 0 ? text.slice(1, close) : text
  }
  const colon = text.indexOf(':')
  return colon < 0 || text.indexOf(':', colon + 1) >= 0 ? text : text.slice(0, colon)
}
