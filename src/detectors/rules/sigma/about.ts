import { type Confidence, type Severity, type Topic } from '../../../event/finding.ts'
import { type Kind, kinds } from '../../../event/kinds.ts'
import type { About } from '../rule.ts'
import type { Entry, Reader } from '../sigma-reader.ts'

const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const
const scores = { informational: 0.2, low: 0.35, medium: 0.6, high: 0.8, critical: 0.95 }
const states = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const
const topics: readonly Topic[] = [
  'web-attack',
  'reconnaissance',
  'credentials',
  'volume',
  'abuse',
  'errors',
  'latency',
  'traffic',
  'data',
]
const confidences: readonly Confidence[] = ['low', 'medium', 'high']

/** What a rule says of itself, from Sigma's own keys and from ours under `tripline`. */
export function readAbout(
  reader: Reader,
  name: string,
  top: ReadonlyMap<string, Entry>,
  ours: ReadonlyMap<string, Entry>,
): About {
  const level = reader.choice(top.get('level'), levels) ?? 'medium'
  const status = reader.choice(top.get('status'), states) ?? 'test'
  const tags = reader.texts(top.get('tags'))
  const mitre = tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1] ?? [])
  const techniques = mitre.map((technique) => technique.toUpperCase())
  const kind = reader.choice(ours.get('kind'), Object.keys(kinds) as Kind[]) ?? kindOf(techniques)
  const severity: Severity = level === 'informational' ? 'info' : level
  return {
    name,
    id: reader.text(top.get('id')) ?? name,
    title: reader.text(top.get('title')) ?? name,
    description: reader.text(top.get('description')) ?? '',
    falsepositives: reader.texts(top.get('falsepositives')),
    mitre: techniques.length ? techniques : kinds[kind],
    kind,
    topic: reader.choice(ours.get('topic'), topics) ?? topicOf(kind),
    severity,
    confidence: reader.choice(ours.get('confidence'), confidences) ?? confidenceOf(status),
    score: reader.number(ours.get('score'), 0, 1) ?? scores[level],
  }
}

function confidenceOf(status: (typeof states)[number]): Confidence {
  if (status === 'stable') return 'high'
  return status === 'test' ? 'medium' : 'low'
}

/** Rules from elsewhere name techniques, not kinds: the kind that says no more than the technique does. */
function kindOf(techniques: readonly string[]): Kind {
  if (techniques.includes('T1505.003')) return 'web_shell'
  if (techniques.some((technique) => technique.startsWith('T1595'))) return 'scanner'
  if (techniques.some((technique) => technique.startsWith('T1110'))) return 'brute_force'
  return techniques.includes('T1190') ? 'known_vulnerability' : 'unusual_request'
}

const topicOfKind: Partial<Record<Kind, Topic>> = {
  brute_force: 'credentials',
  credential_stuffing: 'credentials',
  password_spraying: 'credentials',
  account_takeover: 'credentials',
  session_fixation: 'credentials',
  user_enumeration: 'credentials',
  scraping: 'volume',
  ai_crawler: 'abuse',
  referrer_spam: 'abuse',
  api_abuse: 'volume',
  business_abuse: 'abuse',
  object_enumeration: 'abuse',
  flood: 'volume',
  distributed_flood: 'volume',
  cache_busting: 'volume',
  expensive_requests: 'volume',
  slow_attack: 'volume',
  burst: 'volume',
  exfiltration: 'data',
  error_surge: 'errors',
  latency_regression: 'latency',
  traffic_drop: 'traffic',
  traffic_surge: 'traffic',
  source_silence: 'traffic',
}

function topicOf(kind: Kind): Topic {
  return topicOfKind[kind] ?? 'web-attack'
}
