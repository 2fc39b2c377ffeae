import { hostOf } from '../decoding/host/host.ts'
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
  if (
    strength !== undefined &&
    (slashes > 0 || scheme === 'jar' || text.charAt(from) === '$') &&
    text.length > from
  )
    return seen(strength, `an address that is fetched by ${scheme}`, 'a', from)
  if (scheme === '' ? slashes < 2 : slashes < 1 && !plain.has(scheme)) return undefined
  return hostAt(text, from)
}

function seen(strength: number, why: string, shape: string, to: number): Seen {
  return { strength, why, shape, where: [0, to] }
}

/** Judges the host of an address: what stands before its path, or behind an `@` that some clients go on to. */
function hostAt(text: string, from: number): Seen | undefined {
  let end = from
  while (end < text.length && !'/?#\\ &\n'.includes(text.charAt(end))) end++
  const authority = text.slice(from, end)
  const late = /^[\s?#&]{1,3}@([\w.[\]:-]{3,60})/.exec(text.slice(end, end + 64))
  const judged = judgeHost((late?.[1] ?? authority).toLowerCase())
  if (!judged) return undefined
  const [strength, why] = judged
  const isHidden = late !== null || authority.includes('@')
  return seen(isHidden ? Math.min(0.9, strength + 0.1) : strength, why, 'h', end)
}

const insideNames =
  /(?:^|[.@])(?:localhost\d?|metadata|kubernetes(?:\.default[\w.]*)?|rancher-metadata|(?:\S+\.)?(?:local|internal|localdomain|localdomain\d|intranet|corp|lan|lvh\.me|vcap\.me|lacolhost\.com|spoofed\.burpcollaborator\.net)|metadata\.(?:azure|tencentyun|packet|platformequinix|oraclecloud)\.[\w.]+)\.?(?::\d{1,5})?$/
const dotted = /(?:^|@)((?:[1-9]?\d|[12]\d\d)(?:\.(?:[1-9]?\d|[12]\d\d)){3})(?::\d{1,5})?$/

function judgeHost(host: string): readonly [number, string] | undefined {
  const plain = dotted.exec(host)?.[1]
  const address = plain ?? hostOf(host)
  if (address === undefined)
    return insideNames.test(host) ? [0.65, 'a name inside the network'] : undefined
  const isName = /[g-wyz]/.test(host)
  const judged = address.includes(':') ? judgeSix(address) : judgeFour(address)
  if (isName || plain !== undefined || address.includes(':')) return judged
  return judged
    ? [Math.min(0.9, judged[0] + 0.1), judged[1]]
    : [0.55, 'an address written so that it is not seen']
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

function judgeFour(address: string): readonly [number, string] | undefined {
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  for (const [first, bits, strength, why] of networks)
    if (value >= first && value < first + 2 ** (32 - bits)) return [strength, why]
  return undefined
}

function judgeSix(address: string): readonly [number, string] | undefined {
  if (address.startsWith('fd00:ec2:')) return [0.9, metadata]
  if (address === '::' || address === '::1') return [0.75, 'the server itself']
  if (/^fe[89ab]/.test(address)) return [0.75, 'a link-local address']
  return /^f[cd]/.test(address) ? [0.7, inside] : undefined
}
