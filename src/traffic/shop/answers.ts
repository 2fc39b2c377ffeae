import { hashText, type Random } from '../../stats/random.ts'
import type { Hit } from '../hit.ts'

/** A kind of answer. */
export type Answer =
  | 'home'
  | 'category'
  | 'product'
  | 'search'
  | 'cart'
  | 'checkout'
  | 'login'
  | 'account'
  | 'article'
  | 'redirect'
  | 'written'
  | 'api'
  | 'list'
  | 'export'
  | 'feed'
  | 'small'
  | 'error'
  | 'refused'

/** Kinds of answers: median bytes, how much they vary (sigma), median milliseconds, how much they vary. */
const routes: Readonly<Record<Answer, readonly [number, number, number, number]>> = {
  home: [18_400, 0.03, 55, 0.35],
  category: [31_000, 0.12, 85, 0.4],
  product: [26_000, 0.04, 65, 0.4],
  search: [22_500, 0.25, 130, 0.5],
  cart: [9_300, 0.15, 48, 0.4],
  checkout: [14_200, 0.05, 120, 0.45],
  login: [6_240, 0.004, 42, 0.3],
  account: [15_100, 0.15, 75, 0.4],
  article: [24_000, 0.05, 40, 0.4],
  redirect: [154, 0.01, 60, 0.5],
  written: [96, 0.2, 70, 0.5],
  api: [880, 0.35, 22, 0.5],
  list: [6_400, 0.3, 38, 0.5],
  export: [180_000, 0.4, 420, 0.5],
  feed: [41_000, 0.02, 18, 0.3],
  small: [210, 0.02, 2, 0.4],
  error: [5_120, 0.01, 12, 0.4],
  refused: [162, 0, 3, 0.4],
}

/**
 * Fills in the answer: its status, and bytes and time as this kind of answer has them. The size of a
 * page belongs to the page: it varies between pages far more than from visit to visit.
 */
export function answer(hit: Hit, random: Random, kind: Answer, status: number): void {
  const [bytes, spread, duration, wander] = routes[kind]
  const own = kind === 'product' ? 0.7 + (hashText(hit.target) / 0x100000000) * 0.6 : 1
  hit.status = status
  hit.bytes =
    hit.method === 'HEAD' || status === 304 ? 0 : Math.round(random.logNormal(bytes * own, spread))
  hit.duration = random.logNormal(duration, wander)
}

/** Fills in the answer of a file: always the same size. */
export function answerFile(hit: Hit, random: Random, isKept: boolean): void {
  const bits = hashText(hit.target)
  hit.status = isKept ? 304 : 200
  hit.bytes = isKept ? 0 : Math.round(4000 * Math.exp(((bits % 1000) / 1000) * 4))
  hit.duration = random.logNormal(isKept ? 0.8 : 2.5, 0.6)
}
