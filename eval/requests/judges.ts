import type { View } from '../../src/contract/windows.ts'
import { compileSignatures } from '../../src/detectors/rules/signatures.ts'
import type { Finding } from '../../src/event/finding.ts'
import { Request } from '../../src/event/request.ts'
import type { Furnishing } from '../../src/pipeline/assemble.ts'
import { grepFinds } from '../baseline.ts'
import { coreDetector } from './core-rules.ts'
import { browser, type Sample } from './sample.ts'

/** What was said of one request. */
export interface Said {
  readonly is: 'found' | 'noted' | ''
  /** Of the surest finding, notes too: 0 to 1. */
  readonly score: number
  /** Detectors that spoke. */
  readonly by: readonly string[]
}

/** Something that tells attacks from other requests. */
export interface Judge {
  readonly name: string
  readonly judge: (sample: Sample) => Said
  /** Most requests of one list that it is asked, where it takes its time. */
  readonly most?: number
}

/** An even sample of at most so many. */
export function sampled<T>(all: readonly T[], most: number = Infinity): readonly T[] {
  const step = all.length / most
  return step <= 1 ? all : Array.from({ length: most }, (_, i) => all[Math.floor(i * step)]!)
}

const about: Partial<Request> = {
  client: '192.0.2.1',
  host: 'shop.example',
  method: 'GET',
  protocol: 'HTTP/1.1',
  agent: browser,
  status: 200,
}

/** The shipped signatures, alone. */
export function shippedJudge({ signatures }: Furnishing): Judge {
  const set = compileSignatures(signatures)
  return { name: 'tripline', judge: (sample) => said(set.judge(requestOf(sample))?.findings ?? []) }
}

/** One regular expression over target, agent and referrer. */
export const baselineJudge: Judge = {
  name: 'one regular expression',
  judge({ request: { target = '', agent = '', referrer = '' } }) {
    const isFound = [target, agent, referrer].some(grepFinds)
    return { is: isFound ? 'found' : '', score: Number(isFound), by: [] }
  },
}

const noView: View = { value: () => 0, top: () => [], now: 0 }

const mostOfCore = 1500

/** The Core Rule Set in our own engine, at paranoia levels 1 and 2; none when it is not here. */
export function coreJudges(): Judge[] {
  return [1, 2].flatMap((paranoia) => {
    const judge = coreDetector(paranoia)?.start({})
    if (!judge) return []
    return {
      name: `CRS ${paranoia}`,
      most: mostOfCore,
      judge: (sample) => said([judge.score?.(requestOf(sample), noView) ?? []].flat()),
    }
  })
}

function requestOf({ request }: Sample): Request {
  return Object.assign(new Request(), about, request)
}

function said(findings: readonly Finding[]): Said {
  const alone = findings.some(({ note }) => !note)
  return {
    is: alone ? 'found' : findings.length > 0 ? 'noted' : '',
    score: Math.max(0, ...findings.map(({ score }) => score)),
    by: findings.map(({ detector }) => detector),
  }
}
