import type { Schema } from '../contract/detector.ts'
import { dotted, type Path } from './check-value.ts'

/** Hits that are let through, as people write it. What is not named stands for any. */
export interface ExceptionSettings {
  readonly rule?: string
  readonly route?: string
  readonly parameter?: string
  readonly client?: string
  readonly reason: string
  /** '2027-01-31', or a moment in ISO 8601. */
  readonly until?: string
  readonly broad?: boolean
}

/** Schema of a list of exceptions. */
export const exceptionsSchema: Schema = {
  type: 'array',
  description:
    'Hits that are let through, and counted: at least two of rule, route, parameter and client (tripline explain proposes one).',
  default: [],
  items: {
    type: 'object',
    required: ['reason'],
    properties: {
      rule: { type: 'string', description: 'Name of a rule or detector.' },
      route: { type: 'string', description: 'Path as tripline explain shows it: /user/{n}.' },
      parameter: {
        type: 'string',
        description:
          'Name of an argument of the query, or (path), (agent), (referrer), (user), (method).',
      },
      client: { type: 'string', description: 'An address or a network.' },
      reason: { type: 'string', description: 'Why it is no attack.' },
      until: { type: 'string', description: 'A day, 2027-01-31, from which it ends.' },
      broad: { type: 'boolean', description: 'Whether less than two parts may be named.' },
    },
  },
}

/** Schema of a file of exceptions. */
export const exceptionFileSchema: Schema = {
  type: 'object',
  required: ['exceptions'],
  properties: { exceptions: exceptionsSchema },
}

const parts = ['rule', 'route', 'parameter', 'client'] as const

/** Mistakes in a list that its schema does not know. */
export function exceptionMistakes(
  list: readonly ExceptionSettings[],
  path: Path,
  tell: (path: Path, message: string) => void,
): void {
  for (const [at, one] of list.entries()) {
    const here = [...path, at]
    const named = parts.filter((part) => (one[part] ?? '') !== '')
    if (named.length < 2 && one.broad !== true)
      tell(
        here,
        `${dotted(here)} names ${named.length === 0 ? 'nothing' : `only a ${named[0]}`}. Name two of ${parts.join(', ')}, or say broad: true.`,
      )
    if (one.until !== undefined && Number.isNaN(momentOf(one.until)))
      tell(
        [...here, 'until'],
        `${dotted([...here, 'until'])} needs a day like 2027-01-31, found "${one.until}".`,
      )
  }
}

/** Epoch milliseconds of a day or a moment in UTC; Infinity for none, NaN for what is neither. */
export function momentOf(until: string | undefined): number {
  if (until === undefined) return Number.POSITIVE_INFINITY
  const isMoment = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)?$/.test(until)
  return isMoment ? Date.parse(until) : Number.NaN
}
