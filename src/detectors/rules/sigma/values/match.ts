import { nearest } from '../../../../text/nearest.ts'
import type { Atom, TimePart } from '../../rule.ts'
import type { Entry, Reader } from '../../sigma-reader.ts'
import { transforms } from './encodings.ts'
import { fields, unseen } from '../fields.ts'

/** Parts of a time that modifiers compare, in UTC. */
export const timeParts: readonly TimePart[] = ['minute', 'hour', 'day', 'week', 'month', 'year']

export const numberOps = ['lt', 'lte', 'gt', 'gte'] as const

/** Modifiers of Sigma, and two of ours: 'holds' and 'surely' ask for a language. */
export const modifiers = [
  'contains',
  'startswith',
  'endswith',
  'all',
  're',
  'i',
  'm',
  's',
  'cased',
  'cidr',
  'holds',
  'surely',
  'exists',
  'expand',
  'fieldref',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'year',
] as const
export type ModifierName = (typeof modifiers)[number]

/** How the values of a field are compared. */
export interface Match {
  /** '' for keywords. */
  readonly field: string
  readonly view: Atom['view']
  readonly modifiers: ReadonlySet<ModifierName>
  /** Names of what is made of each value first, in their order. */
  readonly transforms: readonly string[]
  /** The field whose presence is asked for, where that is another: rules write paths into a query's name. */
  readonly present?: string
}

const longNames: Readonly<Record<string, string>> = { ignorecase: 'i', multiline: 'm', dotall: 's' }

/** Reads `field|modifier|modifier`. */
export function readMatch(reader: Reader, entry: Entry, view: Atom['view']): Match | undefined {
  const [name = '', ...wanted] = entry.name.split('|')
  const field = name === '' && wanted.length > 0 ? '' : fields.get(name)
  if (field === undefined) return unknownField(reader, entry, name)
  const found = new Set<ModifierName>()
  const made: string[] = []
  for (const text of wanted) {
    const short = longNames[text] ?? text
    const modifier = modifiers.find((known) => known === short)
    if (modifier) found.add(modifier)
    else if (Object.hasOwn(transforms, short)) made.push(short)
    else
      return reader.unknown(entry.key, 'modifier', text, [...modifiers, ...Object.keys(transforms)])
  }
  if (!isSensible(reader, entry, found)) return undefined
  return {
    field,
    view,
    modifiers: found,
    transforms: made,
    ...(isQuery(name) && { present: 'query' }),
  }
}

/** Modifiers of which a field has one: each is a way to compare. */
const ways = [
  'contains',
  'startswith',
  'endswith',
  're',
  'cidr',
  'holds',
  'surely',
  'exists',
  ...numberOps,
] as const
const single: ReadonlySet<ModifierName> = new Set(['cidr', 'exists', ...numberOps])

/** The way to compare that modifiers name; undefined for equality. */
export function wayOf(found: ReadonlySet<ModifierName>): ModifierName | undefined {
  return ways.find((way) => found.has(way))
}

function isSensible(reader: Reader, entry: Entry, found: ReadonlySet<ModifierName>): boolean {
  const [way, other] = ways.filter((one) => found.has(one))
  const flag = (['i', 'm', 's'] as const).find((one) => found.has(one))
  if (flag && way !== 're') reader.fail(entry.key, `'${flag}' belongs to 're'`, 're')
  else if (other) reader.fail(entry.key, `'${way}' and '${other}' do not go together`)
  else if (way && single.has(way) && found.has('all'))
    reader.fail(entry.key, `'${way}' and 'all' do not go together`)
  else return true
  return false
}

function isQuery(name: string): boolean {
  return name === 'cs-uri-query' || name === 'c-uri-query'
}

function unknownField(reader: Reader, entry: Entry, name: string): undefined {
  const reason = unseen.get(name)
  if (reason) return reader.lack(entry.key, `the field ${name}: ${reason}`)
  // what others ask for may well be nowhere in a log; what is nearly a name is a mistake
  if (reader.isForeign && nearest(name, fields.keys()) === undefined)
    return reader.lack(entry.key, `the field ${name}: no event has it`)
  return reader.unknown(entry.key, 'field', name, fields.keys())
}

/** A test of whether the field is there. */
export function presence(match: Match, value: boolean): Atom {
  return atom({ ...match, field: match.present ?? match.field }, { op: 'exists', value })
}

/** A test of the field. */
export function atom(match: Match, test: Atom['test'], cased: boolean = false): Atom {
  return { is: 'atom', field: match.field, view: match.view, test, cased }
}
