import type { ExceptedHit } from '../../detectors/exceptions/exceptions.ts'
import { refusalOf } from '../../detectors/matching/judgement.ts'
import type { Finding } from '../../event/finding.ts'
import type { Near } from './way.ts'

/** How the score of one finding comes about, and what it would take to silence it. */
export interface Points {
  readonly finding: Finding
  /** Rules with what each takes from the doubt; empty for what is no signature. */
  readonly rules: readonly { readonly name: string; readonly score: number }[]
  /** What signs of evasion, other kinds in the request and the answer take from the doubt that the rules leave. */
  readonly evasion: number
  /** What a refusal leaves of it: 1 when it was none. */
  readonly refusal: number
  /** The fewest rules without which it would be a note. */
  readonly silencers: readonly string[]
}

/** Below this a finding is a note. */
const noteBelow = 0.5

/** Takes the scores of findings apart: doubts are multiplied. */
export function pointsOf(
  findings: readonly Finding[],
  near: readonly Near[],
  excepted: readonly ExceptedHit[],
): readonly Points[] {
  const gone = new Set(excepted.map(({ rule }) => rule))
  const held = near.filter(
    ({ holds, name, signature }) => holds && !signature.silent && !gone.has(name),
  )
  return findings.map((finding) => {
    const own = held
      .filter(({ signature }) => signature.kind === finding.kind)
      .map(({ name, signature }) => ({ name, score: signature.score }))
    const isSum = own.some(({ name }) => name === finding.detector)
    const rules = isSum ? own : []
    const doubt = rules.reduce((left, { score }) => left * (1 - score), 1)
    const refusal = isSum && finding.outcome === 'failed' ? refusalOf(finding.kind) : 1
    const left = 1 - finding.score / refusal
    const evasion = isSum && doubt > 0 ? Math.max(0, 1 - left / doubt) : 0
    return { finding, rules, evasion, refusal, silencers: silencersOf(finding, rules, evasion) }
  })
}

function silencersOf(
  { note, detector }: Finding,
  rules: Points['rules'],
  evasion: number,
): readonly string[] {
  if (note) return []
  if (rules.length === 0) return [detector]
  const left = rules.toSorted((a, b) => b.score - a.score)
  const out: string[] = []
  const score = (): number =>
    left.length === 0 ? 0 : 1 - left.reduce((doubt, one) => doubt * (1 - one.score), 1 - evasion)
  while (left.length > 0 && score() >= noteBelow) out.push(left.shift()!.name)
  return out
}
