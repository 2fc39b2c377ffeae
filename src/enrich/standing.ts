import { type Place, weigh } from './places.ts'

/** Fewer uses than these prove nothing. */
const least = 8
/** Share of the uses that makes a word a section: of the whole site, and of a place further down. */
const shareOfSite = 0.002
const shareOfPlace = 0.1
/** What more than one in four has is no distinction. */
const most = 0.25
const word = /^[a-z]{1,20}(?:[-_][a-z]{1,20})?(?:\.[a-z]{2,5})?$/i

/** Whether a name reads as the name of a section, not as a title or a key. */
export function isWord(name: string): boolean {
  return name.length <= 46 && word.test(name)
}

/** Whether a word is used so much that it is a section even where names grow without end. */
export function isMuchUsed(parent: Place, count: number, total: number): boolean {
  return count >= least && count >= total * (parent.route === '/' ? shareOfSite : shareOfPlace)
}

/**
 * The names below a place that keep their templates when the names there turn out to be values: what
 * things are sent to, folders with content of their own, words that are much used.
 */
export function standing(parent: Place, total: number): Set<string> {
  const children = [...(parent.children ?? [])]
  const below = new Map<string, number>()
  for (const [, { children: own }] of children)
    for (const name of own?.keys() ?? []) below.set(name, (below.get(name) ?? 0) + 1)
  const few = Math.max(2, children.length * most)
  const isTelling = children.filter(([, child]) => child.isPosted).length <= few
  const isOwn = (name: string): boolean => !name.startsWith('{') && below.get(name)! < few
  const stands = ([name, child]: [string, Place]): boolean => {
    if (name.startsWith('{')) return true
    const weight = weigh(child)
    if (weight < least) return false
    if (isTelling && child.isPosted) return true
    if ([...(child.children?.keys() ?? [])].some((own) => isOwn(own))) return true
    return isWord(name) && isMuchUsed(parent, weight, total)
  }
  return new Set(children.filter((child) => stands(child)).map(([name]) => name))
}

/** Whether most names are one name with different numbers in it. */
export function areNumbered(children: ReadonlyMap<string, Place>): boolean {
  const bare = new Map<string, number>()
  for (const name of children.keys()) {
    const mask = name.replaceAll(/\d+/g, '0')
    if (mask !== name || /0/.test(name)) bare.set(mask, (bare.get(mask) ?? 0) + 1)
  }
  return Math.max(0, ...bare.values()) * 2 > children.size
}
