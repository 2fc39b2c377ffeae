import { hashText } from '../stats/random.ts'
import { copy } from '../text/copy.ts'
import { TextMemory } from '../text/memory.ts'
import { addressText, inRange, networkText, parseAddress, parseRange } from './address.ts'
import type { Address, Range } from './address.ts'
import { knownProxies } from './known-proxies.ts'

/** Who asked: canonical address, its /24 or /64, and whether it is a proxy whose word is taken. */
export interface Client {
  readonly client: string
  readonly network: string
  readonly trusted: boolean
  /** A hash of its network, or of itself where it has none: to count by. */
  readonly number: number
  /** The agent it last came with. */
  agent: Agent | undefined
}

/** An agent as logged, and the family it belongs to. */
export interface Agent {
  readonly text: string
  readonly family: string
}

/** More hops than this in a forwarded chain are not believed. */
const mostHops = 32
/** A name instead of an address is kept up to this length. */
const longestName = 128
const bytesOfEntry = 64

/** Finds the client of a request: the right-most address that is not a trusted proxy. */
export class Clients {
  private readonly ranges: Range[] = []
  private readonly addresses: TextMemory<Client>
  private readonly chains: TextMemory<Client>

  /** @param trusted names of known sets, CIDR ranges, addresses. Throws RangeError for anything else. */
  constructor(trusted: readonly string[], cacheSize: number) {
    this.addresses = new TextMemory(cacheSize, cacheSize * bytesOfEntry)
    this.chains = new TextMemory(cacheSize >> 2, cacheSize * bytesOfEntry)
    for (const text of trusted.flatMap((name) => knownProxies[name] ?? [name])) {
      const range = parseRange(text)
      if (!range)
        throw new RangeError(`'${text}' is no address, no range and no known set of proxies`)
      this.ranges.push(range)
    }
  }

  /** What is known of one address as logged; a host name stands for itself and has no network. */
  of(text: string): Client {
    const cached = this.addresses.get(text)
    if (cached) return cached
    const address = parseAddress(text)
    const name = address ? addressText(address) : copy(text.slice(0, longestName))
    const network = address ? networkText(address) : ''
    const client: Client = {
      client: name,
      network,
      number: hashText(network === '' ? name : network) >>> 2,
      trusted: address !== undefined && this.isTrusted(address),
      agent: undefined,
    }
    if (text.length > longestName) return client
    this.addresses.set(text, client)
    return client
  }

  /** The client at the far end of a chain such as X-Forwarded-For, when `peer` is trusted. */
  behind(peer: Client, forwarded: string): Client {
    const cached = this.chains.get(forwarded)
    const found = cached ?? this.walk(forwarded)
    if (!cached) this.chains.set(forwarded, found ?? none)
    return found && found !== none ? found : peer
  }

  private walk(forwarded: string): Client | undefined {
    let end = forwarded.length
    let last: Client | undefined
    for (let hop = 0; hop < mostHops && end >= 0; hop++) {
      const comma = end === 0 ? -1 : forwarded.lastIndexOf(',', end - 1)
      const text = forwarded.slice(comma + 1, end)
      const part = text.length <= longestName ? this.of(text.trim()) : none
      if (part.network === '') break
      last = part
      if (!part.trusted) break
      end = comma
    }
    return last
  }

  private isTrusted(address: Address): boolean {
    return this.ranges.some((range) => inRange(address, range))
  }
}

const none: Client = { client: '', network: '', trusted: false, number: 0, agent: undefined }
