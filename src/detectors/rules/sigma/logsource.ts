import { nearest } from '../../../text/nearest.ts'
import type { Condition } from '../rule.ts'
import type { Entry, Reader } from '../sigma-reader.ts'

/** Which log a rule is about; '' where it does not say. */
export interface Logsource {
  readonly category: string
  readonly product: string
  readonly service: string
}

const categories = ['webserver', 'proxy', 'waf', 'application', 'firewall', 'network_connection']
/** About flows, not requests. */
const ofFlows: ReadonlySet<string> = new Set(['firewall', 'network_connection'])
const services = ['apache', 'nginx', 'iis', 'haproxy', 'caddy', 'traefik', 'envoy', 'modsecurity']

/** Reads a logsource; undefined when no event here comes from it. */
export function readLogsource(reader: Reader, entry: Entry): Logsource | undefined {
  const found = reader.known(entry.value, "'logsource'", [
    'category',
    'product',
    'service',
    'definition',
  ])
  const text = (name: string): string => reader.text(found.get(name)) ?? ''
  const source = { category: text('category'), product: text('product'), service: text('service') }
  const { category } = source
  if (category !== '') {
    if (categories.includes(category)) return source
    const near = nearest(category, categories)
    const place = found.get('category')!.value
    if (near !== undefined) return reader.unknown(place, 'category', category, categories)
    return reader.lack(place, `logs of the category ${category} are not read`)
  }
  if ([source.product, source.service].some((name) => services.includes(name))) return source
  const name = [source.product, source.service].filter((part) => part !== '').join(' ')
  if (name !== '') return reader.lack(entry.value, `logs of ${name} are not read`)
  return reader.fail(entry.value, `no web log: give a category (${categories.join(', ')})`)
}

/** What holds for the events of a log alone; undefined when its rules are for all. */
export function ofLogsource({ category }: Logsource): Condition | undefined {
  if (!ofFlows.has(category)) return undefined
  const test = { op: 'equals', value: 'flow' } as const
  return { is: 'atom', field: 'kind', view: 'raw', test, cased: true }
}
