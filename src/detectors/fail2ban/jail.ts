import type { Topic } from '../../event/finding.ts'
import type { Kind } from '../../event/kinds.ts'
import type { Filter } from './filter.ts'

/** A filter with the count that it takes. Times are in milliseconds. */
export interface Jail {
  readonly name: string
  readonly filter: Filter
  readonly maxRetry: number
  readonly findTime: number
  /** -1: for good. */
  readonly banTime: number
  /** Addresses and ranges that never fail. */
  readonly ignored: readonly string[]
  readonly kind: Kind
  readonly topic: Topic
}

/** Words of a filter's name that tell what it finds; logging in, when none does. */
const telling: readonly (readonly [RegExp, Kind, Topic])[] = [
  [/googlebot|fakebot/, 'bot_impersonation', 'web-attack'],
  [/modsec/, 'known_vulnerability', 'web-attack'],
  [/shellshock/, 'command_injection', 'web-attack'],
  [/url-fopen/, 'file_inclusion', 'web-attack'],
  [/badbot|botsearch|noscript|nohome|scan|notfound|404|forbidden/, 'scanner', 'web-attack'],
  [/overflow|bad-request|malformed/, 'protocol_anomaly', 'web-attack'],
  [/noproxy|proxy-open/, 'open_proxy', 'web-attack'],
  [/limit|dos|flood/, 'flood', 'volume'],
  [/pass$|knock/, 'unusual_request', 'web-attack'],
]

export function kindOf(filter: string): readonly [Kind, Topic] {
  const found = telling.find(([words]) => words.test(filter))
  return found ? [found[1], found[2]] : ['brute_force', 'credentials']
}

const units: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  m: 60,
  mi: 60,
  min: 60,
  h: 3600,
  ho: 3600,
  hour: 3600,
  d: 86_400,
  da: 86_400,
  day: 86_400,
  w: 604_800,
  we: 604_800,
  week: 604_800,
  mo: 2_629_800,
  mon: 2_629_800,
  month: 2_629_800,
  y: 31_557_600,
  ye: 31_557_600,
  year: 31_557_600,
}

/** Milliseconds of a time as fail2ban writes it: seconds, or '10m', '1h 30m', '1week'; undefined for no time. */
export function spanOf(text: string): number | undefined {
  const plain = text.trim()
  if (/^-?\d+(?:\.\d+)?$/.test(plain)) return Number(plain) < 0 ? -1 : Number(plain) * 1000
  let sum = 0
  let rest = plain
  while (rest !== '') {
    const found = /^(\d+(?:\.\d+)?)\s*([a-z]+)\s*/.exec(rest)
    const unit = found && (units[found[2]!] ?? units[found[2]!.replace(/s$/, '')])
    if (!unit) return undefined
    sum += Number(found[1]) * unit
    rest = rest.slice(found[0].length)
  }
  return plain === '' ? undefined : sum * 1000
}
