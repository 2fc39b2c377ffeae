import type { Correlation, Limit } from '../rule.ts'
import { readAbout } from './about.ts'
import { fields, numeric } from './fields.ts'
import type { Entry, Reader } from '../sigma-reader.ts'

const ourKeys = [
  'kind',
  'topic',
  'score',
  'confidence',
  'ratio',
  'leaky',
  'sum',
  'atLeast',
  'tests',
] as const
const keys = ['type', 'rules', 'group-by', 'timespan', 'condition', 'generate', 'aliases'] as const
/** Types of correlations. */
export const types = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'temporal',
  'temporal_ordered',
] as const
/** Types under our names. */
const ourTypes: Readonly<Partial<Record<(typeof types)[number], Correlation['type']>>> = {
  value_sum: 'sum',
  value_avg: 'mean',
  value_percentile: 'quantile',
  value_median: 'quantile',
  temporal_ordered: 'ordered',
}
/** Fields that a correlation can be kept by: those that a finding can be about. */
const groups = ['client', 'network', 'host', 'route', 'user', 'source', 'series']

/** Names of rules that a correlation refers to, with their place, to be resolved when all are read. */
export interface Draft {
  /** Undefined when something else in it is a mistake. */
  readonly rule: Correlation | undefined
  readonly refers: readonly Entry[]
  readonly against: readonly Entry[]
  /** Whether the rules it counts speak for themselves too (Sigma: `generate`). */
  readonly generate: boolean
}

/** A Sigma correlation. `tripline` adds ratio, leaky, sum and atLeast. */
export function readCorrelation(
  reader: Reader,
  name: string,
  top: ReadonlyMap<string, Entry>,
): Draft {
  const tripline = top.get('tripline')
  const ours = tripline ? reader.known(tripline.value, "'tripline'", ourKeys) : new Map()
  const entry = top.get('correlation')!
  const found = reader.known(entry.value, "'correlation'", keys)
  const about = readAbout(reader, name, top, ours)
  const counted = readCounted(reader, entry, found, ours)
  const atLeast = reader.number(ours.get('atLeast'), 1, Infinity) ?? 1
  const ratio = ours.get('ratio')
  const whole = ratio && reader.known(ratio.value, "'ratio'", ['against']).get('against')
  return {
    rule: counted && {
      is: 'correlation',
      ...about,
      of: [],
      against: [],
      ...counted,
      atLeast,
      silent: false,
    },
    refers: list(reader, found.get('rules')),
    against: list(reader, whole),
    generate: reader.flag(found.get('generate')) ?? false,
  }
}

type Counted = Pick<
  Correlation,
  'type' | 'key' | 'span' | 'field' | 'quantile' | 'threshold' | 'limits'
>

function readCounted(
  reader: Reader,
  entry: Entry,
  found: ReadonlyMap<string, Entry>,
  ours: ReadonlyMap<string, Entry>,
): Counted | undefined {
  for (const key of ['type', 'rules', 'timespan'] as const)
    if (!found.has(key)) reader.fail(entry.key, `'correlation' has no ${key}`)
  const type = readType(reader, found.get('type'), ours)
  const span = reader.span(ours.get('leaky') ?? found.get('timespan'))
  const key = readKey(reader, found.get('group-by'), readAliases(reader, found.get('aliases')))
  const limit = readLimit(reader, found.get('condition'), ours.get('sum'))
  if (!type || !span || !key) return undefined
  if (type === 'temporal' || type === 'ordered') return { type, key, span, ...once }
  const condition = found.get('condition')
  if (!condition) return reader.fail(entry.key, "'correlation' has no condition")
  return limit && isMeasurable(reader, type, limit, condition)
    ? { type, key, span, ...limit }
    : undefined
}

const measured: ReadonlySet<Correlation['type']> = new Set([
  'value_count',
  'sum',
  'mean',
  'quantile',
])

function isMeasurable(
  reader: Reader,
  type: Correlation['type'],
  { field }: Measured,
  condition: Entry,
): boolean {
  if (!measured.has(type)) return true
  if (!field) reader.fail(condition.key, `${type} needs a 'field'`)
  else if (type !== 'value_count' && !numeric.has(field))
    reader.fail(condition.value, `'${field}' is not a number`)
  else return true
  return false
}

