import { copy } from '../text/copy.ts'
import { unused, type Usage } from './usage.ts'

/** A place in the tree of paths that were answered well. Plain data, so that it can be saved. */
export interface Place extends Usage {
  /** Template of the path down to here. */
  readonly route: string
  children: Map<string, Place> | undefined
  /** Set once there were more names than have room. */
  crowd: Crowd | undefined
  /** What was only ever refused below this place, a few, with the route it is counted under. */
  strangers: Map<string, string> | undefined
  /** No longer in the tree. */
  isGone: boolean
}

/** The names at one place that have no template of their own. */
export interface Crowd {
  /** Where they are counted: `{slug}`. */
  readonly rest: Place
  /** Names that may still earn a template. */
  readonly trials: Map<string, Trial>
  /** Uses of all of them. */
  readonly usage: Usage
  /** Uses at which it is next asked whether names grow here without end. */
  check: number
  /** They do: then names are values, and only what stands out is a template. */
  isOpen: boolean
}

/** A name that is on trial. */
export interface Trial extends Usage {
  readonly name: string
  isGone: boolean
}

/** The template of names that are values. */
export const slug = '{slug}'

/** A place of this template, with the uses it had under another. */
export function createPlace(route: string, used: Usage = unused()): Place {
  return {
    route,
    count: used.count,
    isPosted: used.isPosted,
    last: used.last,
    minute: used.minute,
    children: undefined,
    crowd: undefined,
    strangers: undefined,
    isGone: false,
  }
}

/** The template one part further down. */
export function join(route: string, name: string): string {
  return copy(route === '/' ? `/${name}` : `${route}/${name}`)
}

/** Uses of a place and all below it. */
export function weigh(place: Place): number {
  let weight = place.count
  for (const below of place.children?.values() ?? []) weight += weigh(below)
  return place.crowd ? weight + weigh(place.crowd.rest) : weight
}

/** Whether a name is one of the few that stand for values: `{n}`, `{file}.css`. */
export function isShape(name: string): boolean {
  return name.charCodeAt(0) === 123 && (name.endsWith('}') || name.startsWith('{file}.'))
}
