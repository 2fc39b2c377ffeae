import type { Exceptions } from '../detectors/exceptions/exceptions.ts'
import { placeOf } from '../detectors/matching/place.ts'
import { compileSignatures, type SignatureSet } from '../detectors/rules/signatures.ts'
import type { Condition, Signature } from '../detectors/rules/rule.ts'
import type { ServerError } from '../event/event.ts'
import type { Finding } from '../event/finding.ts'
import { Request } from '../event/request.ts'

/** Fields of a request that an error log tells as well. */
const told: ReadonlySet<string> = new Set(['client', 'host', 'method', 'route', 'network'])

/**
 * Judges the requests that lines of an error log speak of, by signatures that look at nothing else than
 * such a line has. Nothing is counted: the access log has the same request.
 */
export class ServerErrors {
  readonly #signatures: readonly Signature[]
  readonly #exceptions: Exceptions | undefined
  /** Made for the first error: most logs have none. */
  #set: SignatureSet | undefined
  readonly #request = new Request()

  constructor(signatures: readonly Signature[], exceptions: Exceptions | undefined) {
    this.#signatures = signatures
    this.#exceptions = exceptions
  }

  judge(event: ServerError): readonly Finding[] {
    this.#set ??= compileSignatures(this.#signatures.filter(isOfTarget), {
      remember: true,
      ...(this.#exceptions && { exceptions: this.#exceptions }),
    })
    const request = fill(this.#request, event)
    return this.#set.judge(request)?.findings ?? none
  }
}

const none: readonly Finding[] = []

/** The request that a line of an error log speaks of. */
export function requestIn(event: ServerError): Request {
  return fill(new Request(), event)
}

function fill(request: Request, event: ServerError): Request {
  request.time = event.time
  request.client = event.client
  request.network = event.network
  request.host = event.host
  request.method = event.method
  request.target = event.target
  request.route = event.route
  request.line = event.line
  request.source = event.source
  request.position = event.position
  return request
}

/** Whether a rule looks at the target, and at nothing that an error log does not tell. */
export function isOfTarget({ condition, silent }: Signature): boolean {
  const fields = fieldsOf(condition)
  return (
    !silent && fields.some(isTarget) && fields.every((field) => told.has(field) || isTarget(field))
  )
}

function isTarget(field: string): boolean {
  const place = placeOf(field)?.place
  return place === 'target' || place === 'request'
}

function fieldsOf(condition: Condition): readonly string[] {
  if (condition.is === 'atom') return [condition.field]
  return condition.is === 'not' ? fieldsOf(condition.of) : condition.of.flatMap(fieldsOf)
}