const once: Measured = {
  field: '',
  quantile: 0.5,
  threshold: { op: 'at least', value: 1 },
  limits: [],
}

function readType(
  reader: Reader,
  entry: Entry | undefined,
  ours: ReadonlyMap<string, Entry>,
): Correlation['type'] | undefined {
  const type = reader.choice(entry, types)
  if (!type || !entry) return undefined
  const added = (['ratio', 'leaky', 'sum'] as const).filter((name) => ours.has(name))
  if (added.length === 0) return ourTypes[type] ?? (type as Correlation['type'])
  if (added.length === 1 && type === 'event_count') return added[0]
  return reader.fail(entry.value, `only event_count can be a ${added.join(' and a ')}`)
}

/** Fields that stand behind names which differ from rule to rule. */
function readAliases(
  reader: Reader,
  entry: Entry | undefined,
): ReadonlyMap<string, readonly Entry[]> {
  const aliases = new Map<string, readonly Entry[]>()
  for (const alias of entry ? reader.entries(entry.value, "'aliases'") : [])
    aliases.set(alias.name, reader.entries(alias.value, 'an alias'))
  return aliases
}

function readKey(
  reader: Reader,
  entry: Entry | undefined,
  aliases: ReadonlyMap<string, readonly Entry[]>,
): readonly string[] | undefined {
  if (!entry) return []
  const named = list(reader, entry).map((item) => {
    const name = reader.text(item) ?? ''
    const behind = aliases.get(name)?.map((one) => fieldOf(reader, one)) ?? [fieldOf(reader, item)]
    if (new Set(behind).size === 1) return behind[0]!
    return reader.lack(item.value, `'${name}' stands for different fields`) ?? ''
  })
  if (named.includes('')) return undefined
  // what a finding can be about comes first
  const key = named.toSorted((a, b) => Number(groups.includes(b)) - Number(groups.includes(a)))
  const fault =
    key.length > 2
      ? 'at most two fields to group by'
      : `the first field to group by must be one of ${groups.join(', ')}`
  if (key.length === 0 || (key.length <= 2 && groups.includes(key[0]!))) return key
  return reader.isForeign ? reader.lack(entry.value, fault) : reader.fail(entry.value, fault)
}

function fieldOf(reader: Reader, entry: Entry): string {
  const name = reader.text(entry) ?? ''
  return fields.get(name) ?? reader.unknown(entry.value, 'field', name, fields.keys()) ?? ''
}

type Measured = Pick<Correlation, 'field' | 'quantile' | 'threshold' | 'limits'>
/** What a condition can compare with. */
export const comparisons = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const

function readLimit(
  reader: Reader,
  entry: Entry | undefined,
  sum: Entry | undefined,
): Measured | undefined {
  if (!entry) return undefined
  const found = reader.known(entry.value, "'condition'", [...comparisons, 'field', 'percentile'])
  if (comparisons.every((name) => !found.has(name)))
    return reader.fail(entry.key, `'condition' needs one of ${comparisons.join(', ')}`)
  const named = found.get('field') ?? sum
  const field = named ? fieldOf(reader, named) : ''
  if (named && field === '') return undefined
  const numbers = comparisons.flatMap((name): [string, number][] => {
    const value = reader.number(found.get(name), 0, Infinity)
    return value === undefined ? [] : [[name, value]]
  })
  const [lower, least] = numbers.find(([name]) => name in lowers) ?? []
  return {
    field,
    quantile: (reader.number(found.get('percentile'), 0, 100) ?? 50) / 100,
    threshold: { op: lowers[lower ?? ''] ?? 'at least', value: least ?? 0 },
    limits: numbers.flatMap(([name, value]) => (uppers[name] ? { op: uppers[name], value } : [])),
  }
}

const lowers: Readonly<Record<string, Correlation['threshold']['op']>> = {
  gt: 'more than',
  gte: 'at least',
  eq: 'at least',
}
const uppers: Readonly<Record<string, Limit['op']>> = {
  lt: 'less than',
  lte: 'at most',
  eq: 'at most',
  neq: 'other than',
}

function list(reader: Reader, entry: Entry | undefined): readonly Entry[] {
  return entry ? reader.items(entry.value).map((value) => ({ ...entry, value })) : []
}
