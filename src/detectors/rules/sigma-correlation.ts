import type { Correlation } from './rule.ts'
import { readAbout } from './sigma-about.ts'
import { fields, numeric } from './sigma-fields.ts'
import type { Entry, Reader } from './sigma-reader.ts'

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
  for (const key of ['type', 'rules', 'timespan'] as const)
    if (!found.has(key)) reader.fail(entry.key, `'correlation' has no ${key}`)
  const type = readType(reader, found.get('type'), ours)
  const span = reader.span(ours.get('leaky') ?? found.get('timespan'))
  const key = readKey(reader, found.get('group-by'))
  const limit = readLimit(reader, found.get('condition'), ours.get('sum'))
  if (!type || !span || !key || (!limit && type !== 'temporal')) {
    if (type && !found.has('condition')) reader.fail(entry.key, "'correlation' has no condition")
    return undefined
  }
  if ((type === 'value_count' || type === 'sum') && !limit?.field)
    return reader.fail(found.get('condition')!.key, `${type} needs a 'field'`)
  if (type === 'sum' && limit && !numeric.has(limit.field))
    return reader.fail(found.get('condition')!.value, `'${limit.field}' is not a number`)
  const rule: Correlation = {
    is: 'correlation',
    ...readAbout(reader, name, top, ours),
    type,
    of: [],
    against: [],
    key,
    span,
    field: limit?.field ?? '',
    threshold: limit?.threshold ?? { op: 'at least', value: 1 },
    atLeast: reader.number(ours.get('atLeast'), 1, Infinity) ?? 1,
  }
  const refers = list(reader, found.get('rules'))
  const ratio = ours.get('ratio')
  const whole = ratio && reader.known(ratio.value, "'ratio'", ['against']).get('against')
  const generate = reader.flag(found.get('generate')) ?? false
  return { rule, refers, against: list(reader, whole), generate }
}

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
