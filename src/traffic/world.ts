import { mix, type Random } from '../stats/random.ts'
import type { Settled } from './options.ts'
import { People } from './people/people.ts'

/** The place where everything happens: its hosts, machines and people. */
export class World {
  readonly seed: number
  readonly start: number
  readonly end: number
  readonly rate: number
  readonly hosts: readonly string[]
  readonly people: People
  /** Name of the present build, in the addresses of files. */
  readonly build: string

  constructor(options: Settled) {
    this.seed = options.seed
    this.start = options.start
    this.end = options.start + options.minutes * 60_000
    this.rate = options.rate
    this.hosts = options.hosts
    this.people = new People(options.seed, options.clients)
    this.build = mix(options.seed ^ 0x6275696c)
      .toString(16)
      .padStart(8, '0')
  }

  get shop(): string {
    return this.hosts[0]!
  }

  /** The host of the API; the shop itself when there is no other. */
  get api(): string {
    return this.hosts[1] ?? this.shop
  }

  get blog(): string {
    return this.hosts[2] ?? this.shop
  }

  /** One of the machines of a host. */
  serverOf(host: string, random: Random): string {
    const name = host === this.shop ? 'web' : host === this.api ? 'api' : 'edge'
    return `${name}-${1 + random.below(2)}`
  }
}
