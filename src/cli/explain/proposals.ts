import { type Exception, Exceptions } from '../../detectors/exceptions/exceptions.ts'
import { partAt } from '../../detectors/exceptions/parameter.ts'
import { places } from '../../detectors/matching/place.ts'
import type { Signature } from '../../detectors/rules/rule.ts'
import { compileSignatures } from '../../detectors/rules/signatures.ts'
import type { Event } from '../../event/event.ts'
import type { Finding, Reason } from '../../event/finding.ts'
import type { Request } from '../../event/request.ts'
import { copy } from '../../text/copy.ts'
import type { Near } from './way.ts'

/** An exception that would let a hit through, as narrow as it can be. */
export type Proposal = Pick<Exception, 'rule' | 'route' | 'parameter' | 'client'>

/** What speaks of more parts than this is let through whole. */
const mostParts = 64

/** For every rule that speaks of an event, the narrowest exceptions that would silence it. */
export function proposalsFor(
  event: Event,
  findings: readonly Finding[],
  near: readonly Near[],
  signatures: readonly Signature[],
): readonly Proposal[] {
  const ofRules =
    event.kind === 'request'
      ? near
          .filter(({ holds, signature }) => holds && !signature.silent)
          .flatMap(({ name }) =>
            forRule(
              event,
              signatures.find((one) => one.name === name)!,
            ),
          )
      : []
  const known = new Set(signatures.map(({ name }) => name))
  const others = findings.filter(({ detector }) => !known.has(detector))
  return [...ofRules, ...others.flatMap((finding) => forFinding(event, finding))]
}

/** Tried out: the part that the rule speaks of is let through, until it is silent. */
function forRule(event: Request, signature: Signature): readonly Proposal[] {
  const { name: rule } = signature
  const at = { rule, route: copy(event.route), client: copy(event.client) }
  const exceptions = new Exceptions([])
  const signatures = compileSignatures([signature], { remember: false, exceptions })
  const found: Proposal[] = []
  while (found.length < mostParts) {
    const verdict = signatures.judge(event)
    if (!verdict?.marks.has(rule)) return found
    const parameter = partOf(verdict.findings[0]?.reasons[0], event)
    const proposal = { ...at, parameter }
    found.push(proposal)
    exceptions.add({ ...proposal, reason: '', until: Number.POSITIVE_INFINITY })
    if (parameter === '') break
  }
  return [{ ...at, parameter: '' }]
}

/** The part of a request that a reason stands in; '' where it does not say. */
function partOf(reason: Reason | undefined, event: Request): string {
  const place = places.find((one) => reason?.field === `request.${one}`)
  if (!place || !reason?.matched) return ''
  return copy(partAt(event[place], place, reason.matched.start))
}

function forFinding(event: Event, finding: Finding): readonly Proposal[] {
  const { detector, entity, reasons } = finding
  const route = event.kind === 'request' || event.kind === 'error' ? copy(event.route) : ''
  const isClient = entity.type === 'client' || entity.type === 'network'
  const at = { route, client: isClient ? entity.value : '' }
  if (detector !== 'crs' || event.kind !== 'request')
    return [{ ...at, rule: detector, route: isClient ? route : '', parameter: '' }]
  return reasons.map((reason) => ({
    ...at,
    rule: reason.field.replace('rule ', 'crs/'),
    parameter: parameterIn(reason, event),
  }))
}

function parameterIn({ matched, seen }: Reason, event: Request): string {
  if (!matched || seen.includes('REQUEST_HEADERS')) return ''
  return copy(partAt(event.target, 'target', matched.start))
}
