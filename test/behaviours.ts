import { address, type Some, row } from './drive.ts'
import type { Request } from '../src/event/request.ts'

/** Ordinary requests, then what one behaviour is there to find. */
export interface Scene {
  readonly usual: readonly Request[]
  readonly attack: readonly Request[]
}

const hour = 3_600_000
const login: Some = { method: 'POST', target: '/login' }
const from = (i: number): Some => ({ peer: address(5000 + i) })
const visitors = (
  count: number,
  every: number,
  some: (i: number) => Some = () => ({}),
): Request[] => row(count, every, (i) => ({ peer: address((i * 7) % 900), ...some(i) }))
const one = (count: number, every: number, make: (i: number) => Some): Request[] =>
  row(count, every, (i) => ({ peer: '192.0.2.9', ...make(i) }), hour + 1500)

/** A scene for each behaviour, by its name. */
export const scenes: Readonly<Record<string, Scene>> = {
  'api-abuse': { usual: [], attack: one(900, 400, (i) => ({ target: `/api/v2/price/${i}` })) },
  'brute-force': {
    usual: visitors(360, 10_000, (i) => ({ ...login, status: i % 2 ? 302 : 200 })),
    attack: one(60, 1500, () => ({ ...login, status: 401 })),
  },
  'credential-stuffing': {
    usual: visitors(360, 10_000, () => ({ ...login, status: 302 })),
    attack: row(250, 1000, (i) => ({ ...login, ...from(i), status: 401 }), hour),
  },
  'distributed-flood': {
    usual: visitors(3600, 1000, (i) => ({ target: `/product/${i % 50}` })),
    attack: row(3000, 20, (i) => ({ ...from(i % 250), target: '/search' }), hour),
  },
  'error-surge': {
    usual: visitors(1800, 2000, () => ({ target: '/checkout' })),
    attack: row(120, 1000, (i) => ({ ...from(i), target: '/checkout', status: 500 }), hour),
  },
  exfiltration: {
    usual: [],
    attack: one(20, 10_000, () => ({ target: '/account/export', bytes: 9_000_000 })),
  },
  flood: { usual: [], attack: one(400, 20, () => ({})) },
  'forced-browsing': {
    usual: [],
    attack: one(60, 900, (i) => ({ target: `/old/${i}.bak`, status: 404 })),
  },
  'latency-regression': {
    usual: visitors(3600, 1000, (i) => ({ target: '/search', duration: 80 + ((i * 37) % 90) })),
    attack: row(300, 1000, (i) => ({ ...from(i), target: '/search', duration: 600 }), hour),
  },
  scraping: { usual: [], attack: one(300, 1500, (i) => ({ target: `/product/p${i}` })) },
  'source-silence': {
    usual: visitors(7200, 500),
    attack: row(600, 1000, (i) => ({ ...from(i), host: 'blog.example' }), hour),
  },
}
