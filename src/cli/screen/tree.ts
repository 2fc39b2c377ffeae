import { alertRecord } from '../../alerts/record.ts'
import type { Alert } from '../../event/alert.ts'
import type { Event, Unparsed } from '../../event/event.ts'
import type { Finding } from '../../event/finding.ts'
import { readable } from '../../text/readable.ts'
import type { Outlet } from '../shell.ts'
import { faultWords } from '../session/unreadable.ts'
import { fit } from './layout.ts'

/** What became of one line on its way. */
export interface Way {
  readonly read: Event | Unparsed
  readonly parser: string
  readonly findings: readonly Finding[]
  /** The alert that is firing for its client. */
  readonly alert: Alert | undefined
}

/** Fields that enrichment adds. */
const added: ReadonlySet<string> = new Set(['network', 'route', 'area', 'family'])
const place: ReadonlySet<string> = new Set(['kind', 'line', 'source', 'position'])

/** The way of a line as a tree: parser, enrichment, rules, behaviours, alert. */
export function lineTree(way: Way, to: Outlet): string {
  const { read, findings, alert } = way
  const line = `${pad('line')}${readable(read.line, 4 * to.columns)}`
  const rows = [fit(line, to.columns)]
  if (read.kind === 'unparsed')
    return `${rows[0]}\n${branch('parser')}${to.style.bad('✗')} ${faultWords(read)}\n`
  const fields = written(read)
  const logged = fields.filter(([name]) => !added.has(name))
  rows.push(`${branch('parser')}${way.parser}  ${to.style.good('✓')} ${logged.length} fields`)
  for (const [name, value] of logged)
    rows.push(`│   ${name.padEnd(11)}${fit(value, to.columns - 16)}`)
  const enriched = fields.filter(([name]) => added.has(name))
  const words = enriched.map(([name, value]) => `${name} ${value}`).join(', ')
  rows.push(`${branch('enrich')}${enriched.length > 0 ? `${to.style.good('✓')} ${words}` : '–'}`)
  rows.push(
    ...spoken(
      'rules',
      findings.filter((finding) => !isBehaviour(finding)),
      to,
    ),
  )
  rows.push(...spoken('behaviour', findings.filter(isBehaviour), to))
  rows.push(
    `└ ${pad('alert')}${alert ? `${alert.id}  ${alert.state}: ${alert.sentence}` : 'none is firing for its client'}`,
  )
  return rows.map((row) => `${row}\n`).join('')
}

/** The same for other programs. */
export function lineRecord({ read, parser, findings, alert }: Way): Record<string, unknown> {
  const line = readable(read.line)
  if (read.kind === 'unparsed') return { version: 1, line, unparsed: readableFault(read) }
  return {
    version: 1,
    line,
    parser,
    event: Object.fromEntries(written(read)),
    findings: findings.map(({ detector, kind, score, severity, confidence, note, reasons }) => ({
      detector,
      kind,
      score,
      severity,
      confidence,
      note,
      reasons: reasons.map(({ field, seen, usual, weight, matched }) => ({
        field,
        seen: readable(seen),
        usual: readable(usual),
        weight,
        ...(matched && {
          matched: { ...matched, raw: readable(matched.raw), decoded: readable(matched.decoded) },
        }),
      })),
    })),
    alert: alert ? alertRecord(alert) : null,
  }
}

function isBehaviour({ detector }: Finding): boolean {
  return detector.startsWith('behaviour/')
}

function spoken(name: string, findings: readonly Finding[], to: Outlet): string[] {
  if (findings.length === 0) return [`${branch(name)}${to.style.quiet('–  nothing to say')}`]
  return findings.flatMap((finding) => {
    const { detector, kind, score, severity, note } = finding
    const weak = note ? ', a note: no alert by itself' : ''
    const head = `${branch(name)}${to.style.severity(severity, detector)}  ${to.style.bad('✓')} ${kind}, score ${score.toFixed(2)}${weak}`
    return [head, ...finding.reasons.map((reason) => `│   ${reasonWords(reason, to)}`)]
  })
}

function reasonWords(
  { field, seen, usual, matched }: Finding['reasons'][number],
  to: Outlet,
): string {
  const before =
    matched && matched.raw !== matched.decoded ? `  sent as ${readable(matched.raw, 80)}` : ''
  const normal = usual === '' ? '' : `  usually ${readable(usual, 40)}`
  return fit(`${field}  ${readable(seen, 120)}${normal}${before}`, to.columns - 4)
}

/** Fields that the line has, as text. */
function written(event: Event): [string, string][] {
  return Object.entries(event)
    .filter(
      ([name, value]) =>
        !place.has(name) && value !== '' && value !== -1 && typeof value !== 'object',
    )
    .map(([name, value]) => [
      name,
      name === 'time' ? new Date(Number(value)).toISOString() : readable(String(value)),
    ])
}

function readableFault({ fault }: Unparsed): Record<string, unknown> {
  return { ...fault, found: readable(fault.found) }
}

function branch(name: string): string {
  return `├ ${pad(name)}`
}

function pad(name: string): string {
  return name.padEnd(11)
}
