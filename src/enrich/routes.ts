import { copy } from '../text/copy.ts'
import { extensionOf, isAsset } from './area.ts'
import {
  createPlace,
  type Crowd,
  isShape,
  join,
  type Place,
  slug,
  type Trial,
  weigh,
} from './places.ts'
import { longestPart, shapeOf } from './segments.ts'
import { areNumbered, isMuchUsed, isWord, standing } from './standing.ts'
import { unused, use, type User } from './usage.ts'

/** What a path is counted under. */
export interface Route {
  readonly route: string
  /** Undefined while nobody got a good answer there. */
  readonly place: Place | undefined
  /** The name in it that is on trial, and where. */
  readonly trial: Trial | undefined
  readonly at: Place | undefined
  /** False when it holds only until the tree grows or shrinks. */
  readonly isSettled: boolean
}

export interface RouteLimits {
  /** Different names at one place before they have to earn their templates; twice as many are kept. */
  readonly children: number
  /** Places in one tree. */
  readonly places: number
  /** Refused templates remembered at one place, and in one tree. */
  readonly strangersHere: number
  readonly strangers: number
}

/** What a restart needs. Plain data. */
export interface RouteState {
  readonly root: Place
  places: number
  strangers: number
}

const nowhere = { place: undefined, trial: undefined, at: undefined, isSettled: false }
const deepest = 10
const other = '{other}'
/** Names on trial at one place. */
const mostTrials = 64
/** Uses after which a name has earned its template. */
const earned = 4
/** Uses of nameless paths after which it is first asked whether names are values. */
const firstCheck = 64
/** Names are values when these many times the uses of what has none are not below the uses of the rest. */
const openness = 4

/**
 * Learns the routes of one site from the paths it answers well. Values are cut out by their shape at
 * once; names are kept while they are few. Where there are more, names have to be used again and again,
 * by different networks; and where new ones keep coming they are values, `{slug}`, but for what stands
 * out. Refused paths teach nothing: they keep their own template while there are few, and are `{other}`
 * afterwards, so that a scanner neither fills the tree nor hides the site's routes.
 */
export class Routes {
  readonly state: RouteState
  /** Counts changes that can give another template to what is not settled. */
  changes = 0
  readonly #limits: RouteLimits

  /** @param saved is kept and changed */
  constructor(limits: RouteLimits, saved?: RouteState) {
    this.#limits = limits
    this.state = saved ?? { root: createPlace('/'), places: 1, strangers: 0 }
  }

  /** The route of a path given by its parts. @param good whether this answer teaches */
  find(parts: readonly string[], good: boolean): Route {
    let at = this.state.root
    let trial: Trial | undefined
    let tried: Place | undefined
    const depth = Math.min(parts.length, deepest)
    for (let i = 0; i < depth; i++) {
      const shape = shapeAt(parts, i)
      const next = this.#step(at, shape, good)
      if (!next && !good) return { route: this.#refused(at, parts, i), ...nowhere }
      if (!next) return { route: at.route, place: at, trial, at: tried, isSettled: false }
      if (good && !tried && next === at.crowd?.rest)
        trial = this.#try((tried = at), at.crowd, shape)
      at = next
    }
    return { route: at.route, place: at, trial, at: tried, isSettled: good }
  }

  #step(at: Place, shape: string, good: boolean): Place | undefined {
    const known = at.children?.get(shape) ?? this.#crowdOf(at, shape, good)?.rest
    return known ?? (good ? this.#add(at, shape) : undefined)
  }

  /** Counts a good answer on the route that `find` gave for it. */
  use({ place, trial, at }: Route, user: User): void {
    if (place) use(place, user)
    if (!trial || !at) return
    const crowd = at.crowd!
    const isTold =
      use(trial, user) && trial.count >= earned && (trial.count & (trial.count - 1)) === 0
    const isCounted = use(crowd.usage, user)
    if (isTold && hasEarned(at, trial)) this.#promote(at, trial)
    if (isCounted && !crowd.isOpen && crowd.usage.count >= crowd.check) this.#judge(at, crowd)
  }

  #add(parent: Place, name: string): Place | undefined {
    if (this.state.places >= this.#limits.places) return undefined
    const own = copy(name)
    const child = createPlace(join(parent.route, own))
    parent.children ??= new Map()
    parent.children.set(own, child)
    this.state.places++
    this.changes++
    return child
  }

  /** The crowd that a name belongs to; one that was only refused belongs to none, unless names are values. */
  #crowdOf(at: Place, name: string, good: boolean): Crowd | undefined {
    if (isShape(name)) return undefined
    const { crowd } = at
    if (!crowd) return good ? this.#gather(at) : undefined
    return good || crowd.isOpen ? crowd : undefined
  }

