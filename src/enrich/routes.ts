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
  /** Templates below this place that were only ever refused, a few of them. */
  strangers: Set<string> | undefined
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

const deepest = 10
const slug = '{slug}'

/**
 * Learns the routes of a site from the paths it answers well. Values are cut out by their shape at
 * once; names are kept until a place has too many of them. Refused paths teach nothing: they keep
 * their own template while there are few, and are `{other}` afterwards, so that a scanner neither
 * fills the tree nor hides the site's routes.
 */
export class Routes {
  readonly state: { root: Place; places: number; strangers: number }
  /** Counts changes that can give known paths another template. */
  collapses = 0
  /** Counts changes that can give refused paths another template. */
  growths = 0
  private readonly limits: RouteLimits

  constructor(limits: RouteLimits, saved?: Routes['state']) {
    this.limits = limits
    this.state = saved ?? { root: place('/'), places: 1, strangers: 0 }
  }

  /** The route of a path given by its parts. @param good whether this answer teaches */
  find(parts: readonly string[], good: boolean): Route {
    const shapes = shapesOf(parts)
    let at = this.state.root
    let i = 0
    for (; i < shapes.length; i++) {
      const next = childOf(at, shapes[i]!)
      if (!next) break
      at = next
    }
    if (i === shapes.length) return { route: at.route, place: at }
    if (!good) return { route: this.refused(at, shapes.slice(i).join('/')), place: undefined }
    const grown = this.grow(at, shapes, i)
    return { route: grown.route, place: grown }
  }

  /** Adds places for `shapes` from index `from` on; gives the deepest there is when the tree is full. */
  private grow(start: Place, shapes: readonly string[], from: number): Place {
    let at = start
    for (let i = from; i < shapes.length; i++) {
      const next = childOf(at, shapes[i]!) ?? this.add(at, shapes[i]!)
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
    this.collapse(parent)
    return childOf(parent, name)
  }

  /** Keeps children that a fair share of the answers went to, and makes the rest one. */
  private collapse(parent: Place): void {
    const weights = [...parent.children!].map(([name, child]) => ({
      name,
      child,
      weight: weigh(child),
    }))
    const all = weights.reduce((sum, { weight }) => sum + weight, 0)
    const rest = place(join(parent.route, slug))
    for (const { name, child, weight } of weights) {
      const stays = name.startsWith('{') || (weight > 4 && weight * this.limits.children >= all * 2)
      if (stays) continue
      rest.hits += weight
      this.forget(child)
      parent.children!.delete(name)
    }
    parent.children!.set(slug, rest)
    parent.slugs = true
    this.state.places++
    this.collapses++
  }

  private forget(child: Place): void {
    this.state.places--
    this.state.strangers -= child.strangers?.size ?? 0
    for (const below of child.children?.values() ?? []) this.forget(below)
  }

  private refused(at: Place, rest: string): string {
    const template = rest.length > longestPart * 2 ? '{long}' : rest
    const room =
      this.state.strangers < this.limits.strangers &&
      (at.strangers?.size ?? 0) < this.limits.strangersHere
    if (!at.strangers?.has(template)) {
      if (!room) return join(at.route, '{other}')
      at.strangers ??= new Set()
      at.strangers.add(copy(template))
      this.state.strangers++
    }
    return join(at.route, template)
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

function shapesOf(parts: readonly string[]): string[] {
  const shapes: string[] = []
  for (let i = 0; i < parts.length; i++) {
    if (i === deepest) return [...shapes, '{rest}']
    const part = parts[i]!
    const extension = i === parts.length - 1 ? extensionOf(part) : ''
    if (isAsset(extension)) shapes.push(`{file}.${extension}`)
    else shapes.push(part.startsWith('{') ? '{other}' : shapeOf(part))
  }
  return shapes
}
