import type { Correlation } from '../rule.ts'
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
const keys = ['type', 'rules', 'group-by', 'timespan', 'condition', 'generate'] as const
const types = ['event_count', 'value_count', 'value_sum', 'temporal'] as const
/** Fields that a correlation can be kept by: those that a finding can be about. */
const groups = ['client', 'network', 'host', 'route', 'user', 'source', 'series']

/** Names of rules that a correlation refers to, with their place, to be resolved when all are read. */
export interface Draft {
  readonly rule: Correlation
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
): Draft | undefined {
  const tripline = top.get('tripline')
  const ours = tripline ? reader.known(tripline.value, "'tripline'", ourKeys) : new Map()
  const entry = top.get('correlation')!
  const found = reader.known(entry.value, "'correlation'", keys)
  const about = readAbout(reader, name, top, ours)
  const counted = readCounted(reader, entry, found, ours)
  if (!counted) return undefined
  const atLeast = reader.number(ours.get('atLeast'), 1, Infinity) ?? 1
  const ratio = ours.get('ratio')
  const whole = ratio && reader.known(ratio.value, "'ratio'", ['against']).get('against')
  return {
    rule: { is: 'correlation', ...about, of: [], against: [], ...counted, atLeast },
    refers: list(reader, found.get('rules')),
    against: list(reader, whole),
    generate: reader.flag(found.get('generate')) ?? false,
  }
}

type Counted = Pick<Correlation, 'type' | 'key' | 'span' | 'field' | 'threshold'>

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
  const key = readKey(reader, found.get('group-by'))
  const limit = readLimit(reader, found.get('condition'), ours.get('sum'))
  if (!type || !span || !key) return undefined
  if (type === 'temporal') return { type, key, span, field: '', threshold: once }
  const condition = found.get('condition')
  if (!condition) return reader.fail(entry.key, "'correlation' has no condition")
  return limit && isMeasurable(reader, type, limit, condition)
    ? { type, key, span, ...limit }
    : undefined
}

function isMeasurable(
  reader: Reader,
  type: Correlation['type'],
  { field }: Limit,
  condition: Entry,
): boolean {
  if (type !== 'value_count' && type !== 'sum') return true
  if (!field) reader.fail(condition.key, `${type} needs a 'field'`)
  else if (type === 'sum' && !numeric.has(field))
    reader.fail(condition.value, `'${field}' is not a number`)
  else return true
  return false
}

const once: Correlation['threshold'] = { op: 'at least', value: 1 }

function readType(
  reader: Reader,
  entry: Entry | undefined,
  ours: ReadonlyMap<string, Entry>,
): Correlation['type'] | undefined {
  const type = reader.choice(entry, types)
  if (!type || !entry) return undefined
  const added = (['ratio', 'leaky', 'sum'] as const).filter((name) => ours.has(name))
  if (added.length === 0) return type === 'value_sum' ? 'sum' : type
  if (added.length === 1 && type === 'event_count') return added[0]
  return reader.fail(entry.value, `only event_count can be a ${added.join(' and a ')}`)
}

function readKey(reader: Reader, entry: Entry | undefined): readonly string[] | undefined {
  if (!entry) return []
  const items = list(reader, entry)
  const names = items.map((item) => {
    const name = reader.text(item) ?? ''
    const field = fields.get(name)
    if (field) return field
    return reader.unknown(item.value, 'field', name, fields.keys()) ?? ''
  })
  if (names.includes('')) return undefined
  if (names.length > 2) return reader.fail(entry.value, 'at most two fields to group by')
  if (names.length === 0 || groups.includes(names[0]!)) return names
  return reader.fail(entry.value, `the first field to group by must be one of ${groups.join(', ')}`)
}

interface Limit {
  readonly field: string
  readonly threshold: Correlation['threshold']
}

function readLimit(
  reader: Reader,
  entry: Entry | undefined,
  sum: Entry | undefined,
): Limit | undefined {
  if (!entry) return undefined
  const found = reader.known(entry.value, "'condition'", ['gt', 'gte', 'field'])
  const more = reader.number(found.get('gt'), 0, Infinity)
  const least = reader.number(found.get('gte'), 0, Infinity)
  if ((more === undefined) === (least === undefined))
    return reader.fail(entry.key, "'condition' takes one of gt and gte")
  const named = found.get('field') ?? sum
  const name = reader.text(named)
  const field = name === undefined ? '' : fields.get(name)
  if (field === undefined) return reader.unknown(named!.value, 'field', name!, fields.keys())
  const op = more === undefined ? 'at least' : 'more than'
  return { field, threshold: { op, value: more ?? least ?? 0 } }
}

function list(reader: Reader, entry: Entry | undefined): readonly Entry[] {
  return entry ? reader.items(entry.value).map((value) => ({ ...entry, value })) : []
}