  /** Makes a crowd where there is no room for another name. Below `{slug}`, and numbered, they are values at once. */
  #gather(at: Place): Crowd | undefined {
    if ((at.children?.size ?? 0) < this.#limits.children) return undefined
    if (this.state.places >= this.#limits.places) return undefined
    at.crowd = {
      rest: createPlace(join(at.route, slug)),
      trials: new Map(),
      usage: unused(),
      check: firstCheck,
      isOpen: false,
    }
    this.state.places++
    this.changes++
    if (at.route.includes(slug) || areNumbered(at.children!)) this.#open(at, at.crowd)
    return at.crowd
  }

  /** The trial of a name; none where it could not be won. */
  #try(at: Place, crowd: Crowd, name: string): Trial | undefined {
    const known = crowd.trials.get(name)
    if (known) return known
    if (at.route.includes(slug) || (crowd.isOpen && !isWord(name))) return undefined
    if (crowd.trials.size >= mostTrials) endTrials(crowd)
    const trial: Trial = { name: copy(name), ...unused(), isGone: false }
    crowd.trials.set(trial.name, trial)
    return trial
  }

  #promote(at: Place, trial: Trial): void {
    const { name } = trial
    const children = at.children!
    if (children.size >= this.#limits.children * 2 && !this.#evict(children, trial.count)) return
    at.crowd!.trials.delete(name)
    trial.isGone = true
    const child = createPlace(join(at.route, name), trial)
    children.set(name, child)
    this.state.places++
    this.changes++
  }

  /** Makes room for a name with these many uses. @returns whether there was one of less than half */
  #evict(children: Map<string, Place>, count: number): boolean {
    for (const [name, child] of children) {
      if (isShape(name) || weigh(child) * 2 >= count) continue
      children.delete(name)
      this.#forget(child)
      return true
    }
    return false
  }

  /** Asks whether names grow here without end. */
  #judge(at: Place, crowd: Crowd): void {
    const others = Array.from(at.children!.values(), weigh).reduce((sum, weight) => sum + weight, 0)
    if (crowd.usage.count * openness >= others) this.#open(at, crowd)
    else crowd.check *= 2
  }

  #open(at: Place, crowd: Crowd): void {
    crowd.isOpen = true
    this.changes++
    endTrials(crowd)
    const kept = standing(at, weigh(at))
    for (const [name, child] of at.children!) {
      if (kept.has(name)) continue
      at.children!.delete(name)
      crowd.rest.count += child.count
      this.#forget(child)
    }
  }

  #forget(place: Place): void {
    place.isGone = true
    this.changes++
    this.state.places--
    this.state.strangers -= Math.max(0, (place.strangers?.size ?? 0) - 1)
    for (const below of place.children?.values() ?? []) this.#forget(below)
    if (!place.crowd) return
    endTrials(place.crowd)
    this.#forget(place.crowd.rest)
  }

  /** Where a refused path is counted: under its own template while there is room, so never for long ones. */
  #refused(at: Place, parts: readonly string[], from: number): string {
    at.strangers ??= new Map([[other, join(at.route, other)]])
    let template = shapeAt(parts, from)
    for (let i = from + 1; i < parts.length && template.length <= longestPart * 2; i++)
      template += i < deepest ? `/${shapeAt(parts, i)}` : '/{rest}'
    const known = at.strangers.get(template)
    if (known !== undefined) return known
    const full =
      at.strangers.size > this.#limits.strangersHere ||
      this.state.strangers >= this.#limits.strangers ||
      template.length > longestPart * 2
    if (full) return at.strangers.get(other)!
    const route = join(at.route, template)
    at.strangers.set(copy(template), route)
    this.state.strangers++
    return route
  }
}

function hasEarned(at: Place, trial: Trial): boolean {
  return !at.crowd!.isOpen || trial.isPosted || isMuchUsed(at, trial.count, weigh(at))
}

function endTrials(crowd: Crowd): void {
  for (const trial of crowd.trials.values()) trial.isGone = true
  crowd.trials.clear()
}

/** Files keep only their extension; braces of the path's own could be taken for ours. */
function shapeAt(parts: readonly string[], i: number): string {
  const part = parts[i]!
  if (i === parts.length - 1) {
    const extension = extensionOf(part)
    if (isAsset(extension)) return `{file}.${extension}`
  }
  return part.charCodeAt(0) === 123 ? other : shapeOf(part)
}
