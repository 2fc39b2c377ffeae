const ip4 = String.raw`(?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3})`
const ip6 = String.raw`(?P<ip6>(?:[0-9a-fA-F]{1,4}::?|:){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):))`
const dns = String.raw`(?P<dns>[\w\-.^_]*\w)`
const cidr = String.raw`(?P<cidr>\d+)`
const addr = String.raw`\[?(?:${ip4}|${ip6})\]?`
const subnet = String.raw`\[?(?:${ip4}|${ip6})(?:/${cidr})?\]?`

/** What fail2ban's tags stand for. */
const tags: ReadonlyMap<string, string> = new Map([
  ['HOST', `(?:${addr}|${dns})`],
  ['IP4', ip4],
  ['F-IP4/', ip4],
  ['IP6', ip6],
  ['F-IP6/', ip6],
  ['ADDR', addr],
  ['F-ADDR/', addr],
  ['CIDR', cidr],
  ['F-CIDR/', cidr],
  ['SUBNET', subnet],
  ['F-SUBNET/', subnet],
  ['DNS', dns],
  ['F-DNS/', dns],
  ['F-ID/', String.raw`(?P<fid>\S+)`],
  ['F-PORT/', String.raw`(?P<fport>\w+)`],
])

/** Groups have other names than their tags. */
const groupNames: Readonly<Record<string, string>> = { id: 'fid', port: 'fport' }

/** Python's pattern for one with tags: `<HOST>`, `<F-USER>…</F-USER>`. Addresses alone when names are not used. */
export function withoutTags(pattern: string, usesNames: boolean): string {
  const open = new Set<string>()
  return pattern.replace(
    /<(\/?)([\w-]+)(\/?)>/g,
    (whole, end: string, name: string, closed: string) => {
      if (name === 'HOST' && !usesNames) return tags.get('ADDR')!
      const known = end === '' ? tags.get(`${name}${closed}`) : undefined
      if (known !== undefined) return known
      const custom = /^F-([A-Z0-9_-]+)$/.exec(name)?.[1]
      if (custom === undefined) return whole
      if (end !== '') return open.has(custom) ? ')' : whole
      open.add(custom)
      const group = custom.toLowerCase().replaceAll('-', '_')
      return `(?P<${Object.hasOwn(groupNames, group) ? groupNames[group] : group}>`
    },
  )
}
