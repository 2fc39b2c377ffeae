import type { Need, Where } from '../../contract/windows.ts'
import { compileCondition } from '../matching/condition.ts'
import { isOfText } from '../matching/text-atom.ts'
import type { Condition, Correlation, Signature } from './rule.ts'

/** What one correlation reads from the windows, by place in `needs`. */
export interface Reads {
  /** The measure that is compared with the threshold; for 'temporal' one count for each rule. */
  readonly measures: readonly Need[]
  /** How many events there were. */
  readonly count: Need
}

/** Whether it asks for few of something only, which shows when a window ends. */
export function isBelow({ threshold, limits }: Correlation): boolean {
  return limits.length > 0 && threshold.op === 'at least' && threshold.value === 0
}

/** The windows that a correlation needs. Equal conditions have equal ids, so that they are counted once. */
export function needsOf(rule: Correlation, signatures: ReadonlyMap<string, Signature>): Reads {
  const where = whereOf(rule.of, signatures)
  const { key, span } = rule
  const need = (measure: Need['measure'], more: Partial<Need> = {}): Need => ({
    measure,
    key,
    span,
    where,
    ...(isBelow(rule) && { whole: true, step: span }),
    ...more,
  })
  if (rule.type === 'temporal') {
    const each = rule.of.map((name) => need('count', { where: whereOf([name], signatures) }))
    return { measures: each, count: need('count') }
  }
  if (rule.type === 'ratio') {
    const against = rule.against.length > 0 ? whereOf(rule.against, signatures) : undefined
    const whole = need('count', against ? { where: against } : { where: requests })
    return { measures: [need('ratio', against ? { against } : {})], count: whole }
  }
  if (rule.type === 'leaky') return { measures: [need('leaky')], count: need('leaky') }
  if (rule.type === 'event_count') return { measures: [need('count')], count: need('count') }
  return { measures: [need(...measureOf(rule))], count: need('count') }
}

function measureOf({ type, field, quantile }: Correlation): [Need['measure'], Partial<Need>] {
  if (type === 'quantile') return ['quantile', { of: field, quantile }]
  return [type === 'sum' || type === 'mean' ? type : 'distinct', { of: field }]
}

const requests: Where = { id: 'request', test: (event) => event.kind === 'request' }

/** Events that any of these rules speaks of. Rules about plain fields are tested here, others by their marks. */
function whereOf(names: readonly string[], signatures: ReadonlyMap<string, Signature>): Where {
  const each = names.map((name): Where => {
    const signature = signatures.get(name)!
    if (!isPlain(signature.condition))
      return { id: `rule ${name}`, fields: ['marks'], test: (_event, marks) => marks.has(name) }
    const holds = compileCondition(signature.condition)
    return {
      id: canonical(signature.condition),
      fields: ['kind', ...fieldsOf(signature.condition)],
      test: (event) => event.kind === 'request' && holds(event),
    }
  })
  if (each.length === 1) return each[0]!
  const ids = [...new Set(each.map((where) => where.id))]
  return {
    id: ids.toSorted().join(' or '),
    ...(each.every(({ fields }) => fields) && {
      fields: [...new Set(each.flatMap(({ fields }) => fields!))],
    }),
    test: (event, marks) => each.some((where) => where.test(event, marks)),
  }
}

/** True when a condition looks at no text in which a payload could hide, so that it costs next to nothing. */
function isPlain(condition: Condition): boolean {
  if (condition.is === 'not') return isPlain(condition.of)
  if (condition.is !== 'atom') return condition.of.every((part) => isPlain(part))
  return !isOfText(condition)
}

/** Fields that a condition looks at. */
function fieldsOf(condition: Condition): readonly string[] {
  if (condition.is === 'not') return fieldsOf(condition.of)
  return condition.is === 'atom' ? [condition.field] : condition.of.flatMap(fieldsOf)
}

/** One text for all conditions that say the same, whatever their order. */
function canonical(condition: Condition): string {
  if (condition.is === 'not') return `not (${canonical(condition.of)})`
  if (condition.is === 'atom') {
    const { field, test, cased } = condition
    const isText = typeof test.value === 'string'
    const value = isText
      ? JSON.stringify(cased ? test.value : test.value.toLowerCase())
      : test.value
    const more = 'how' in test ? ` ${test.how}` : 'part' in test ? ` ${test.part}` : ''
    return `${field} ${test.op} ${value}${more}${isText && cased ? ' cased' : ''}`
  }
  const parts = [...new Set(condition.of.map((part) => canonical(part)))]
  return `(${parts.toSorted().join(` ${condition.is} `)})`
}
