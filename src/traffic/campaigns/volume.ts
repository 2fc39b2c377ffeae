import type { Hit } from '../hit.ts'
import { answer } from '../shop/answers.ts'
import { categories, firstProduct, products, slugOf, uuidOf } from '../shop/catalogue.ts'
import { encoded, searchWords } from '../shop/words.ts'
import type { Visitor } from '../shop/visitor.ts'
import type { World } from '../world.ts'
import type { Attack } from './campaign.ts'

/** How fast a flood must be to matter: many times the whole shop. */
function floodGap(times: number, attackers: number): (world: World) => number {
  return (world) => (60_000 * attackers) / Math.max(1500, world.rate * times)
}

function flood(visitor: Visitor): Hit {
  const { random } = visitor
  const hit = visitor.ask(
    'GET',
    random.chance(0.8) ? `/search?q=${encoded(searchWords(random))}` : '/',
  )
  const isShed = random.chance(0.35)
  answer(hit, random, isShed ? 'refused' : 'search', isShed ? random.pick([429, 503, 503]) : 200)
  if (!isShed) hit.duration *= 3
  return hit
}

function scrape(visitor: Visitor, turn: number): Hit {
  const { random } = visitor
  const number = firstProduct + (turn % products)
  const isList = turn % 24 === 0
  const target = isList
    ? `/category/${categories[turn % categories.length]!}?page=${1 + (turn % 40)}`
    : `/product/${slugOf(number)}`
  const hit = visitor.ask('GET', target)
  answer(hit, random, isList ? 'category' : 'product', random.chance(0.01) ? 404 : 200)
  return hit
}

function exfiltrate(visitor: Visitor, turn: number): Hit {
  const { random } = visitor
  const hit = visitor.ask(
    'GET',
    `/account/export?format=${random.pick(['csv', 'json'])}&table=customers&offset=${turn * 5000}`,
  )
  answer(hit, random, 'export', random.chance(0.04) ? 504 : 200)
  if (hit.status === 200) {
    hit.bytes = Math.round(random.logNormal(9_000_000, 0.35))
    hit.duration = hit.bytes / random.between(4000, 9000)
  }
  return hit
}

function abuse(visitor: Visitor, turn: number): Hit {
  const { random } = visitor
  const target = random.chance(0.7)
    ? `/api/v2/products/${firstProduct + (turn % products)}/price?currency=EUR`
    : `/api/v2/orders/${uuidOf(random.integer32(), turn)}`
  const hit = visitor.ask('GET', target, visitor.world.api)
  const status = target.includes('orders')
    ? random.pick([403, 404, 404, 200])
    : random.chance(0.08)
      ? 429
      : 200
  answer(hit, random, status === 200 ? 'api' : 'refused', status)
  return hit
}

/** Attacks by how much is asked, not what. */
export const volume: readonly Attack[] = [
  {
    name: 'flood',
    kind: 'flood',
    minutes: 3,
    attackers: 1,
    base: 'alone',
    guise: 'browser',
    gap: floodGap(5, 1),
    least: 600,
    route: '/search',
    strike: flood,
  },
  {
    name: 'distributed_flood',
    kind: 'distributed_flood',
    minutes: 6,
    attackers: 260,
    base: 'customers',
    guise: 'browser',
    gap: floodGap(8, 260),
    least: 8,
    route: '/search',
    strike: flood,
  },
  {
    name: 'scraping',
    kind: 'scraping',
    minutes: 25,
    attackers: 1,
    base: 'household',
    guise: 'browser',
    gap: 1800,
    least: 150,
    strike: scrape,
  },
  {
    name: 'exfiltration',
    kind: 'exfiltration',
    minutes: 8,
    attackers: 1,
    base: 'alone',
    guise: 'browser',
    gap: 12_000,
    least: 12,
    route: '/account/export',
    strike: exfiltrate,
  },
  {
    name: 'api_abuse',
    kind: 'api_abuse',
    minutes: 15,
    attackers: 1,
    base: 'alone',
    guise: 'library',
    gap: 300,
    least: 400,
    host: (world) => world.api,
    strike: abuse,
  },
]
