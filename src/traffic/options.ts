/** What traffic to make. The same options give the same bytes. */
export interface TrafficOptions {
  /** Another seed, another day. */
  readonly seed?: number
  /** Epoch milliseconds of the first minute. */
  readonly start?: number
  readonly minutes?: number
  /** Ordinary requests a minute at the busiest hour. */
  readonly rate?: number
  /** How many people there are; each comes again and again. */
  readonly clients?: number
  /** Virtual hosts: the shop, its API, its blog, then more shops. */
  readonly hosts?: readonly string[]
  /** Which attacks and outages: names from `campaignNames`, or `scanner/*` for all of a kind. */
  readonly campaigns?: 'all' | 'none' | readonly string[]
  /** Name of a format from `formatNames`. */
  readonly format?: string
}

/** Options with nothing left open. */
export type Settled = Required<TrafficOptions>

/** Fills what is left open: ten minutes from noon on a Saturday, without attacks, in combined format. */
export function settle(options: TrafficOptions): Settled {
  return {
    seed: options.seed ?? 1,
    start: options.start ?? Date.UTC(2026, 10, 21, 12),
    minutes: options.minutes ?? 10,
    rate: options.rate ?? 600,
    clients: options.clients ?? 4000,
    hosts: options.hosts ?? ['shop.example', 'api.shop.example', 'blog.shop.example'],
    campaigns: options.campaigns ?? 'none',
    format: options.format ?? 'combined',
  }
}
