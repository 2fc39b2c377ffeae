import { Random } from '../../stats/random.ts'
import { type Hit, ordinaryLabel } from '../hit.ts'
import type { Flow, Merge } from '../merge.ts'
import { isOfficeTime, rhythm } from '../rhythm.ts'
import type { World } from '../world.ts'
import { develop, useApp } from './account.ts'
import { answer } from './answers.ts'
import { shop } from './customer.ts'
import { page } from './page.ts'
import { Visitor } from './visitor.ts'

/** Requests of a visit on average, measured over many seeds. */
const perVisit = 20
/** Share of the ordinary rate that people make; robots make the rest. */
const byPeople = 0.945

/** The stream of people who come to the shop, as busy as the hour is. */
export class Visits {
  readonly #world: World
  readonly #random: Random
  readonly #gap: number
  #number = 0
  /** When the next person comes. */
  next: number

  constructor(world: World) {
    this.#world = world
    this.#random = new Random(world.seed ^ 0x76697369)
    this.#gap = (60_000 * perVisit) / (world.rate * byPeople)
    // People are under way already when the log begins.
    this.next = world.start - 240_000
    this.#advance()
  }

  /** Lets the next person in. */
  admit(merge: Merge): void {
    const random = new Random(this.#world.seed ^ 0x67756573, this.#number++)
    const flow = this.#visit(random)
    if (flow !== undefined) merge.add(flow)
    this.#advance()
  }

  #advance(): void {
    do this.next += this.#random.exponential(this.#gap)
    while (this.next < this.#world.end && this.#random.uniform() > rhythm(this.next))
    if (this.next >= this.#world.end) this.next = Infinity
  }

  #visit(random: Random): Flow | undefined {
    const world = this.#world
    const person = world.people.any(random)
    if (person.actor === 'office' && !isOfficeTime(this.next) && random.chance(0.85))
      return undefined
    const about = { random, time: this.next, label: ordinaryLabel(person.actor) }
    const visitor = new Visitor(world, person, about)
    if (world.hosts.length > 3 && random.chance(0.3))
      visitor.host = world.hosts[3 + random.below(world.hosts.length - 3)]!
    if (person.actor === 'app') return useApp(visitor)
    if (person.actor === 'developer') return develop(visitor)
    if (random.chance(0.12)) return readBlog(visitor)
    return shop(visitor)
  }
}

function* readBlog(visitor: Visitor): Generator<Hit> {
  const { random } = visitor
  visitor.host = visitor.world.blog
  do {
    const target = `/20${24 + random.below(3)}/0${1 + random.below(9)}/notes-${random.below(40)}`
    yield* page(visitor, random.chance(0.3) ? '/' : target, 'article', 2)
    if (random.chance(0.05)) {
      const hit = visitor.ask('GET', `/tag/${random.pick(['wool', 'oak', 'care'])}/feed/`)
      answer(hit, random, 'error', 404)
      yield hit
    }
    visitor.wait(60_000)
  } while (random.chance(0.5))
}
