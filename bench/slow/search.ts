import { Ready } from '../../src/detectors/matching/ready.ts'
import { Reading } from '../../src/detectors/matching/reading.ts'
import { Literals } from '../../src/detectors/matching/text-atom.ts'
import { TextJudge } from '../../src/detectors/matching/text-judge.ts'
import { furnishing } from '../../src/pipeline/furnishing.ts'
import { Random } from '../../src/stats/random.ts'
import { anyCandidate, type Candidate, changed, size, targetOf, unitOf } from './candidate.ts'
import { type Micros, meter, ordinary } from './meter.ts'
import { combined } from './nasty.ts'

/** The dearest lines that a search has found. */
export interface SlowSearch {
  readonly seed: number
  readonly size: number
  /** Candidates looked at. */
  readonly tried: number
  readonly ordinary: Micros
  readonly found: readonly Dear[]
}

export interface Dear {
  /** What was searched for: counted work, or time. */
  readonly by: 'work' | 'time'
  /** What the target repeats. */
  readonly unit: string
  /** Bytes that decoding and tests looked at. */
  readonly work: number
  readonly micros: Micros
}

// SEED STEPS: hill climbing from several starts, each so many steps.
const [seed = 1, steps = 400] = process.argv.slice(2).map(Number)
const starts = 6
const { signatures } = await furnishing()
const literals = new Literals()
const rules = signatures.map((signature, i) => new Ready(signature, i, literals))
const reading = new Reading(literals)
const judge = new TextJudge('target', reading, rules, false)
let salt = 1_000_000
let tried = 0

meter()(ordinary)
const usual = meter()(ordinary, 'median')
const found = [
  ...climbs(1, workOf).map((one) => dear('work', one)),
  ...climbs(2, timeOf()).map((one) => dear('time', one)),
]
console.log(JSON.stringify({ seed, size, tried, ordinary: usual, found } satisfies SlowSearch))

/** The best of each start. */
function climbs(stream: number, costOf: (one: Candidate) => number): Candidate[] {
  return Array.from({ length: starts }, (_, start) => {
    const random = new Random(seed, stream * starts + start)
    let best = anyCandidate(random)
    let most = costOf(best)
    for (let i = 0; i < steps; i++) {
      const next = changed(best, random)
      const cost = costOf(next)
      if (cost >= most) [best, most] = [next, cost]
    }
    return best
  })
}

/** Bytes that are read for a target: always the same, whatever the machine does. */
function workOf(candidate: Candidate): number {
  tried++
  judge.judge(targetOf(candidate, 1))
  return reading.work + reading.views.work
}

/** Microseconds in parser and engine, the least of a few: what else runs here only adds. */
function timeOf(): (candidate: Candidate) => number {
  const measure = meter()
  return (candidate) => {
    tried++
    const times = lines(candidate, 3).map((line) => {
      const { parser, engine } = measure([line])
      return parser + engine
    })
    return Math.min(...times)
  }
}

function dear(by: Dear['by'], candidate: Candidate): Dear {
  const measure = meter()
  measure(lines(candidate, 20))
  const micros = measure(lines(candidate, 40))
  return { by, unit: unitOf(candidate), work: workOf(candidate), micros }
}

function lines(candidate: Candidate, count: number): string[] {
  return Array.from({ length: count }, () => combined(targetOf(candidate, salt++)))
}
