import type { Random } from '../../stats/random.ts'
import type { Hit } from '../hit.ts'
import type { Person } from '../people/people.ts'
import type { Visitor } from '../shop/visitor.ts'
import type { World } from '../world.ts'

/** One planned attack or outage: what a detector should find. */
export interface Campaign {
  /** Unique in one run: the name with a number. */
  readonly id: string
  /** Name from the list of kinds of findings. */
  readonly kind: string
  /** Which campaign it is: the kind, or the kind and its manner, as in `scanner/disguised`. */
  readonly name: string
  /** Epoch milliseconds; every request of it lies in [start, end). */
  readonly start: number
  readonly end: number
  /** Virtual host it concerns. */
  readonly host: string
  /** Addresses it comes from, none for an outage. */
  readonly addresses: readonly string[]
  /** Path it concerns, where it concerns one: exact, or the start of it when it ends with `/`. */
  readonly route: string
}

/** Where attackers sit: alone, in one network, behind an address shared with honest people, or in their machines. */
export type Base = 'alone' | 'household' | 'network' | 'office' | 'carrier' | 'customers'

/** What the agent of an attacker looks like. */
export type Guise = 'browser' | 'library' | 'scanner'

/** A way to attack. */
export interface Attack {
  readonly name: string
  readonly kind: string
  /** Usual length. */
  readonly minutes: number
  readonly attackers: number
  readonly base: Base
  readonly guise: Guise
  /** Milliseconds between two requests of one attacker, on average. */
  readonly gap: number | ((world: World) => number)
  /** Fewest requests that make it one: in short runs it goes faster. */
  readonly least: number
  /** Whether it goes on for hours beside all others. */
  readonly isSlow?: boolean
  readonly host?: (world: World) => string
  readonly route?: string
  /** The next request; `turn` counts from 0 for each attacker. */
  readonly strike: (visitor: Visitor, turn: number) => Hit
}

/** Something that breaks in the shop itself: it changes what is there. */
export interface Outage {
  readonly name: string
  readonly kind: string
  readonly minutes: number
  readonly host: (world: World) => string
  readonly routes: readonly string[]
  /** Changes an answer that lies in its way. @returns false when nothing is logged at all, undefined when it escapes */
  readonly change: (hit: Hit, random: Random) => boolean | undefined
}

/** A campaign that attackers carry out, with them. */
export interface Raid {
  readonly campaign: Campaign
  readonly attack: Attack
  readonly people: readonly Person[]
}

/** A campaign that something breaking makes. */
export interface Failing {
  readonly campaign: Campaign
  readonly outage: Outage
}
