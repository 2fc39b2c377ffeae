import { fold } from '../characters/fold.ts'
import { percentDecode } from '../encodings/percent.ts'
import { TextView } from '../view.ts'
import { dotted, ipv4Of } from './ipv4.ts'
import { ipv6Of } from './ipv6.ts'

/** A name has 253 characters at most; encoded, three times as many. */
const longest = 1024
/** Services whose names hold the address that they resolve to: `127.0.0.1.nip.io`, `app-7f000001.sslip.io`. */
const telling = /\.(?:nip\.io|sslip\.io|xip\.io|backname\.io|ip\.dns\.army|ip6\.name)$/
/** Names that everyone resolves to the same address. */
const known: ReadonlyMap<string, string> = new Map([
  ['localhost', '127.0.0.1'],
  ['localhost.localdomain', '127.0.0.1'],
  ['localtest.me', '127.0.0.1'],
  ['lvh.me', '127.0.0.1'],
  ['ip6-localhost', '::1'],
  ['ip6-loopback', '::1'],
  ['metadata.google.internal', '169.254.169.254'],
  ['instance-data', '169.254.169.254'],
])

const [encoded, decoded, folded] = [new TextView(), new TextView(), new TextView()]

/**
 * The address that a host stands for, in any notation that a client would follow: decimal, octal,
 * hexadecimal and mixed parts, one number, IPv6 with an IPv4 address inside, names that hold or mean an
 * address, percent-encoded, full-width or enclosed characters.
 * @param text a host, or an authority or address with one: what surrounds the host is left out. A text
 * that stands where a host stands: any number is one.
 * @returns dotted decimals, or IPv6 as RFC 5952 writes it; undefined for a name whose address is not known
 */
export function hostOf(text: string): string | undefined {
  if (text.length === 0 || text.length > longest) return undefined
  const host = nameIn(plain(text))
  if (host === '') return undefined
  if (host.startsWith('[')) return ipv6Of(host.slice(1, host.indexOf(']')))
  const address = ipv4Of(host)
  if (address >= 0) return dotted(address)
  return ipv6Of(host) ?? known.get(host) ?? addressIn(host)
}

/** Percent-decoded and folded to plain characters, in lower case. */
function plain(text: string): string {
  if (/^[!-$&-~]+$/.test(text)) return text.toLowerCase()
  encoded.load(text, 0)
  decoded.begin('decoded')
  percentDecode(encoded, decoded, 'none')
  folded.begin('folded')
  fold(decoded, folded)
  // the full stop of Chinese and Japanese parts names too
  return folded.text
    .replaceAll(/\xe3\x80\x82|\xef\xbd\xa1/g, '.')
    .trim()
    .toLowerCase()
}

/** The host of an address, without scheme, user, port and what follows. */
function nameIn(text: string): string {
  const behindScheme = text
    .replace(/^[a-z][a-z0-9+.-]{0,30}:(?=[\\/]{2})/, '')
    .replace(/^[\\/]+/, '')
  const [authority = ''] = behindScheme.split(/[\\/?#]/, 1)
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  if (host.startsWith('[')) return host.includes(']') ? host : ''
  const colon = host.indexOf(':')
  const hasPort = colon >= 0 && colon === host.lastIndexOf(':')
  const name = hasPort ? host.slice(0, colon) : host
  return name.endsWith('.') ? name.slice(0, -1) : name
}

/** The address in a name that means it. */
function addressIn(name: string): string | undefined {
  if (name.endsWith('.localhost') || name.endsWith('.lvh.me') || name.endsWith('.localtest.me'))
    return '127.0.0.1'
  if (!telling.test(name)) return undefined
  const front = name.replace(telling, '')
  const parts = /(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})$/.exec(front)
  if (parts) return dotted(ipv4Of(parts.slice(1).map(Number).join('.')))
  const hex = /(?:^|[.-])([0-9a-f]{8})$/.exec(front)
  return hex ? dotted(Number.parseInt(hex[1]!, 16)) : undefined
}
