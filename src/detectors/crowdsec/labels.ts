import type { Confidence, Severity, Topic } from '../../event/finding.ts'
import { type Kind, kinds } from '../../event/kinds.ts'
import type { About } from './scenario.ts'

/** The labels of a scenario that say what it is about. */
export interface Labels {
  readonly type: string
  readonly behavior: string
  readonly label: string
  readonly classification: readonly string[]
  /** 0 to 3; undefined when not said. */
  readonly confidence: number | undefined
  readonly spoofable: number
  readonly remediation: boolean
}

/** Words of name and label that tell the kind, the more special first. */
const telling: readonly (readonly [RegExp, Kind])[] = [
  [/sql-?i/, 'sql_injection'],
  [/xss/, 'cross_site_scripting'],
  [/log4j|jndi/, 'jndi_lookup'],
  [/travers/, 'path_traversal'],
  [/backdoor|web-?shell/, 'web_shell'],
  [/sensitive/, 'sensitive_file'],
  [/open-?proxy/, 'open_proxy'],
  [/impossible-travel/, 'account_takeover'],
  [/user-?enum/, 'user_enumeration'],
  [/spray/, 'password_spraying'],
  [/cve|vpatch|exploit|rce/, 'known_vulnerability'],
  [/bypass-?cache/, 'cache_busting'],
  [/\bdos\b|-dos|flood|req-limit/, 'flood'],
  [/brute|[-_]bf\b|\bbf\b/, 'brute_force'],
  [/admin/, 'admin_probe'],
  [/technolog|interface-prob/, 'technology_probe'],
  [/user-?agent|bad-?bot|scan/, 'scanner'],
  [/ai-?crawl/, 'ai_crawler'],
  [/crawl|scrap/, 'scraping'],
  [/spam/, 'referrer_spam'],
  [/malformed|invalid/, 'protocol_anomaly'],
  [/prob|discover/, 'scanner'],
]

/** What a label says of its own, where the name says nothing. */
const behaviours: Readonly<Record<string, Kind>> = {
  bf: 'brute_force',
  bruteforce: 'brute_force',
  crawl: 'scraping',
  discovery: 'sensitive_file',
  dos: 'flood',
  exploit: 'known_vulnerability',
  scan: 'scanner',
  spam: 'referrer_spam',
}

const topics: Readonly<Partial<Record<Kind, Topic>>> = {
  account_takeover: 'credentials',
  brute_force: 'credentials',
  password_spraying: 'credentials',
  user_enumeration: 'credentials',
  cache_busting: 'volume',
  flood: 'volume',
  scraping: 'volume',
  ai_crawler: 'abuse',
  referrer_spam: 'abuse',
}

const milder: ReadonlySet<Kind> = new Set<Kind>([
  'admin_probe',
  'protocol_anomaly',
  'referrer_spam',
  'scanner',
  'scraping',
  'sensitive_file',
  'technology_probe',
  'unusual_request',
  'ai_crawler',
])
const confidences: readonly Confidence[] = ['low', 'low', 'medium', 'high']
const scores = [0.35, 0.5, 0.7, 0.85]
const usualScore = 0.75

/** What kind of thing a scenario finds, and how bad and how sure that is. */
export function aboutOf(name: string, labels: Labels): About {
  const kind = kindOf(name, labels)
  const { remediation, classification } = labels
  const sure = labels.confidence
  const certain = Math.max(0, (sure ?? 2) - (labels.spoofable >= 2 ? 1 : 0))
  const severity: Severity = milder.has(kind) ? 'medium' : 'high'
  const mitre = classification.flatMap(
    (one) => /^attack\.(T\d{4}(?:\.\d{3})?)$/i.exec(one)?.[1] ?? [],
  )
  return {
    kind,
    topic: topics[kind] ?? 'web-attack',
    severity: remediation ? severity : severity === 'high' ? 'medium' : 'low',
    confidence: confidences[certain] ?? 'medium',
    score: sure === undefined ? usualScore : (scores[certain] ?? usualScore),
    mitre: mitre.length > 0 ? mitre.map((one) => one.toUpperCase()) : kinds[kind],
    remediation,
  }
}

function kindOf(name: string, { label, type, behavior }: Labels): Kind {
  const said = behavior.replace(/^[^:]*:/, '') || type
  const own = name.replace(/^[^/]*\//, '').toLowerCase()
  const found = telling.find(([words]) => words.test(own))
  if (found) return found[1]
  const known = Object.hasOwn(behaviours, said) ? behaviours[said] : undefined
  const words = `${said} ${label}`.toLowerCase()
  return known ?? telling.find(([of]) => of.test(words))?.[1] ?? 'unusual_request'
}
