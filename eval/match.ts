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
  readonly alerts: readonly Fired[]
}

const grace = 60_000
/** An alert may begin this long after its campaign: windows end later than their events. */
const after = 180_000
/** Kinds of alerts about a host or route that speak of a campaign of another kind. */
const wide: Readonly<Record<string, readonly string[]>> = {
  distributed_flood: [
    'distributed_flood',
    'traffic_surge',
    'flood',
    'error_surge',
    'latency_regression',
  ],
  flood: ['flood', 'distributed_flood', 'error_surge', 'latency_regression'],
  credential_stuffing: ['credential_stuffing', 'password_spraying', 'brute_force'],
  brute_force: ['credential_stuffing', 'password_spraying'],
  error_surge: ['error_surge'],
  latency_regression: ['latency_regression'],
  source_silence: ['source_silence', 'traffic_drop'],
}

/** Which alerts tell of which campaign; what tells of none is a false alert. */
export function match(
  campaigns: readonly Planned[],
  fired: readonly Fired[],
): { readonly found: readonly Matched[]; readonly wrong: readonly Fired[] } {
  const told = new Map<string, Fired[]>(campaigns.map(({ id }) => [id, []]))
  const wrong: Fired[] = []
  for (const one of fired) {
    const mine = campaigns.filter((campaign) => tells(one.alert, campaign))
    const best = mine.find(({ kind }) => kind === one.alert.kind) ?? mine[0]
    if (best) told.get(best.id)!.push(one)
    else wrong.push(one)
  }
  return {
    found: campaigns.map((campaign) => ({ campaign, alerts: told.get(campaign.id)! })),
    wrong,
  }
}

function tells(alert: Alert, campaign: Planned): boolean {
  if (alert.last < campaign.start - grace || alert.first > campaign.end + after) return false
  const { type, value } = alert.entity
  if (type === 'client') return campaign.addresses.includes(value)
  if (type === 'network') return campaign.addresses.some((address) => inNetwork(address, value))
  const isWide = wide[campaign.kind]?.includes(alert.kind) ?? false
  return (
    isWide &&
    (value === campaign.host ||
      value.startsWith(`${campaign.host}/`) ||
      value === '' ||
      value.startsWith('/'))
  )
}

function inNetwork(address: string, network: string): boolean {
  const stem = network.replace(/(0\/24|:\/64|::\/64)$/, '')
  return stem !== network && address.startsWith(stem)
}
