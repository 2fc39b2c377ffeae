import { references } from '../seclang/macro.ts'
import type { Macro, Reference } from '../seclang/rule.ts'
import { variables } from '../seclang/variables.ts'
import type { ReadyLink, ReadyRule, ReadyTarget } from './rule.ts'

/** What part of a request a variable comes from: its verdicts are remembered by that part. */
export type Source = 'line' | 'agent' | 'referrer' | 'host' | 'client' | 'status' | 'user'

const ofRequest: Readonly<Record<string, Source>> = {
  REMOTE_ADDR: 'client',
  RESPONSE_STATUS: 'status',
  REMOTE_USER: 'user',
  SERVER_NAME: 'host',
}
const ofHeaders: Readonly<Record<string, Source>> = {
  'user-agent': 'agent',
  referer: 'referrer',
  host: 'host',
}

/** Where the values of a target come from. */
export function sourcesOf({ collection, key }: Reference): readonly Source[] {
  if (collection === 'REQUEST_HEADERS')
    return key === '' ? Object.values(ofHeaders) : key in ofHeaders ? [ofHeaders[key]!] : []
  return [ofRequest[collection] ?? 'line']
}

/** What a rule looks at or refers to. */
export function sourcesAsked({ links }: ReadyRule): readonly Source[] {
  const referred = links
    .flatMap(({ argument, setVars }) => [
      argument,
      ...setVars.flatMap(({ key, value }): Macro[] => [key, value]),
    ])
    .flatMap(references)
  return [
    ...links.flatMap(({ targets }) => targets.filter(isOfRequest)),
    ...referred.filter(isOfRequest),
  ].flatMap(sourcesOf)
}

/**
 * The link of a rule that is asked of each new value before the rule is run: the rule holds only where
 * it does. One with literals is best, for a search of all literals at once leads to it.
 * @returns undefined when none can be asked alone
 */
export function pivotOf({ links }: ReadyRule): ReadyLink | undefined {
  const able = links.filter((link) => link.operator && link.targets.every(canBeAsked))
  const [first] = links
  // what the first link changes stays changed when the others do not hold
  const bound = first && first.setVars.length + first.controls.length > 0 && links.length > 1
  if (bound) return able.includes(first) ? first : undefined
  return (
    able.find(({ operator, isNegated }) => !isNegated && operator!.clauses.length > 0) ?? able[0]
  )
}

/** Whether a rule runs on every new value: neither a literal nor a rare byte leads to it. */
export function isCostly(rule: ReadyRule): boolean {
  const pivot = pivotOf(rule)
  if (!pivot) return !isBlind(rule)
  const { clauses, bytes = [] } = pivot.operator!
  return pivot.isNegated || clauses.length + bytes.length === 0
}

/** Whether a rule says the same for every request, as far as the request itself goes. */
export function isBlind({ links }: ReadyRule): boolean {
  return links.every(({ targets }) => targets.every((target) => !isOfRequest(target)))
}

/** A number of chosen members is known only when all are there. */
function canBeAsked(target: ReadyTarget): boolean {
  const isWhole = target.except.length === 0 && target.pattern === undefined
  return isOfRequest(target) && (isWhole || !target.isCount)
}

/** Whether a variable is one of the request, as far as a log shows it. */
export function isOfRequest({ collection }: Reference): boolean {
  const sight = variables.get(collection)?.sight
  return sight === 'shown' || sight === 'partly'
}
