import { scannedLength } from './view.ts'

/** Texts no longer than this are looked at as they are. */
export const uncondensedLength = 2048
/** Plain stretches are kept while there is less than this. */
const plainLength = 1536
/** Longest stretch that is kept or left out as one. */
const stretchLength = 256
/** Stretches that are kept, most of them arguments: no more of those are looked at one by one. */
const mostStretches = 240
/** A shorter text has no more than that. */
const fewLength = mostStretches * 2

/** The stretches of a long text that are looked at, joined, and where they come from. */
export interface Condensed {
  readonly text: string
  /** Where a place in it is in the whole text. */
  readonly placeOf: (at: number) => number
  /** Stretches with signs of a language were left out too. */
  readonly isCut: boolean
}

/** By byte: its kind of sign, as a bit; the more kinds stand together, the likelier they say something. */
const kinds = new Int32Array(256)
for (const [i, characters] of [
  '\'"`',
  '()',
  '<>',
  '{}$[]',
  ';',
  '|^~',
  '\\',
  ' +*\t\n\r',
  '#@!',
  '/',
  ':',
  '%',
].entries())
  for (const character of characters) kinds[character.charCodeAt(0)] = 1 << i
const dots = 1 << 12
const odd = 1 << 13
for (let byte = 0; byte < 256; byte++)
  if (kinds[byte] === 0 && (byte < 32 || byte > 126)) kinds[byte] = odd
const mostKinds = 14
/** Padding repeats itself: what stands in no more stretches is rare. */
const rarely = 16

/**
 * Leaves out of a long text what is plain: stretches of it (arguments, or parts of longer ones) are taken by
 * the kinds of signs in them and beside them, most first, then plain ones while the text is short. In time
 * linear in its length.
 * @returns undefined for a text that is looked at as it is
 */
export function condense(text: string): Condensed | undefined {
  if (text.length <= fewLength) return undefined
  if (text.length <= uncondensedLength && !hasMany(text)) return undefined
  const { starts, signs } = stretchesOf(text)
  const query = text.indexOf('?')
  const { chosen, isCut } = choose(starts, signs, query)
  return chosen.includes(0) ? { ...join(text, starts, chosen, query), isCut } : undefined
}

/** Whether there are more arguments than are kept. */
function hasMany(text: string): boolean {
  let count = 0
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) count++
  return count >= mostStretches
}

interface Stretches {
  /** Where each begins; the last entry is the end of the text. */
  readonly starts: readonly number[]
  /** Kinds of signs in each. */
  readonly signs: readonly number[]
}

function stretchesOf(text: string): Stretches {
  const starts = [0]
  const signs: number[] = []
  let seen = 0
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const byte = text.charCodeAt(i) & 255
    seen |= byte === 0x25 ? kinds[encodedAt(text, i)]! : kinds[byte]!
    if (byte === 0x2e && text.charCodeAt(i + 1) === 0x2e) seen |= dots
    if (byte !== 0x26 && byte !== 0x3f && i + 1 - from < stretchLength) continue
    from = i + 1
    starts.push(from)
    signs.push(seen)
    seen = 0
  }
  if (from < text.length) {
    starts.push(text.length)
    signs.push(seen)
  }
  return { starts, signs }
}

/** The byte that a percent sign and two digits stand for; the percent sign itself when they do not. */
function encodedAt(text: string, at: number): number {
  const byte = digit(text.charCodeAt(at + 1)) * 16 + digit(text.charCodeAt(at + 2))
  return byte >= 0 ? byte : 0x25
}

function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = (code | 32) - 0x61
  return letter >= 0 && letter < 6 ? letter + 10 : -1000
}

/** Stretches by score: kinds of signs in them, those whose signs are rare in this text above all others. */
function scored(signs: readonly number[]): readonly number[][] {
  const often = new Uint32Array(1 << mostKinds)
  for (const seen of signs) often[seen]!++
  const byScore: number[][] = Array.from({ length: mostKinds * 2 + 1 }, () => [])
  for (const [i, seen] of signs.entries()) {
    const isRare = seen !== 0 && often[seen]! <= rarely
    byScore[countKinds(seen) + (isRare ? mostKinds : 0)]!.push(i)
  }
  return byScore
}

/** Which stretches are kept: 1 for those. The first, and that with the question mark, are kept always. */
function choose(
  starts: readonly number[],
  signs: readonly number[],
  query: number,
): { chosen: Uint8Array; isCut: boolean } {
  const count = signs.length
  const chosen = new Uint8Array(count)
  const byScore = scored(signs)
  let room = scannedLength
  let left = mostStretches
  let isCut = false
  const keep = (i: number): boolean => {
    if (chosen[i] !== 0) return true
    // what is put between may take two bytes more
    const cost = starts[i + 1]! - starts[i]! + 2
    if (cost > room || left === 0) return false
    left--
    room -= cost
    chosen[i] = 1
    return true
  }
  const asking = starts.findIndex((start) => start > query)
  keep(0)
  if (query >= 0) keep(asking - 1)
  for (const i of byScore.slice(1).toReversed().flat()) {
    if (!keep(i)) isCut = true
    else {
      if (isLong(starts, i - 1)) keep(i - 1)
      if (isLong(starts, i + 1)) keep(i + 1)
    }
  }
  for (const i of byScore[0]!) if (room > scannedLength - plainLength) keep(i)
  return { chosen, isCut }
}

/** A stretch may be a part of something longer. */
function isLong(starts: readonly number[], at: number): boolean {
  return (starts[at + 1] ?? 0) - (starts[at] ?? 0) === stretchLength
}

function countKinds(signs: number): number {
  let count = 0
  for (let left = signs; left !== 0; left &= left - 1) count++
  return count
}

/** Joins what is kept, so that arguments that were apart stay apart. */
function join(
  text: string,
  starts: readonly number[],
  chosen: Uint8Array,
  query: number,
): Omit<Condensed, 'isCut'> {
  let joined = ''
  const froms: number[] = []
  const places: number[] = []
  for (let i = 0; i < chosen.length; i++) {
    if (chosen[i] === 0) continue
    const start = starts[i]!
    const before = text[start - 1]
    if (chosen[i - 1] === 0 && start > query && query >= 0) {
      const last = joined.at(-1)
      const isArgument = last === '&' || last === '?'
      if (before === '&') joined += isArgument ? '' : '&'
      else if (isArgument) joined += '='
    }
    froms.push(joined.length)
    places.push(start)
    joined += text.slice(start, starts[i + 1])
  }
  const placeOf = (at: number): number => {
    const next = froms.findIndex((from) => from > at)
    const i = next < 0 ? froms.length - 1 : Math.max(next - 1, 0)
    return Math.min(places[i]! + at - froms[i]!, text.length)
  }
  return { text: joined, placeOf }
}
