import type { Event, ServerError } from '../event/event.ts'
import { Request } from '../event/request.ts'
import { copy } from '../text/copy.ts'
import { TextMemory } from '../text/memory.ts'
import { familyOf } from './agents.ts'
import { Clients } from './clients.ts'
import type { Agent, Client } from './clients.ts'
import type { SitesState } from './sites.ts'
import { Targets, usualChildren } from './targets.ts'

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
  readonly sites: SitesState
}

/** Longer agents are not remembered. */
const longestAgent = 512
const bytesOfAgent = 256

/** Fills in who asked and for what: client, network, route, area, family. */
export class Enricher {
  private readonly clients: Clients
  private readonly trusts: boolean
  private readonly targets: Targets
  private readonly families: TextMemory<Agent>
  /** What a line of an error log asked for; its status is that of no good answer. */
  private readonly asked = new Request()
  /** The address of the event before, often that of the next as well; keeps no more than one chunk alive. */
  private lastText = ''
  private lastClient: Client | undefined

  /** @throws RangeError when a trusted proxy is no address, range or known name */
  constructor(options: EnrichOptions = {}, saved?: EnricherState) {
    const size = options.cacheSize ?? 16_384
    const trusted = options.trustedProxies ?? []
    this.trusts = trusted.length > 0
    this.clients = new Clients(trusted, size)
    this.families = new TextMemory(size >> 2, (size >> 2) * bytesOfAgent)
    this.targets = new Targets(
      options.maxChildren ?? usualChildren,
      size,
      saved && structuredClone(saved.sites),
    )
  }

  enrich(event: Event): void {
    if (event.kind === 'request') this.request(event)
    else if (event.kind === 'error') this.error(event)
    else if (event.kind === 'flow' && event.client !== '')
      event.client = this.clients.of(event.client).client
  }

  save(): EnricherState {
    return { sites: this.targets.save() }
  }

  private request(event: Request): void {
    const client = this.client(event)
    if (client) {
      event.client = client.client
      event.network = client.network
    }
    if (event.agent !== '') this.agent(event, client)
    if (event.target !== '') this.targets.enrich(event, client?.number ?? 0)
  }

  /** A route is looked up as it is known: that a server failed at it teaches nothing. */
  private error(event: ServerError): void {
    let network = 0
    if (event.client !== '') {
      const client = this.clients.of(event.client)
      event.client = client.client
      event.network = client.network
      network = client.number
    }
    if (event.target === '') return
    const asked = this.asked
    asked.target = event.target
    asked.host = event.host
    this.targets.enrich(asked, network)
    event.route = asked.route
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
    // The same string for the same agent: who looks it up later need not read it again.
    event.agent = agent.text
  }

  private newAgent(text: string): Agent {
    const agent: Agent = { text: copy(text), family: familyOf(text) }
    if (text.length <= longestAgent) this.families.set(agent.text, agent)
    return agent
  }
}
