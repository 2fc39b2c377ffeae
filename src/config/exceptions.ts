import { isIP } from 'node:net'
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

/** How some of their values must look. */
const forms: readonly (readonly [
  name: 'route' | 'client' | 'reason',
  isRight: (text: string) => boolean,
  meant: string,
])[] = [
  ['route', isRoute, 'a path that begins with / ("/search", as tripline explain shows it)'],
  ['client', isClient, 'an address (203.0.113.9) or a network (10.0.0.0/8)'],
  ['reason', (text) => text.trim() !== '', 'a word on why it is no attack'],
]

const parts = ['rule', 'route', 'parameter', 'client'] as const

/** Mistakes in a list that its schema does not know, each with what was meant. */
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
    for (const [name, isRight, meant] of forms) {
      const text = one[name]
      if (text !== undefined && !isRight(text))
        tell([...here, name], `${dotted([...here, name])} needs ${meant}, found "${text}".`)
    }
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

/** '' is any. Servers are asked for '*' and for 'host:443' too, and proxies for whole addresses. */
function isRoute(text: string): boolean {
  return text === '' || text === '*' || /^[/(]/.test(text) || /^[\w.-]+:(?:\d+$|\/\/)/.test(text)
}

/** An address, a network, or the name of a host as servers write it that look names up. '' is any. */
function isClient(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  if (bits !== undefined)
    return (
      version > 0 &&
      more.length === 0 &&
      /^\d{1,3}$/.test(bits) &&
      Number(bits) <= (version === 4 ? 32 : 128)
    )
  const isName = /^[\w-]+(?:\.[\w-]+)*\.[a-z][\w-]*\.?$/i.test(text) || text === 'localhost'
  return text === '' || version > 0 || isName
}
