import type { Event } from '../event/event.ts'
import type { Area, Request } from '../event/request.ts'
import { copy } from '../text/copy.ts'
import { familyOf } from './agents.ts'
import { areaOf } from './area.ts'
import { Cache } from './cache.ts'
import { Clients } from './clients.ts'
import type { Agent, Client } from './clients.ts'
import { Routes } from './routes.ts'
import type { Place, RouteState } from './routes.ts'

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
  readonly routes: RouteState
}

interface Known {
  readonly route: string
  readonly area: Area
  readonly place: Place | undefined
  /** For paths that were only refused: the size of the tree for which this holds; -1: for good. */
  readonly growths: number
}

const limits = { places: 10_000, strangersHere: 50, strangers: 5_000 }
/** Longer paths and agents are not remembered. */
const longestKey = 512
/** Most of a path that is looked at. */
const longestPath = 1024

/** Fills in who asked and for what: client, network, route, area, family. */
export class Enricher {
  private readonly clients: Clients
  private readonly trusts: boolean
  private readonly routes: Routes
  private readonly paths: Cache<Known>
  private readonly families: Cache<Agent>
  private collapses = 0
  /** The address of the event before, often that of the next as well; keeps no more than one chunk alive. */
  private lastText = ''
  private lastClient: Client | undefined

  /** @throws RangeError when a trusted proxy is no address, range or known name */
  constructor(options: EnrichOptions = {}, saved?: EnricherState) {
    const size = options.cacheSize ?? 16_384
    const trusted = options.trustedProxies ?? []
    this.trusts = trusted.length > 0
    this.clients = new Clients(trusted, size)
    this.paths = new Cache(size)
    this.families = new Cache(size >> 2)
    this.routes = new Routes(
      { ...limits, children: options.maxChildren ?? 50 },
      saved && structuredClone(saved.routes),
    )
  }

  enrich(event: Event): void {
    if (event.kind === 'request') this.request(event)
    else if (event.kind !== 'metric' && event.client !== '')
      event.client = this.clients.of(event.client).client
  }

  save(): EnricherState {
    return { routes: structuredClone(this.routes.state) }
  }

  private request(event: Request): void {
    const client = this.client(event)
    if (client) {
      event.client = client.client
      event.network = client.network
    }
    if (event.agent !== '') this.agent(event, client)
    if (event.target !== '') this.target(event)
  }

  private client(event: Request): Client | undefined {
    const text = event.client === '' ? event.peer : event.client
    if (text === '') return undefined
    if (text !== this.lastText || !this.lastClient) {
      this.lastClient = this.clients.of(text)
      this.lastText = text
    }
    const client = this.lastClient
    const proxied = this.trusts && client.trusted && event.forwarded !== ''
    return proxied ? this.clients.behind(client, event.forwarded) : client
  }

  /** Clients rarely change their agent, and comparing is cheaper than looking up. */
  private agent(event: Request, client: Client | undefined): void {
    const text = event.agent
    let agent = client?.agent
    if (!agent || agent.text !== text) {
      agent = this.families.get(text) ?? this.newAgent(text)
      if (client) client.agent = agent
    }
    event.family = agent.family
  }

  private newAgent(text: string): Agent {
    const agent: Agent = { text: copy(text), family: familyOf(text) }
    if (text.length <= longestKey) this.families.set(agent.text, agent)
    return agent
  }

  private target(event: Request): void {
    const path = pathOf(event.target)
    const good = event.status >= 200 && event.status < 400
    let known = this.paths.get(path)
    if (!known || (known.growths >= 0 && (good || known.growths !== this.routes.growths)))
      known = this.look(path, good)
    if (good && known.place) known.place.hits++
    event.route = known.route
    event.area = known.area
  }

  private look(path: string, good: boolean): Known {
    const parts = partsOf(path)
    const found = parts ? this.routes.find(parts, good) : { route: special(path), place: undefined }
    if (this.routes.collapses !== this.collapses) {
      this.collapses = this.routes.collapses
      this.paths.clear()
    }
    const known: Known = {
      route: found.route,
      area: parts ? areaOf(parts) : 'page',
      place: found.place,
      growths: found.place || !parts ? -1 : this.routes.growths,
    }
    if (path.length <= longestKey) this.paths.set(path, known)
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

/** The parts between slashes, empty ones left out; undefined when it is no path. */
function partsOf(path: string): string[] | undefined {
  if (path.charCodeAt(0) !== 47) return undefined
  const parts: string[] = []
  const end = Math.min(path.length, longestPath)
  for (let start = 1; start < end;) {
    const slash = path.indexOf('/', start)
    const stop = slash < 0 || slash > end ? end : slash
    if (stop > start) parts.push(path.slice(start, stop))
    start = stop + 1
  }
  return parts
}

function special(path: string): string {
  return path === '*' ? '*' : '{other}'
}
