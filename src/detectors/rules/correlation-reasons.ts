import type { Reason } from '../../event/finding.ts'
import type { Correlation } from './rule.ts'

/** What was counted, in plain words: `different targets of the client in 1 min`, 31, `fewer than 12`. */
export function reasonsOf(rule: Correlation, seen: number, events: number): readonly Reason[] {
  const { op, value } = rule.threshold
  const isShare = rule.type === 'ratio'
  const least = `${op === 'more than' ? 'at most' : 'below'} ${isShare ? percent(value) : value}`
  const usual = value === 0 && rule.limits.length > 0 ? otherThan(rule) : least
  const main: Reason = {
    field: `${measured(rule)}${ofWhom(rule)}${during(rule)}`,
    seen: isShare ? `${percent(seen)} of ${events}` : String(Math.round(seen)),
    usual: rule.type === 'temporal' ? 'not together' : usual,
    weight: 1,
  }
  return rule.type === 'temporal' ? [{ ...main, seen: rule.of.join(', ') }] : [main]
}

/** What the measure of a rule for low values usually is. */
function otherThan({ limits }: Correlation): string {
  const words = { 'less than': 'at least', 'at most': 'more than', 'other than': 'just' }
  return limits.map(({ op, value }) => `${words[op]} ${value}`).join(' or ')
}

function measured(rule: Correlation): string {
  if (rule.type === 'value_count') return `different ${plural(rule.field)}`
  if (rule.type === 'sum') return `sum of ${rule.field}`
  if (rule.type === 'mean') return `mean ${rule.field}`
  if (rule.type === 'quantile') return `${rule.quantile * 100}th percentile of ${rule.field}`
  if (rule.type === 'ratio') return 'share of such requests'
  return rule.type === 'temporal' ? 'seen together' : 'such requests'
}

function plural(field: string): string {
  return /(?:s|y)$/.test(field) ? `values of ${field}` : `${field}s`
}

function ofWhom(rule: Correlation): string {
  return rule.key.length > 0 ? ` of the ${rule.key.join(' and ')}` : ''
}

function during(rule: Correlation): string {
  if (rule.type === 'leaky') return `, one forgiven every ${timespan(rule.span)}`
  return ` in ${timespan(rule.span)}`
}

function timespan(span: number): string {
  if (span % 3_600_000 === 0) return `${span / 3_600_000} h`
  if (span % 60_000 === 0) return `${span / 60_000} min`
  return `${span / 1000} s`
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`
}
