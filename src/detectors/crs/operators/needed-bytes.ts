import type { Syntax } from '../../../text/search/syntax.ts'

/** One byte of which every match has at least one: 1 for each byte of the set. */
export type ByteSet = Uint8Array

/** Sets of one pattern; more tell little. */
const mostSets = 4
/** A set that most texts have a byte of keeps nothing away. */
const mostCommon = 0.5

/** How likely an ordinary value has a byte, about. */
const frequency: Float64Array = Float64Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte)
  if (/[a-z0-9]/i.test(char)) return 0.3
  if ('/._- '.includes(char)) return 0.2
  return '=&?%:,;()+'.includes(char) ? 0.05 : 0.01
})

/** Byte sets that every match of a pattern has a byte of, the rarest first. */
export function neededBytes(syntax: Syntax): readonly ByteSet[] {
  return rarest(needs(syntax).filter((set) => commonness(set) < mostCommon))
}

function needs(syntax: Syntax): readonly ByteSet[] {
  switch (syntax.is) {
    case 'set':
      return [syntax.bytes]
    case 'sequence':
      return rarest(syntax.of.flatMap(needs))
    case 'repeat':
      return syntax.least > 0 ? needs(syntax.of) : []
    case 'either':
      return either(syntax.of.map(needs))
    default:
      return []
  }
}

/** Each set is made of one set of every way. */
function either(ways: readonly (readonly ByteSet[])[]): readonly ByteSet[] {
  const count = Math.min(...ways.map(({ length }) => length))
  return Array.from({ length: count }, (_, i) => {
    const all = new Uint8Array(256)
    for (const sets of ways) for (let byte = 0; byte < 256; byte++) all[byte]! |= sets[i]![byte]!
    return all
  })
}

function rarest(sets: readonly ByteSet[]): readonly ByteSet[] {
  if (sets.length < 2) return sets
  return sets
    .map((set) => ({ set, common: commonness(set) }))
    .toSorted((a, b) => a.common - b.common)
    .filter(({ set }, i, all) => i === 0 || !isSame(set, all[i - 1]!.set))
    .slice(0, mostSets)
    .map(({ set }) => set)
}

function isSame(a: ByteSet, b: ByteSet): boolean {
  return a.every((isIn, byte) => isIn === b[byte])
}

function commonness(set: ByteSet): number {
  let sum = 0
  for (let byte = 0; byte < 256; byte++) if (set[byte] === 1) sum += frequency[byte]!
  return sum
}
