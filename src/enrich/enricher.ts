import type { Event, ServerError, Flow } from '../event/event.ts'
import type { Area, Request } from '../event/request.ts'
import { familyOf } from './agents.ts'
import { areaOf } from './area.ts'
import { Cache } from './cache.ts'
import { Clients } from './clients.ts'
import { Routes } from './routes.ts'
import type { Place, Route } from './routes.ts'

export interface EnrichOptions {
  /** Proxies whose word about the client is taken: 'private', 'cloudflare', …, ranges or addresses. */
  readonly trustedProxies?: readonly string[]
  /** Different names below one path before the rare ones become `{slug}`. */
  readonly maxChildren?: number
  /** Entries of each cache. */
  readonly cacheSize?: number
}

/** What a restart needs; structured-cloneable. */
export interface EnricherState {
  readonly routes: Routes['state']
}

interface Known {
  route: string
  area: Area
  place: Place | undefined
}

/** Fills in who asked and for what: client, network, route, area, family. */
export class Enricher {
  private readonly clients: Clients
  private readonly trusts: boolean
  private readonly routes: Routes
  private readonly paths: Cache<Known>
  /** Paths that only got refusals: their template can change whenever the tree grows. */
  private readonly refused: Cache<Known>
  private readonly families: Cache<string>
  private seenCollapses = 0
  private seenGrowths = 0

  /** @throws RangeError when a trusted proxy is no address, range or known name */
  constructor(options: EnrichOptions = {}, saved?: EnricherState) {
    const size = options.cacheSize ?? 65_536
    const trusted = options.trustedProxies ?? []
    this.trusts = trusted.length > 0
    this.clients = new Clients(trusted, size)
    this.paths = new Cache(size >> 1)
    this.refused = new Cache(size >> 3)
    this.families = new Cache(size >> 3)
    this.routes = new Routes(
      { children: options.maxChildren ?? 50, places: 10_000, strangersHere: 50, strangers: 5_000 },
      saved && structuredClone(saved.routes),
    )
  }

  enrich(event: Event): void {
    if (event.kind === 'request') this.request(event)
    else if (event.kind !== 'metric') this.address(event)
  }

  save(): EnricherState {
    return { routes: structuredClone(this.routes.state) }
  }

  private address(event: ServerError | Flow): void {
    if (event.client !== '') event.client = this.clients.of(event.client).client
  }

  private request(event: Request): void {
    const logged = event.client === '' ? event.peer : event.client
    if (logged !== '') {
      let found = this.clients.of(logged)
      if (this.trusts && found.trusted && event.forwarded !== '')
        found = this.clients.behind(found, event.forwarded)
      event.client = found.client
      event.network = found.network
    }
    if (event.target !== '') this.target(event)
    if (event.agent !== '') event.family = this.family(event.agent)
  }

  private family(agent: string): string {
    const cached = this.families.get(agent)
    if (cached !== undefined) return cached
    const family = familyOf(agent)
    this.families.set(agent, family)
    return family
  }

  private target(event: Request): void {
    const path = pathOf(event.target)
    const good = event.status >= 200 && event.status < 400
    let known = this.paths.get(path) ?? (good ? undefined : this.refused.get(path))
    if (!known) known = this.look(path, good)
    if (good && known.place) known.place.hits++
    event.route = known.route
    event.area = known.area
  }

  private look(path: string, good: boolean): Known {
    const parts = partsOf(path)
    const found: Route = parts
      ? this.routes.find(parts, good)
      : { route: special(path), place: undefined }
    const known: Known = { route: found.route, area: areaOf(parts ?? []), place: found.place }
    if (this.routes.collapses !== this.seenCollapses) this.paths.clear()
    if (this.routes.growths !== this.seenGrowths) this.refused.clear()
    this.seenCollapses = this.routes.collapses
    this.seenGrowths = this.routes.growths
    if (found.place ?? !parts) this.paths.set(path, known)
    else this.refused.set(path, known)
    return known
  }
}

/** The path of a target, without query, scheme and authority. */
function pathOf(target: string): string {
  let start = 0
  if (target.charCodeAt(0) !== 47) {
    const scheme = target.indexOf('://')
    if (scheme > 0 && scheme < 8) {
      const slash = target.indexOf('/', scheme + 3)
      if (slash < 0) return '/'
      start = slash
    }
  }
  const query = target.indexOf('?', start)
  return start === 0 && query < 0 ? target : target.slice(start, query < 0 ? undefined : query)
}

/** Most of a path that is looked at. */
const longestPath = 1024

function partsOf(path: string): string[] | undefined {
  if (path.charCodeAt(0) !== 47) return undefined
  return path
    .slice(0, longestPath)
    .split('/')
    .filter((part) => part !== '')
}

function special(path: string): string {
  return path === '*' ? '*' : '{other}'
}
