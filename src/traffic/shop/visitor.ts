import { mix, type Random } from '../../stats/random.ts'
import { Hit, type Label } from '../hit.ts'
import type { Person } from '../people/people.ts'
import type { World } from '../world.ts'

/** Somebody under way: makes their requests, keeps their clock and where they come from. */
export class Visitor {
  readonly world: World
  readonly person: Person
  readonly random: Random
  label: Label
  time: number
  host: string
  /** Address of the page they look at. */
  referrer = ''
  user = ''
  /** Files they have already; a small set of bits by hash, as a cache forgets. */
  #kept = 0

  constructor(world: World, person: Person, about: { random: Random; time: number; label: Label }) {
    this.world = world
    this.person = person
    this.random = about.random
    this.time = about.time
    this.label = about.label
    this.host = world.hosts[0]!
  }

  /** A request at the present moment, without its answer. */
  ask(method: string, target: string, host: string = this.host): Hit {
    const hit = new Hit(this.label)
    const { person } = this
    hit.time = Math.round(this.time)
    hit.client = person.client
    hit.country = person.country
    hit.agent = person.agent
    hit.protocol = person.protocol
    hit.method = method
    hit.target = target
    hit.host = host
    hit.server = this.world.serverOf(host, this.random)
    hit.port = 1024 + (mix(person.id ^ (this.time >>> 14)) % 64_000)
    hit.referrer = this.referrer
    hit.sent = 380 + target.length + (method === 'GET' ? 0 : 60 + this.random.below(400))
    return hit
  }

  /** Lets time go by: exponentially distributed with this mean, at least a tenth of it. */
  wait(mean: number): void {
    this.time += 0.1 * mean + this.random.exponential(0.9 * mean)
  }

  /** Whether a file is in the browser's cache; from now on it is. */
  keeps(file: number): boolean {
    const bit = 1 << (file & 31)
    const had = (this.#kept & bit) !== 0
    this.#kept |= bit
    return had
  }

  /** The address of a page as its successor sends it. */
  arrive(target: string, host: string = this.host): void {
    this.referrer = `https://${host}${target}`
  }
}
