import { answer } from '../shop/answers.ts'
import type { Outage } from './campaign.ts'

/** What can break in the shop. */
export const outages: readonly Outage[] = [
  {
    name: 'error_surge',
    kind: 'error_surge',
    minutes: 12,
    host: (world) => world.shop,
    routes: ['/product/', '/product/', '/search'],
    change(hit, random) {
      if (random.chance(0.25)) return undefined
      answer(hit, random, 'error', random.pick([500, 500, 500, 502]))
      return true
    },
  },
  {
    name: 'latency_regression',
    kind: 'latency_regression',
    minutes: 20,
    host: (world) => world.shop,
    routes: ['/search', '/product/', '/product/'],
    change(hit, random) {
      hit.duration = hit.duration * random.between(5, 12) + random.between(300, 900)
      return true
    },
  },
  {
    name: 'source_silence',
    kind: 'source_silence',
    minutes: 15,
    host: (world) => world.api,
    routes: ['/'],
    change: () => false,
  },
]
