import type { Event } from '../../event/event.ts'
import type { Finding, Reason } from '../../event/finding.ts'
import { Request } from '../../event/request.ts'
import type { Circumstances, Exception, Exceptions } from './exceptions.ts'
import { without } from './parameter.ts'

/** Judges a request anew, without remembering that it did; for detectors that can. */
export type Again = (request: Request) => Finding | undefined

const ruleField = /^rule (\d+)$/
/** Below this a finding is a note. */
const noteBelow = 0.5

/**
 * What is left of a finding of a detector when exceptions are taken out: all, nothing, or, where it
 * is the sum of several rules, those that are not let through, with what their share leaves of the score.
 */
export function withoutExcepted(
  finding: Finding,
  event: Event | undefined,
  exceptions: Exceptions,
  again?: Again,
): Finding | undefined {
  const of = circumstancesOf(finding, event)
  const whole = exceptions.covering(finding.detector, of)
  if (whole) {
    exceptions.note(whole, hitOf(finding.detector, finding, finding.reasons[0]))
    return undefined
  }
  if (!again || event?.kind !== 'request') return finding
  const left = finding.reasons.filter((reason) => {
    const exception = coveringRule(reason, { of, event, exceptions, again })
    if (exception) exceptions.note(exception, hitOf(nameOf(reason), finding, reason))
    return !exception
  })
  if (left.length === finding.reasons.length) return finding
  return left.length === 0 ? undefined : reduced(finding, left)
}

interface Case {
  readonly of: Circumstances
  readonly event: Request
  readonly exceptions: Exceptions
  readonly again: Again
}

/** The exception that lets through what one rule of many says: only while nothing else of the request makes it speak. */
function coveringRule(
  reason: Reason,
  { of, event, exceptions, again }: Case,
): Exception | undefined {
  const rule = nameOf(reason)
  if (rule === '') return undefined
  const whole = exceptions.covering(rule, of)
  if (whole) return whole
  const offset = reason.matched?.start ?? -1
  const place = placeOf(reason)
  if (!place) return undefined
  const covered = exceptions.partCovered(rule, of, { text: event[place], place, offset })
  if (!covered) return undefined
  const copy = Object.assign(new Request(), event)
  copy[place] = without(event[place], place, covered.part)
  const still = again(copy)?.reasons.some((other) => other.field === reason.field)
  return still ? undefined : covered.exception
}

function placeOf({ seen }: Reason): 'target' | 'agent' | 'referrer' | undefined {
  const [, collection = '', name = ''] = /in ([A-Z_]+)(?::(.*))?\)$/s.exec(seen) ?? []
  if (collection !== 'REQUEST_HEADERS') return 'target'
  const header = name.toLowerCase()
  if (header === 'user-agent') return 'agent'
  return header === 'referer' ? 'referrer' : undefined
}

/** 'crs/942100' */
function nameOf({ field }: Reason): string {
  const id = ruleField.exec(field)?.[1]
  return id === undefined ? '' : `crs/${id}`
}

/** Doubts are multiplied: the share of the weights that is left is a power of the doubt. */
function reduced(finding: Finding, left: readonly Reason[]): Finding {
  const share = left.reduce((sum, { weight }) => sum + weight, 0)
  const score = 1 - (1 - finding.score) ** Math.min(1, share)
  const note = score < noteBelow
  return {
    ...finding,
    score,
    note,
    severity: note ? 'low' : finding.severity,
    confidence: note ? 'low' : finding.confidence,
    reasons: left.map((reason) => ({ ...reason, weight: share > 0 ? reason.weight / share : 0 })),
  }
}

function circumstancesOf({ entity, time }: Finding, event: Event | undefined): Circumstances {
  if (event?.kind === 'request' || event?.kind === 'error')
    return { route: event.route, client: event.client, time }
  const isClient = entity.type === 'client' || entity.type === 'network'
  return {
    route: entity.type === 'route' ? entity.value : '',
    client: event?.kind === 'flow' ? event.client : isClient ? entity.value : '',
    time,
  }
}

function hitOf(
  rule: string,
  { kind }: Finding,
  reason: Reason | undefined,
): { rule: string; kind: string; seen: string } {
  return { rule, kind, seen: reason ? `${reason.field}: ${reason.seen}` : '' }
}
