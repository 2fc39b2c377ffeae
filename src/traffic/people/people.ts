import { Random } from '../../stats/random.ts'
import type { Actor } from '../hit.ts'
import { addressIn, addressOf, household, place } from './addresses.ts'
import { appAgent, desktopAgent, phoneAgent, toolAgent } from './agents.ts'

/** One person at one of their devices. */
export interface Person {
  readonly id: number
  readonly actor: Actor
  readonly agent: string
  readonly country: string
  readonly client: string
  /** The /64 when the client has IPv6; its other addresses come from there. */
  readonly network: string
  readonly protocol: string
  /** Milliseconds a hundred kilobytes take to this person. */
  readonly pace: number
}

/** How many people share one office or carrier address at most. */
const crowd = 350

/** Everybody who may visit; made from the seed whenever asked, so any number costs no memory. */
export class People {
  readonly #seed: number
  readonly #clients: number

  constructor(seed: number, clients: number) {
    this.#seed = seed
    this.#clients = clients
  }

  /** Somebody; regular visitors come more often. */
  any(random: Random): Person {
    return this.person(Math.floor(this.#clients * random.uniform() ** 1.4), random)
  }

  /** A person by number; the address of today when the household changes it. */
  person(id: number, today: Random): Person {
    const random = new Random(this.#seed ^ 0x70656f70, id)
    const where = place(random)
    const share = random.uniform()
    const isPhone = random.chance(0.48)
    const protocol = random.chance(0.8) ? 'HTTP/2.0' : 'HTTP/1.1'
    const pace = random.logNormal(45, 0.6)
    const all = { id, protocol, pace, network: '', country: where.country }
    if (share < 0.13)
      return {
        ...all,
        ...this.office(random.below(this.#groups(0.13))),
        agent: desktopAgent(random),
      }
    if (share < 0.3)
      return {
        ...all,
        ...this.carrier(random.below(this.#groups(0.17))),
        agent: phoneAgent(random),
        pace: pace * 3,
      }
    const agent = isPhone ? phoneAgent(random) : desktopAgent(random)
    if (share < 0.52) {
      const network = household(random)
      return { ...all, actor: 'customer', agent, network, client: addressOf(today, network) }
    }
    const client = addressIn(random, where.block)
    if (share < 0.57) return { ...all, actor: 'app', agent: appAgent(random), client }
    if (share < 0.58) return { ...all, actor: 'developer', agent: toolAgent(random), client }
    return { ...all, actor: 'customer', agent, client }
  }

  /** An address that hundreds share in an office. */
  office(number: number): { actor: Actor; client: string; country: string } {
    const random = new Random(this.#seed ^ 0x6f666669, number % this.#groups(0.13))
    const where = place(random)
    return { actor: 'office', client: addressIn(random, where.block), country: where.country }
  }

  /** An address that a mobile carrier lends to hundreds at once. */
  carrier(number: number): { actor: Actor; client: string; country: string } {
    const random = new Random(this.#seed ^ 0x63617272, number % this.#groups(0.17))
    const where = place(random)
    return { actor: 'mobile', client: addressIn(random, where.block), country: where.country }
  }

  #groups(share: number): number {
    return Math.max(1, Math.ceil((this.#clients * share) / crowd))
  }
}
