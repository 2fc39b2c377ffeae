import { copy } from '../text/copy.ts'
import { extensionOf, isAsset } from './area.ts'
import { longestPart, shapeOf } from './segments.ts'

/** A place in the tree of paths that were answered well. Plain data, so that it can be saved. */
export interface Place {
  /** Template of the path down to here. */
  readonly route: string
  /** Good answers that ended here. */
  hits: number
  children: Map<string, Place> | undefined
  /** Set once the children were too many: what is not among them is `{slug}`. */
  slugs: boolean
  /** What was only ever refused below this place, a few, with the route it is counted under. */
  strangers: Map<string, string> | undefined
}

/** What a path is counted under; `place` is undefined while nobody got a good answer there. */
export interface Route {
  readonly route: string
  readonly place: Place | undefined
}

export interface RouteLimits {
  /** Different children of one place before the rare ones become `{slug}`. */
  readonly children: number
  /** Places in all. */
  readonly places: number
  /** Refused templates remembered at one place, and in all. */
  readonly strangersHere: number
  readonly strangers: number
}

/** What a restart needs. Plain data. */
export interface RouteState {
  readonly root: Place
  places: number
  strangers: number
}

const deepest = 10
const slug = '{slug}'
const other = '{other}'

/**
 * Learns the routes of a site from the paths it answers well. Values are cut out by their shape at
 * once; names are kept until a place has too many of them. Refused paths teach nothing: they keep
 * their own template while there are few, and are `{other}` afterwards, so that a scanner neither
 * fills the tree nor hides the site's routes.
 */
export class Routes {
  readonly state: RouteState
  /** Counts changes that can give known paths another template. */
  collapses = 0
  /** Counts changes that can give refused paths another template. */
  growths = 0
  private readonly limits: RouteLimits

  /** @param saved is kept and changed */
  constructor(limits: RouteLimits, saved?: RouteState) {
    this.limits = limits
    this.state = saved ?? { root: place('/'), places: 1, strangers: 0 }
  }

  /** The route of a path given by its parts. @param good whether this answer teaches */
  find(parts: readonly string[], good: boolean): Route {
    const depth = Math.min(parts.length, deepest)
    let at = this.state.root
    let i = 0
    for (; i < depth; i++) {
      const next = childOf(at, shapeAt(parts, i))
      if (!next) break
      at = next
    }
    if (i === depth) return { route: at.route, place: at }
    if (!good) return { route: this.refused(at, parts, i), place: undefined }
    const grown = this.grow(at, parts, i)
    return { route: grown.route, place: grown }
  }

  /** Adds places for the parts from index `from` on; gives the deepest there is when the tree is full. */
  private grow(start: Place, parts: readonly string[], from: number): Place {
    let at = start
    for (let i = from; i < Math.min(parts.length, deepest); i++) {
      const shape = shapeAt(parts, i)
      const next = childOf(at, shape) ?? this.add(at, shape)
      if (!next) return at
      at = next
    }
    return at
  }

  private add(parent: Place, shape: string): Place | undefined {
    if (this.state.places >= this.limits.places) return undefined
    const name = copy(shape)
    parent.children ??= new Map()
    const child = place(join(parent.route, name))
    parent.children.set(name, child)
    this.state.places++
    this.growths++
    if (parent.slugs || parent.children.size <= this.limits.children) return child
    this.collapse(parent.children, parent)
    return childOf(parent, name)
  }

  /** Keeps children that a fair share of the answers went to, less for folders, and makes the rest one. */
  private collapse(children: Map<string, Place>, parent: Place): void {
    const weights = Array.from(children, ([name, child]) => ({ name, child, hits: weigh(child) }))
    const fair = (2 * weights.reduce((sum, { hits }) => sum + hits, 0)) / this.limits.children
    const rest = place(join(parent.route, slug))
    for (const { name, child, hits } of weights) {
      if (name.startsWith('{') || (hits > 4 && hits >= (child.children ? fair / 4 : fair))) continue
      rest.hits += hits
      this.forget(child)
      children.delete(name)
    }
    children.set(slug, rest)
    parent.slugs = true
    this.state.places++
    this.collapses++
  }

  private forget(child: Place): void {
    this.state.places--
    this.state.strangers -= child.strangers?.size ?? 0
    for (const below of child.children?.values() ?? []) this.forget(below)
  }

  /** Where a refused path is counted: under its own template while there is room, so never for long ones. */
  private refused(at: Place, parts: readonly string[], from: number): string {
    at.strangers ??= new Map([[other, join(at.route, other)]])
    let template = shapeAt(parts, from)
    for (let i = from + 1; i < parts.length && template.length <= longestPart * 2; i++)
      template += i < deepest ? `/${shapeAt(parts, i)}` : '/{rest}'
    const known = at.strangers.get(template)
    if (known !== undefined) return known
    const full =
      at.strangers.size > this.limits.strangersHere ||
      this.state.strangers >= this.limits.strangers ||
      template.length > longestPart * 2
    if (full) return at.strangers.get(other)!
    const route = join(at.route, template)
    at.strangers.set(copy(template), route)
    this.state.strangers++
    return route
  }
}

function place(route: string): Place {
  return { route, hits: 0, children: undefined, slugs: false, strangers: undefined }
}

function childOf(parent: Place, shape: string): Place | undefined {
  const child = parent.children?.get(shape)
  if (child ?? !parent.slugs) return child
  return shape.startsWith('{') ? undefined : parent.children!.get(slug)
}

function join(route: string, name: string): string {
  return copy(route === '/' ? `/${name}` : `${route}/${name}`)
}

function weigh(child: Place): number {
  let weight = child.hits
  for (const below of child.children?.values() ?? []) weight += weigh(below)
  return weight
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
