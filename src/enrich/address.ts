/** An address as numbers: one for IPv4, eight 16-bit groups for IPv6. */
export type Address = readonly number[]

/** The numbers of a dotted IPv4 address, or undefined. No leading zeros, as inet_pton reads it. */
export function parseV4(text: string): number | undefined {
  let value = 0
  let part = -1
  let dots = 0
  let digits = 0
  if (text.length > 15) return undefined
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 46 && digits > 0) {
      value = value * 256 + part
      part = -1
      digits = 0
      dots++
    } else if (c >= 48 && c <= 57 && part !== 0) {
      part = part < 0 ? c - 48 : part * 10 + c - 48
      digits++
      if (part > 255) return undefined
    } else return undefined
  }
  return dots === 3 && digits > 0 ? value * 256 + part : undefined
}

/** The eight groups of an IPv6 address without zone or brackets, or undefined (RFC 4291). */
export function parseV6(text: string): number[] | undefined {
  if (text.length < 2 || text.length > 45) return undefined
  const gap = text.indexOf('::')
  if (gap < 0) return groups(text, 8)
  if (text.indexOf('::', gap + 1) >= 0) return undefined
  const left = groups(text.slice(0, gap))
  const right = groups(text.slice(gap + 2))
  if (!left || !right || left.length + right.length > 7) return undefined
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right]
}

function groups(text: string, exactly?: number): number[] | undefined {
  const found: number[] = []
  const parts = text === '' ? [] : text.split(':')
  for (const [i, part] of parts.entries()) {
    const v4 = i === parts.length - 1 && part.includes('.') ? parseV4(part) : undefined
    if (v4 !== undefined) found.push(Math.floor(v4 / 65536), v4 % 65536)
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) found.push(Number.parseInt(part, 16))
    else return undefined
  }
  return exactly !== undefined && found.length !== exactly ? undefined : found
}

/**
 * An address out of what logs and headers write: with port, brackets, quotes, zone or `for=`;
 * IPv4 mapped into IPv6 is IPv4. undefined when it is none.
 */
export function parseAddress(text: string): Address | undefined {
  const plain = parseV4(text)
  if (plain !== undefined) return [plain]
  const bare = strip(text)
  const v4 = parseV4(bare)
  if (v4 !== undefined) return [v4]
  const v6 = parseV6(bare)
  if (!v6) return undefined
  const mapped = v6[5] === 0xffff && v6.slice(0, 5).every((group) => group === 0)
  return mapped ? [v6[6]! * 65536 + v6[7]!] : v6
}

function strip(text: string): string {
  let bare = text.trim()
  if (/^for=/i.test(bare)) bare = bare.slice(4)
  if (bare.startsWith('"')) bare = bare.slice(1, bare.endsWith('"') ? -1 : undefined)
  if (bare.startsWith('[')) bare = bare.slice(1, Math.max(1, bare.indexOf(']')))
  else if (bare.indexOf(':') === bare.lastIndexOf(':') && bare.includes('.'))
    bare = bare.split(':', 1)[0]!
  const zone = bare.indexOf('%')
  return zone < 0 ? bare : bare.slice(0, zone)
}

/** Canonical text: dotted IPv4, or IPv6 as RFC 5952 writes it. */
export function addressText(address: Address): string {
  if (address.length === 1) return dotted(address[0]!)
  let best = -1
  let length = 1
  for (let i = 0; i < 8; i++) {
    let end = i
    while (end < 8 && address[end] === 0) end++
    if (end - i > length) [best, length] = [i, end - i]
  }
  const texts = address.map((group) => group.toString(16))
  if (best < 0) return texts.join(':')
  return `${texts.slice(0, best).join(':')}::${texts.slice(best + length).join(':')}`
}

/** The network an address counts to: its /24, for IPv6 its /64. */
export function networkText(address: Address): string {
  if (address.length === 1) return `${dotted(address[0]! - (address[0]! % 256))}/24`
  return `${addressText([...address.slice(0, 4), 0, 0, 0, 0])}/64`
}

function dotted(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`
}

/** A range of addresses in CIDR notation. */
export interface Range {
  readonly address: Address
  readonly bits: number
}

/** The range of '10.0.0.0/8' or of a single address; undefined when it is none. */
export function parseRange(text: string): Range | undefined {
  const slash = text.indexOf('/')
  const head = slash < 0 ? text : text.slice(0, slash)
  const address = parseAddress(head)
  if (!address) return undefined
  const most = address.length === 1 ? 32 : 128
  const bits = slash < 0 ? most : Number(text.slice(slash + 1) || Number.NaN)
  return Number.isInteger(bits) && bits >= 0 && bits <= most ? { address, bits } : undefined
}

/** Whether the address lies in the range. */
export function inRange(address: Address, range: Range): boolean {
  if (address.length !== range.address.length) return false
  const width = address.length === 1 ? 32 : 16
  for (let i = 0; i < address.length; i++) {
    const bits = Math.min(width, range.bits - i * width)
    if (bits <= 0) return true
    const size = 2 ** (width - bits)
    if (Math.floor(address[i]! / size) !== Math.floor(range.address[i]! / size)) return false
  }
  return true
}
