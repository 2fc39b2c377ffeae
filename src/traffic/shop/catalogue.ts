import { mix } from '../../stats/random.ts'

const looks =
  'blue red green black white grey soft light heavy warm classic modern vintage slim wide folding waterproof organic recycled handmade'.split(
    ' ',
  )
const stuffs = 'cotton canvas leather steel oak wool linen bamboo ceramic glass copper cork'.split(
  ' ',
)
const things =
  'backpack jacket lamp table chair kettle blanket mug notebook scarf boots tent wallet shelf clock pan teapot pillow umbrella bench'.split(
    ' ',
  )

/** Departments of the shop. */
export const categories: readonly string[] =
  'bags outdoor kitchen lighting furniture textiles stationery shoes garden sale new-in gift-ideas union-street-selection'.split(
    ' ',
  )
/** How many products the shop has. */
export const products = 3000
/** Number of the first product. */
export const firstProduct = 1001

/** Last part of the address of a product: words and its number. */
export function slugOf(product: number): string {
  const bits = mix(product)
  const look = looks[bits % looks.length]!
  const stuff = stuffs[(bits >>> 8) % stuffs.length]!
  return `${look}-${stuff}-${things[(bits >>> 16) % things.length]!}-${product}`
}

/** Something that people look for: words of a product. */
export function wordsOf(product: number): string {
  return slugOf(product)
    .split('-')
    .slice(mix(product) & 1, 3)
    .join(' ')
}

/** A version 4 UUID made of two numbers. */
export function uuidOf(high: number, low: number): string {
  const a = hex(mix(high))
  const b = hex(mix(low))
  const c = hex(mix(high ^ (low + 0x5bd1e995)))
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${'89ab'[low & 3]!}${c.slice(1, 4)}-${c.slice(4)}${hex(mix(low ^ 0x1b873593))}`
}

/** Eight hexadecimal digits. */
export function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0')
}
