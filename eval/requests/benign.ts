import type { Event } from '../../src/event/event.ts'
import type { Finding } from '../../src/event/finding.ts'
import type { Request } from '../../src/event/request.ts'
import { fromNginx } from '../../src/parsers/template/nginx.ts'
import type { Furnishing } from '../../src/pipeline/assemble.ts'
import { readable } from '../../src/text/readable.ts'
import { timedFormat } from '../../src/traffic/formats/clf.ts'
import { generate } from '../../src/traffic/generate.ts'
import type { TrafficOptions } from '../../src/traffic/options.ts'
import { isHere } from '../data.ts'
import { ordinary, textsOf } from '../logs.ts'
import { watch } from '../session.ts'
import type { Judge } from './judges.ts'

/** How many lines of a log carry an attack finding; notes do not count. */
export interface BenignRow {
  readonly name: string
  readonly lines: number
  readonly flagged: number
  /** Those among them that the server answered with less than 400: it has what was asked for. */
  readonly answered: number
  /** Lines per 10,000 that the others flag: the baseline first, then what else is here. */
  readonly others: readonly number[]
  /** Each distinct text that was flagged, with how often. */
  readonly texts: readonly FlaggedText[]
}

export interface FlaggedText {
  readonly text: string
  readonly by: string
  readonly status: number
  readonly count: number
}

/** Lines of a log for each request of a list that a slow judge is asked. */
const mostLines = 30

/** Logs of ordinary days, and the ordinary lines of a generated one, under the signatures alone. */
export function benignLogs(
  furnishing: Furnishing,
  options: TrafficOptions,
  others: readonly Judge[],
): BenignRow[] {
  const logs = isHere ? ordinary : []
  return [
    ...logs.map(([name, patterns]) => rowOf(name, textsOf(patterns), { furnishing, others })),
    generatedRow(options, { furnishing, others }),
  ]
}

interface With {
  readonly furnishing: Furnishing
  readonly others: readonly Judge[]
}

/** Lines that are no attack; the generator tells which are. */
function generatedRow(options: TrafficOptions, using: With): BenignRow {
  const lines = function* (): Generator<string> {
    for (const { label, line } of generate(options)) if (label.campaign === '') yield line
  }
  const row = rowOf(`generated day, seed ${options.seed}`, lines(), {
    ...using,
    ...(options.format === 'timed' && { parser: [fromNginx(timedFormat)] }),
  })
  return row
}

function rowOf(
  name: string,
  lines: Iterable<string>,
  {
    furnishing,
    others,
    parser,
  }: With & { readonly parser?: Parameters<typeof watch>[1]['parser'] },
): BenignRow {
  const texts = new Map<string, FlaggedText>()
  const asked = others.map(() => 0)
  const counts = others.map(() => 0)
  let flagged = 0
  let answered = 0
  const tell = (event: Event, findings: readonly Finding[]): void => {
    if (event.kind !== 'request') return
    for (const [i, { judge, most = Infinity }] of others.entries()) {
      if (asked[i]! >= mostLines * most) continue
      asked[i]!++
      if (judge({ request: event, text: '' }).is === 'found') counts[i]!++
    }
    const attacks = findings.filter(({ note }) => !note)
    if (attacks.length === 0) return
    flagged++
    if (event.status > 0 && event.status < 400) answered++
    const one = flaggedText(event, attacks)
    const key = `${one.text} ${one.by} ${one.status}`
    texts.set(key, { ...one, count: (texts.get(key)?.count ?? 0) + 1 })
  }
  const signatures = { ...furnishing, detectors: [] }
  const seen = watch(lines, { furnishing: signatures, tell, ...(parser && { parser }) })
  return {
    name,
    lines: seen.lines,
    flagged,
    answered,
    others: counts.map((one, i) => (1e4 * one) / asked[i]!),
    texts: [...texts.values()].toSorted((a, b) => b.count - a.count),
  }
}

/** The text that was found, without what differs from request to request. */
function flaggedText(event: Request, attacks: readonly Finding[]): FlaggedText {
  const field = attacks[0]!.reasons[0]?.field ?? ''
  const { agent, referrer, target } = event
  const seen = field.includes('agent') ? agent : field.includes('referrer') ? referrer : target
  return {
    text: readable(seen),
    by: attacks.map(({ detector }) => detector).join(' '),
    status: event.status,
    count: 1,
  }
}
