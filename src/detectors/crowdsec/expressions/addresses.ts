import { BlockList, isIP } from 'node:net'
import type { Helper } from './functions.ts'

/** Ranges and addresses to look an address up in; what is none is left out. */
export function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address, bits] = range.split('/') as [string, string | undefined]
    const version = isIP(address)
    const most = version === 4 ? 32 : 128
    const size = bits === undefined ? most : Number(bits)
    if (version === 0 || !(size >= 0 && size <= most)) continue
    list.addSubnet(address, size, version === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

export function isIn(list: BlockList, address: string): boolean {
  const version = isIP(address)
  return version > 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

/** The range of a size that an address is in: '192.0.2.0/24'; '' for what is no address. */
export function rangeOf(address: string, size: string): string {
  const version = isIP(address)
  const bits = Number(size.replace(/^\//, ''))
  if (version === 0 || !(bits >= 0 && bits <= (version === 4 ? 32 : 128))) return ''
  if (version === 4) {
    const parts = address.split('.').map((part, i) => {
      const kept = Math.min(8, Math.max(0, bits - i * 8))
      return Number(part) & (0xff00 >> kept) & 0xff
    })
    return `${parts.join('.')}/${bits}`
  }
  const groups = groupsOf(address).map((group, i) => {
    const kept = Math.min(16, Math.max(0, bits - i * 16))
    return (group & (0xffff0000 >> kept) & 0xffff).toString(16)
  })
  return `${groups.join(':').replace(/(?:^|:)0(?::0)+(?::|$)/, '::')}/${bits}`
}

function groupsOf(address: string): number[] {
  const plain = address.replace(/%.*$/, '').replace(/\d+\.\d+\.\d+\.\d+$/, (v4) => {
    const [a, b, c, d] = v4.split('.').map(Number) as [number, number, number, number]
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
  })
  const [head, tail] = plain.split('::').map((side) => side.split(':').filter(Boolean)) as [
    string[],
    string[] | undefined,
  ]
  const gap = tail ? Array<string>(8 - head.length - tail.length).fill('0') : []
  return [...head, ...gap, ...(tail ?? [])].map((group) => Number.parseInt(group, 16))
}

const flagOf = (run: (address: string) => boolean): Helper => ({
  takes: ['text'],
  gives: 'flag',
  run,
})

/** CrowdSec's functions on addresses. */
export const addressHelpers: ReadonlyMap<string, Helper> = new Map<string, Helper>([
  ['IsIP', flagOf((address) => isIP(address) > 0)],
  ['IsIPV4', flagOf((address) => isIP(address) === 4)],
  ['IsIPV6', flagOf((address) => isIP(address) === 6)],
  ['IpToRange', { takes: ['text', 'text'], gives: 'text', run: rangeOf }],
  [
    'IpInRange',
    {
      takes: ['text', 'text'],
      gives: 'flag',
      run: (address: string, range: string) => isIn(blockList([range]), address),
    },
  ],
])
