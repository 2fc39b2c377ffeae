import type { Area, Request } from '../event/request.ts'
import { TextMemory } from '../text/memory.ts'
import { areaOf } from './area.ts'
import type { Route, Routes } from './routes.ts'
import { Sites, type SitesState } from './sites.ts'
import type { User } from './usage.ts'

/** What is known of a path on one site. */
interface Known extends Route {
  readonly routes: Routes
  readonly area: Area
  /** Changes of the tree at which this was found out. */
  readonly changes: number
  /** The same path on other sites. */
  readonly next: Known | undefined
  /** How many follow. */
  readonly more: number
}

/** Different names at one place before they have to earn their templates. */
export const usualChildren = 32
const limits = { places: 5_000, strangersHere: 50, strangers: 500 }
/** Longer paths are not remembered. */
const longestKey = 512
/** Most of a path that is looked at. */
const longestPath = 1024
/** Sites on which one path is remembered. */
const mostSites = 8
const bytesOfEntry = 128

/** Finds the route and area of what is asked for. */
export class Targets {
  readonly #sites: Sites
  /** By target as sent, and by path. */
  readonly #targets: TextMemory<Known>
  readonly #paths: TextMemory<Known>
  readonly #user: User = { network: 0, minute: 0, isPosting: false }

  /** @param saved is kept and changed */
  constructor(children: number, cacheSize: number, saved?: SitesState) {
    this.#sites = new Sites({ ...limits, children }, saved)
    this.#targets = new TextMemory(cacheSize, cacheSize * bytesOfEntry)
    this.#paths = new TextMemory(cacheSize, cacheSize * bytesOfEntry)
  }

  /** Fills in route and area, and learns when the answer was good. @param network number of who asks */
  enrich(event: Request, network: number): void {
    this.#user.network = network
    const good = isGood(event)
    const routes = this.#sites.of(event.host)
    let known = this.#targets.get(event.target)
    // equal targets become one string: who compares them later compares no characters
    event.target = this.#targets.asked
    while (known && known.routes !== routes) known = known.next
    if (!known || !holds(known, good)) known = this.#find(routes, event.target, good)
    event.route = known.route
    event.area = known.area
    if (good) this.#learn(event, known)
  }

  save(): SitesState {
    return this.#sites.save()
  }

  #learn(event: Request, known: Known): void {
    const { routes } = known
    const user = this.#user
    user.minute = Math.floor(event.time / 60_000)
    user.isPosting = isPosting(event.method)
    routes.use(known, user)
    if (event.host !== '' && this.#sites.isShared(routes)) this.#sites.use(event.host, user)
  }

  /** Finds out by the path what is not known of the target, and notes it of both. */
  #find(routes: Routes, target: string, good: boolean): Known {
    const path = pathOf(target)
    const first = this.#paths.get(path)
    let known = first
    while (known && known.routes !== routes) known = known.next
    if (!known || !holds(known, good)) known = this.#look(routes, path, good, first)
    if (target.length <= longestKey) this.#targets.set(target, known)
    return known
  }

  #look(routes: Routes, path: string, good: boolean, first: Known | undefined): Known {
    const parts = partsOf(path)
    const found = parts ? routes.find(parts, good) : nowhere(path)
    const next = first && (first.routes === routes || first.more >= mostSites) ? undefined : first
    const known: Known = {
      routes,
      route: found.route,
      place: found.place,
      trial: found.trial,
      at: found.at,
      isSettled: found.isSettled,
      area: parts ? areaOf(parts) : 'page',
      changes: routes.changes,
      next,
      more: next ? next.more + 1 : 0,
    }
    if (path.length <= longestKey) this.#paths.set(path, known)
    return known
  }
}

/** An answer with content, or that sends on elsewhere for now; a page that has moved is not there. */
function isGood({ status }: Request): boolean {
  return status >= 200 && status < 400 && status !== 301 && status !== 308
}

/** POST, PUT, PATCH. */
function isPosting(method: string): boolean {
  return method.charCodeAt(0) === 80
}

function holds(known: Known, good: boolean): boolean {
  if (known.place?.isGone || known.trial?.isGone) return false
  if (!good && known.trial && !known.at!.crowd!.isOpen) return false
  return known.isSettled || (!good && known.changes === known.routes.changes)
}

/** The path of a target, without query, scheme and authority. */
function pathOf(target: string): string {
  let start = 0
  if (target.charCodeAt(0) !== 47) {
    const scheme = target.indexOf('://')
    if (scheme > 0 && scheme < 8) {
      const slash = target.indexOf('/', scheme + 3)
      if (slash < 0) return '/'
      start = slash
    }
  }
  const query = target.indexOf('?', start)
  return start === 0 && query < 0 ? target : target.slice(start, query < 0 ? undefined : query)
}

/** The parts between slashes, empty ones left out; undefined when it is no path. */
function partsOf(path: string): string[] | undefined {
  if (path.charCodeAt(0) !== 47) return undefined
  const parts: string[] = []
  const end = Math.min(path.length, longestPath)
  for (let start = 1; start < end;) {
    const slash = path.indexOf('/', start)
    const stop = slash < 0 || slash > end ? end : slash
    if (stop > start) parts.push(path.slice(start, stop))
    start = stop + 1
  }
  return parts
}

/** What is no path. */
function nowhere(path: string): Route {
  return path === '*' ? everything : unknown
}

const pathless = { place: undefined, trial: undefined, at: undefined, isSettled: true }
const everything: Route = { route: '*', ...pathless }
const unknown: Route = { route: '{other}', ...pathless }
