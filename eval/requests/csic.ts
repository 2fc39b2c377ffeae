import { file } from '../data.ts'
import { type Judge, sampled } from './judges.ts'
import { type Cluster, clusters } from './clusters.ts'
import { latin1, type Sample } from './sample.ts'

interface Exchange {
  readonly label: 0 | 1
  readonly method: string
  readonly target: string
  readonly body: string
  /** Of attacks: whether the target shows what is odd. */
  readonly visible_in_access_log?: boolean
  /** Labelled an attack, with an ordinary request that is the same. */
  readonly label_noise?: boolean
}

/** How one judge does on the requests of the CSIC shop. */
export interface ShopRow {
  readonly name: string
  /** Shares of all attacks and of ordinary requests that are found at the judge's own threshold. */
  readonly recall: number
  readonly wrong: number
  /** Share of the attacks that a log shows. */
  readonly recallOfVisible: number
  /** With the threshold at which at most 1 % of the ordinary are found; NaN when there is none. */
  readonly threshold: number
  readonly recallAt1: number
  readonly recallOfVisibleAt1: number
}

export interface Shop {
  readonly attacks: number
  readonly visible: number
  readonly noise: number
  readonly ordinary: number
  readonly rows: readonly ShopRow[]
  readonly missed: readonly Cluster[]
  readonly wrong: readonly Cluster[]
}

interface Judged {
  readonly exchange: Exchange
  readonly isFound: boolean
  readonly score: number
  readonly by: string
}

/** The development part of the CSIC 2010 requests: targets as a log has them, no bodies. */
export function shop(judges: readonly Judge[]): Shop {
  const all = file('http/csic2010/requests_dev.jsonl.gz').lines.map(
    (line) => JSON.parse(line) as Exchange,
  )
  const each = judges.map(({ name, judge, most }) => ({
    name,
    judged: sampled(all, most && 4 * most).map((exchange): Judged => {
      const { is, score, by } = judge(sampleOf(exchange))
      return { exchange, isFound: is === 'found', score, by: by.join(' ') }
    }),
  }))
  const own = each[0]!.judged
  return {
    attacks: all.filter(({ label }) => label === 1).length,
    visible: all.filter(isVisible).length,
    noise: all.filter((one) => one.label_noise === true).length,
    ordinary: all.filter(({ label }) => label === 0).length,
    rows: each.map(({ name, judged }) => rowOf(name, judged)),
    missed: formsOf(own.filter(({ exchange, isFound }) => isVisible(exchange) && !isFound)),
    wrong: formsOf(own.filter(({ exchange, isFound }) => exchange.label === 0 && isFound)),
  }
}

function formsOf(some: readonly Judged[]): Cluster[] {
  return clusters(some.map(({ exchange, by }) => ({ text: shown(exchange), by })))
}

function rowOf(name: string, judged: readonly Judged[]): ShopRow {
  const ordinary = judged.filter(({ exchange }) => exchange.label === 0)
  const attacks = judged.filter(({ exchange }) => exchange.label === 1)
  const visible = attacks.filter(({ exchange }) => isVisible(exchange))
  const share = (some: readonly Judged[], test: (one: Judged) => boolean): number =>
    some.filter(test).length / some.length
  const own = ({ isFound }: Judged): boolean => isFound
  const threshold = thresholdAt(ordinary, 0.01)
  const above = ({ score }: Judged): boolean => score >= threshold
  return {
    name,
    recall: share(attacks, own),
    wrong: share(ordinary, own),
    recallOfVisible: share(visible, own),
    threshold,
    recallAt1: share(attacks, above),
    recallOfVisibleAt1: share(visible, above),
  }
}

/** The lowest score above 0 that at most this share of the ordinary requests reaches. */
function thresholdAt(ordinary: readonly Judged[], most: number): number {
  const scores = ordinary.map(({ score }) => score).toSorted((a, b) => b - a)
  const first = scores[Math.floor(most * scores.length)] ?? 0
  // What as many as the first too many reach is too low: anything more is enough.
  return first + Number.EPSILON
}

function isVisible({ label, visible_in_access_log }: Exchange): boolean {
  return label === 1 && visible_in_access_log === true
}

function sampleOf(exchange: Exchange): Sample {
  const { method, target } = exchange
  return { request: { method, target: latin1(target) }, text: shown(exchange) }
}

function shown({ method, target }: Exchange): string {
  return `${method} ${target}`
}
