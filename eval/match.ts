import type { Alert } from '../src/event/alert.ts'

/** A campaign as it was planned: what there is to be found. */
export interface Planned {
  readonly id: string
  readonly kind: string
  readonly start: number
  readonly end: number
  readonly addresses: readonly string[]
  readonly host: string
}

/** An alert as it stood last, and the event time at which it first fired. */
export interface Fired {
  readonly alert: Alert
  readonly firedAt: number
}

export interface Matched {
  readonly campaign: Planned
  /** Alerts that exist because of this campaign. */
  readonly alerts: readonly Fired[]
  /** Alerts that began earlier, for the same entity and story, and took this campaign in. */
  readonly joined: readonly Fired[]
}

const grace = 60_000
/** An alert may begin this long after its campaign: windows end later than their events. */
const after = 180_000
/** Kinds that tell the same story, so that one alert of an entity may be called any of them. */
const stories: readonly (readonly string[])[] = [
  [
    'sql_injection',
    'cross_site_scripting',
    'path_traversal',
    'file_inclusion',
    'command_injection',
    'code_injection',
    'scanner',
    'forced_browsing',
    'sensitive_file',
    'admin_probe',
    'technology_probe',
    'known_vulnerability',
    'web_shell',
  ],
  ['brute_force', 'credential_stuffing', 'password_spraying', 'account_takeover'],
  ['flood', 'distributed_flood', 'scraping', 'exfiltration', 'api_abuse'],
  ['error_surge'],
  ['latency_regression'],
  ['source_silence', 'traffic_drop'],
]
/** What an attack does to its target, beside the attack itself. */
const effects: Readonly<Record<string, readonly string[]>> = {
  flood: ['error_surge', 'latency_regression'],
  distributed_flood: ['error_surge', 'latency_regression'],
  api_abuse: ['forced_browsing'],
  brute_force: ['api_abuse'],
}

/** Which alerts tell of which campaign; what tells of none is a false alert. */
export function match(
  campaigns: readonly Planned[],
  fired: readonly Fired[],
): { readonly found: readonly Matched[]; readonly wrong: readonly Fired[] } {
  const told = new Map(
    campaigns.map(({ id }) => [id, { alerts: [] as Fired[], joined: [] as Fired[] }]),
  )
  const wrong: Fired[] = []
  for (const one of fired) {
    const mine = campaigns.filter((campaign) => tells(one.alert, campaign))
    const began = mine.filter(({ start }) => one.alert.first >= start - grace)
    const owner = began.find(({ kind }) => kind === one.alert.kind) ?? began[0] ?? mine[0]
    if (owner) told.get(owner.id)!.alerts.push(one)
    else wrong.push(one)
    for (const { id } of mine) if (id !== owner?.id) told.get(id)!.joined.push(one)
  }
  return { found: campaigns.map((campaign) => ({ campaign, ...told.get(campaign.id)! })), wrong }
}

function tells(alert: Alert, campaign: Planned): boolean {
  if (alert.last < campaign.start - grace || alert.first > campaign.end + after) return false
  const story = stories.find((kinds) => kinds.includes(campaign.kind)) ?? [campaign.kind]
  if (!story.includes(alert.kind) && !effects[campaign.kind]?.includes(alert.kind)) return false
  const { type, value } = alert.entity
  if (type === 'client') return campaign.addresses.includes(value)
  if (type === 'network') return campaign.addresses.some((address) => inNetwork(address, value))
  return value === campaign.host || value.startsWith(`${campaign.host}/`)
}

function inNetwork(address: string, network: string): boolean {
  const stem = network.replace(/(0\/24|:\/64|::\/64)$/, '')
  return stem !== network && address.startsWith(stem)
}
