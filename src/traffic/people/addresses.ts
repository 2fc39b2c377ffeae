import type { Random } from '../../stats/random.ts'

const countries: readonly (readonly [string, readonly number[]])[] = [
  ['US', [24, 47, 66, 71, 73, 98, 174]],
  ['DE', [79, 84, 87, 91, 93]],
  ['GB', [81, 82, 86, 90]],
  ['FR', [78, 83, 88, 92]],
  ['ES', [80, 85, 95]],
  ['NL', [77, 94, 145]],
  ['PL', [31, 37, 89]],
  ['BR', [177, 187, 189, 200]],
  ['IN', [49, 103, 117, 122]],
  ['JP', [126, 133, 153, 219]],
  ['UA', [46, 176, 178]],
  ['EG', [41, 156, 197]],
]

/** Where somebody is: a network address block and its country. */
export interface Place {
  readonly country: string
  /** First number of an IPv4 address there. */
  readonly block: number
}

/** Somewhere people live. */
export function place(random: Random): Place {
  const [country, blocks] = countries[random.zipf(countries.length)]!
  return { country, block: random.pick(blocks) }
}

/** An IPv4 address of a place. */
export function addressIn(random: Random, block: number): string {
  return `${block}.${random.below(256)}.${random.below(256)}.${1 + random.below(254)}`
}

/** A /64 network: the first half of the IPv6 addresses of one household. */
export function household(random: Random): string {
  const first = random.pick(['2001', '2003', '2600', '2607', '2a01', '2a02', '2804', '2405'])
  return `${first}:${group(random)}:${group(random)}:${group(random)}`
}

/** One of the changing addresses of a household, shortest form. */
export function addressOf(random: Random, network: string): string {
  return `${network}:${group(random)}:${group(random)}:${group(random)}:${group(random)}`
}

function group(random: Random): string {
  return (1 + random.below(65535)).toString(16)
}
