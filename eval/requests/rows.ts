import { readable } from '../../src/text/readable.ts'
import { type Cluster, clusters } from './clusters.ts'
import { type Judge, sampled } from './judges.ts'
import type { List, Part, Sample } from './sample.ts'

/** How a list was judged: by a finding that stands alone, or only by a note. */
export interface Row {
  readonly part: Part
  readonly name: string
  readonly attack: boolean
  readonly goal?: number
  readonly isSum: boolean
  readonly texts: number
  readonly found: number
  readonly noted: number
  /** Shares that the others found: the baseline first, then what else is here. */
  readonly others: readonly number[]
  /** What was judged wrongly, by form, the most frequent first. */
  readonly wrong: readonly Cluster[]
}

/** Judges every request of a list. */
export function rowOf(list: List, judge: Judge, others: readonly Judge[]): Row {
  const { part, name, attack, goal, samples, isSum = false } = list
  const all = samples.map((sample) => ({ sample, said: judge.judge(sample) }))
  const count = (is: string): number => all.filter(({ said }) => said.is === is).length
  const wrong = all.filter(({ said }) => (said.is === 'found') !== attack)
  return {
    part,
    name,
    attack,
    isSum,
    ...(goal !== undefined && { goal }),
    texts: samples.length,
    found: count('found'),
    noted: count('noted'),
    others: others.map((other) => shareOf(sampled(samples, other.most), other)),
    wrong: clusters(
      wrong.map(({ sample, said }) => ({
        text: readable(sample.text),
        by: attack ? (said.is === 'noted' ? 'noted' : '') : said.by.join(' '),
      })),
    ),
  }
}

function shareOf(samples: readonly Sample[], { judge }: Judge): number {
  return samples.filter((sample) => judge(sample).is === 'found').length / samples.length
}
