import { see, type Sight } from './sight.ts'

/** Schemes that no page asks a server to fetch. */
const schemes: ReadonlyMap<string, number> = new Map([
  ['gopher', 0.9],
  ['dict', 0.85],
  ['ldap', 0.8],
  ['ldaps', 0.8],
  ['ldapi', 0.8],
  ['tftp', 0.8],
  ['netdoc', 0.85],
  ['jar', 0.75],
  ['file', 0.75],
  ['local_file', 0.8],
  ['sftp', 0.6],
  ['smb', 0.7],
  ['nntp', 0.6],
  ['imap', 0.6],
  ['telnet', 0.6],
  ['unix', 0.75],
  ['rmi', 0.75],
  ['iiop', 0.75],
  ['corbaloc', 0.75],
])
const plain = new Set(['http', 'https', 'ftp', 'ftps', 'ws', 'wss', '', 'url'])

/** Whether a text is an address that makes a server fetch from itself, its neighbours, its cloud or its disk. */
export function addressIn(text: string): Sight {
  return canBegin(text) ? see(text, look) : see('', look)
}

/** A colon or two slashes near the start. */
function canBegin(text: string): boolean {
  const end = Math.min(text.length, 40)
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x3a || code === 0x7c) return true
    if (code === 0x2f) return i < 2 && text.charCodeAt(i + 1) === 0x2f
  }
  return false
}

type Seen = Omit<Sight, 'is' | 'isPartial'>

const start = /^[\s"'(<]{0,4}(?:url:)?(?:([a-z][a-z0-9+._-]{1,14}):)?([/\\]{0,4})/i

function look(text: string): Seen | undefined {
  const found = start.exec(text)
  if (!found) return undefined
  const scheme = (found[1] ?? '').toLowerCase()
  const slashes = found[2]!.length
  const from = found[0].length
  const strength = schemes.get(scheme)
  if (strength !== undefined && (slashes > 0 || scheme === 'jar') && text.length > from)
    return seen(strength, `an address that is fetched by ${scheme}`, 'a', from)
  if (scheme === '' ? slashes < 2 : slashes < 1 && !plain.has(scheme)) return undefined
  return hostAt(text, from)
}

function seen(strength: number, why: string, shape: string, to: number): Seen {
  return { strength, why, shape, where: [0, to] }
}

/** Judges the host of an address: behind everything up to the last `@` before the path. */
function hostAt(text: string, from: number): Seen | undefined {
  let end = from
  while (end < text.length && !'/?#\\ &\n'.includes(text.charAt(end))) end++
  const authority = text.slice(from, end)
  const at = authority.lastIndexOf('@')
  const late = /^[\s?#&]{1,3}@([\w.[\]:-]{3,60})/.exec(text.slice(end, end + 64))
  const host = hostOf(late?.[1] ?? authority.slice(at + 1))
  const judged = judgeHost(host.toLowerCase())
  if (!judged) return undefined
  const [strength, why] = judged
  return seen(at >= 0 || late ? Math.min(0.9, strength + 0.1) : strength, why, 'h', end)
}

/** The host without its port. */
function hostOf(authority: string): string {
  if (authority.startsWith('[')) return authority.slice(0, authority.indexOf(']') + 1 || undefined)
  const colon = authority.indexOf(':')
  return colon < 0 ? authority : authority.slice(0, colon)
}

const metadataNames =
  /^(?:metadata(?:\.(?:google|azure|tencentyun|packet|platformequinix|oraclecloud|nicdata)[\w.]*)?|instance-data(?:\.ec2\.internal)?|kubernetes(?:\.default[\w.]*)?|rancher-metadata)\.?$/
const insideNames =
  /^(?:localhost\d?(?:\.localdomain\d?)?|(?:[\w.-]+\.)?(?:localhost|localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|local|internal|localdomain|intranet|corp|lan|spoofed\.burpcollaborator\.net))\.?$/
/** Names that stand for the address in them. */
const mappedNames =
  /^(?:[\w-]+\.)*?((?:\d{1,3}[.-]){3}\d{1,3}|[0-9a-f]{8})\.(?:nip|xip|sslip)\.io\.?$/

function judgeHost(host: string): readonly [number, string] | undefined {
  if (metadataNames.test(host)) return [0.9, metadata]
  if (host.startsWith('[')) return judgeSix(host)
  const mapped = mappedNames.exec(host)
  if (mapped) return judgeFour(fourOf(mapped[1]!.replaceAll('-', '.')), true)
  if (insideNames.test(host)) return [0.65, 'a name inside the network']
  return judgeFour(fourOf(host), !/^\d+\.\d+\.\d+\.\d+$/.test(host) || /(?:^|\.)0\d/.test(host))
}

/** IPv4 as systems read it: one to four numbers, decimal, octal or hexadecimal; -1 when it is none. */
function fourOf(host: string): number {
  const parts = (host.endsWith('.') ? host.slice(0, -1) : host).split('.', 5)
  if (parts.length > 4) return -1
  let value = 0
  for (const [i, part] of parts.entries()) {
    const number = numberOf(part)
    const isLast = i === parts.length - 1
    const most = isLast ? 256 ** (5 - parts.length) : 256
    if (number < 0 || (number >= most && !isLast)) return -1
    value = isLast ? value * most + (number % most) : value * 256 + number
  }
  return value
}

function numberOf(part: string): number {
  if (part.length === 0 || part.length > 20) return -1
  if (/^0x[0-9a-f]+$/.test(part)) return parseInt(part, 16)
  if (/^0[0-7]+$/.test(part)) return parseInt(part, 8)
  return /^\d+$/.test(part) ? Number(part) : -1
}

const metadata = "the metadata of the server's cloud"
const inside = 'an address inside the network'
/** Networks that only the server itself reaches: first address, bits, strength, what they are. */
const networks: readonly (readonly [number, number, number, string])[] = [
  [0xa9fea9fe, 32, 0.9, metadata],
  [0x646464c8, 32, 0.9, metadata],
  [0xc00000c0, 32, 0.9, metadata],
  [0xa9fe0000, 16, 0.8, 'a link-local address'],
  [0x7f000000, 8, 0.7, 'the server itself'],
  [0x00000000, 8, 0.7, 'the server itself'],
  [0x0a000000, 8, 0.65, inside],
  [0xac100000, 12, 0.65, inside],
  [0xc0a80000, 16, 0.65, inside],
  [0x64400000, 10, 0.65, inside],
]

function judgeFour(value: number, isOdd: boolean): readonly [number, string] | undefined {
  if (value < 0) return undefined
  for (const [first, bits, strength, why] of networks)
    if (value >= first && value < first + 2 ** (32 - bits))
      return [Math.min(0.9, strength + (isOdd ? 0.1 : 0)), why]
  return isOdd ? [0.55, 'an address written so that it is not seen'] : undefined
}

function judgeSix(host: string): readonly [number, string] | undefined {
  const inside = host.slice(1, -1)
  const tail = inside.slice(inside.lastIndexOf(':') + 1)
  if (tail.includes('.')) return judgeFour(fourOf(tail), true)
  if (inside.startsWith('fd00:ec2:')) return [0.9, metadata]
  if (/^[0:]*:?1?$/.test(inside)) return [0.75, 'the server itself']
  if (/^fe[89ab]/.test(inside)) return [0.75, 'a link-local address']
  const mapped = /^[0:]*ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(inside)
  if (mapped) return judgeFour(parseInt(mapped[1]!, 16) * 65536 + parseInt(mapped[2]!, 16), true)
  return /^f[cd]/.test(inside) ? [0.7, 'an address inside the network'] : undefined
}
