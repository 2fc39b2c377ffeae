import { copy } from '../text/copy.ts'
import { Routes, type RouteLimits, type RouteState } from './routes.ts'
import { unused, use, type Usage, type User } from './usage.ts'

/** Routes of all sites. Plain data. */
export interface SitesState {
  /** By host; '' is the site of all hosts that have none of their own. */
  readonly sites: readonly (readonly [string, RouteState])[]
  readonly trials: ReadonlyMap<string, Usage>
}

interface Site {
  readonly host: string
  readonly routes: Routes
}

const mostSites = 256
const mostTrials = 256
const longestHost = 255
/** Good answers, to different networks or in different minutes, that make a host a site. */
const earned = 8
const recent = 4

/**
 * The routes of each virtual host. The name of a host is what the client sends, so it becomes a site
 * only when answered well again and again; all others share one.
 */
export class Sites {
  readonly #limits: RouteLimits
  readonly #shared: Site
  readonly #sites = new Map<string, Site>()
  readonly #trials: Map<string, Usage>
  /** Sites that were asked for last: comparing is cheaper than looking up. */
  readonly #recent: Site[] = []
  #turn = 0

  /** @param saved is kept and changed */
  constructor(limits: RouteLimits, saved?: SitesState) {
    this.#limits = limits
    this.#trials = new Map(saved?.trials)
    for (const [host, state] of saved?.sites ?? [])
      this.#sites.set(host, { host, routes: new Routes(limits, state) })
    this.#shared = this.#sites.get('') ?? { host: '', routes: new Routes(limits) }
    this.#sites.set('', this.#shared)
    for (let i = 0; i < recent; i++) this.#recent.push(this.#shared)
  }

  /** The routes that a host has, or those of all strangers. */
  of(host: string): Routes {
    if (host === '') return this.#shared.routes
    for (let i = 0; i < recent; i++) {
      const site = this.#recent[i]!
      if (site.host.length === host.length && site.host === host) return site.routes
    }
    const site = this.#sites.get(host)
    if (!site) return this.#shared.routes
    this.#turn = (this.#turn + 1) % recent
    this.#recent[this.#turn] = site
    return site.routes
  }

  /** Counts a good answer of a host that `of` had no routes for. */
  use(host: string, user: User): void {
    if (host === '' || host.length > longestHost || this.#sites.size > mostSites) return
    let usage = this.#trials.get(host)
    if (!usage) {
      if (this.#trials.size >= mostTrials) this.#trials.clear()
      usage = unused()
      this.#trials.set(copy(host), usage)
    }
    if (!use(usage, user) || usage.count < earned) return
    this.#trials.delete(host)
    const own = copy(host)
    this.#sites.set(own, { host: own, routes: new Routes(this.#limits) })
  }

  /** Whether these are the routes that strangers share. */
  isShared(routes: Routes): boolean {
    return routes === this.#shared.routes
  }

  save(): SitesState {
    const sites = Array.from(this.#sites, ([host, { routes }]) => [host, routes.state] as const)
    return structuredClone({ sites, trials: this.#trials })
  }
}
