import type { Confidence, Finding, Reason, Severity } from '../../event/finding.ts'
import type { Kind } from '../../event/kinds.ts'
import type { Request } from '../../event/request.ts'
import { copy } from '../../text/copy.ts'
import { counterNames, tells } from './engine/needed.ts'
import type { Held } from './engine/rule.ts'
import type { Transaction } from './engine/transaction.ts'
import { capecOf, kindOf } from './kind.ts'
import type { SecRule } from './seclang/rule.ts'

/** What is to be said of a request, whoever sent it. */
export interface Conclusion {
  readonly kind: Kind
  readonly score: number
  readonly severity: Severity
  readonly confidence: Confidence
  readonly reasons: readonly Reason[]
  readonly note: boolean
}

const points: Readonly<Record<string, number>> = {
  emergency: 5,
  alert: 5,
  critical: 5,
  error: 4,
  warning: 3,
  notice: 2,
}
const usualThreshold = 5
/** Characters shown of a match. */
const mostShown = 160
/** Rules named; with more, the first ones. */
const mostReasons = 40

const cut: Reason = {
  field: 'request.target',
  seen: 'longer than rules look at, or of more arguments: the rest was not judged',
  usual: '',
  weight: 0,
}

/**
 * One judgement of all rules that held. The score grows with the anomaly points of the rules, as far
 * as they count any: at the threshold it is one half, with each threshold more the doubt is halved.
 * @returns undefined when no rule has anything to tell
 */
export function conclude(
  held: readonly Held[],
  request: Request,
  transaction: Transaction,
): Conclusion | undefined {
  const told = held.filter(({ ready }) => tells(ready))
  if (told.length === 0) return undefined
  const own = told.map(({ ready }) => pointsOf(ready.rule))
  const sum = own.reduce((all, one) => all + one, 0)
  const counted = counters(transaction)
  const total = counted > 0 ? counted : sum
  const threshold = Number(transaction.get('inbound_anomaly_score_threshold')) || usualThreshold
  const parts = total / threshold
  return {
    kind: heaviest(told),
    score: 1 - 2 ** -parts,
    severity: parts < 1 ? 'low' : parts < 2 ? 'medium' : 'high',
    confidence: parts < 1 ? 'low' : parts < 3 ? 'medium' : 'high',
    reasons: [
      ...told
        .slice(0, mostReasons)
        .map((one, i) => reasonOf(one, request, sum > 0 ? own[i]! / sum : 1 / told.length)),
      ...(transaction.values.isCut ? [cut] : []),
    ],
    note: parts < 1,
  }
}

/** The finding about one event. What a server refused has failed, and is no worse than medium. */
export function findingOf(conclusion: Conclusion, request: Request): Finding {
  const isRefused = request.status >= 400 && request.status < 500
  const { severity } = conclusion
  return {
    detector: 'crs',
    topic: 'web-attack',
    ...conclusion,
    severity: isRefused && severity === 'high' ? 'medium' : severity,
    entity: { type: 'client', value: copy(request.client) },
    time: request.time,
    since: request.time,
    count: 1,
    outcome: isRefused ? 'failed' : 'unknown',
  }
}

/** What rules without a severity and a counter are worth: as much as they refuse. */
function pointsOf({ severity, verdict }: SecRule): number {
  return points[severity] ?? (verdict === 'deny' || verdict === 'drop' ? usualThreshold : 0)
}

/** The points that rules have counted, over all paranoia levels. */
function counters(transaction: Transaction): number {
  return counterNames.reduce((sum, name) => sum + (Number(transaction.get(name)) || 0), 0)
}

function heaviest(told: readonly Held[]): Kind {
  const sums = new Map<Kind, number>()
  for (const { ready } of told) {
    const kind = kindOf(ready.rule)
    sums.set(kind, (sums.get(kind) ?? 0) + pointsOf(ready.rule) + 0.1)
  }
  return [...sums].reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

function reasonOf({ ready, match }: Held, request: Request, weight: number): Reason {
  const { rule } = ready
  const { item, value } = match
  const decoded = copy(value.slice(match.start, Math.min(match.end, match.start + mostShown)))
  const capec = capecOf(rule)
  const name = item.name === '' ? match.collection : `${match.collection}:${item.name}`
  const seen = `${rule.message || 'it held'} (${capec === '' ? '' : `${capec}, `}in ${copy(name.slice(0, mostShown))})`
  const reason = { field: `rule ${rule.id}`, seen, usual: '', weight }
  if (item.field === '' || item.field === 'status') return reason
  const raw = item.field === 'target' ? request.target.slice(item.start, item.end) : item.text
  // what no transformation has changed is shown where it stands
  const at = decoded === '' ? -1 : raw.indexOf(decoded)
  const start = item.start + Math.max(0, at)
  const end = at < 0 ? item.end : start + decoded.length
  const shown = at < 0 ? raw.slice(0, mostShown * 3) : decoded
  return { ...reason, matched: { raw: copy(shown), decoded, start, end } }
}
