import type { Alert } from '../../event/alert.ts'
import type { Reason } from '../../event/finding.ts'
import { readable } from '../../text/readable.ts'
import type { Outlet } from '../shell.ts'
import { fit, pad, widthOf, wrap } from './layout.ts'
import { count } from './numbers.ts'
import { kindWords } from './report.ts'
import { shapes } from './style.ts'

const blocks = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** An alert with all that speaks for it: sentence, reasons with seen and usual, its lines. */
export function alertPage(alert: Alert, to: Outlet): string {
  const { severity, kind, confidence, state, sentence, lines, mitre } = alert
  const label = to.style.severity(severity, `${shapes[severity]} ${severity.toUpperCase()}`)
  const facts = [kindWords(kind), state, `${confidence} confidence`, `outcome ${alert.outcome}`]
  const parts = [
    `  ${label}  ${facts.join(' · ')}   ${to.style.quiet(alert.id)}`,
    ...wrap(sentence, to.columns - 4).map((line) => `  ${line}`),
    '',
    ...reasonRows(alert.reasons, to),
    '',
    `  ${to.style.quiet('from')}      ${new Date(alert.first).toISOString()}`,
    `  ${to.style.quiet('to')}        ${new Date(alert.last).toISOString()}`,
    `  ${to.style.quiet('events')}    ${count(alert.count)}, at most ${count(alert.peak)} in a minute`,
    `  ${to.style.quiet('detector')}  ${alert.detector}`,
  ]
  if (mitre.length > 0) parts.push(`  ${to.style.quiet('mitre')}     ${mitre.join(', ')}`)
  if (lines.length > 0) parts.push('', `  ${to.style.quiet('lines')}`)
  for (const { line } of lines) parts.push(`    ${fit(readable(line, 400), to.columns - 4)}`)
  return `${parts.join('\n')}\n`
}

/** Why: what was looked at, seen, usual, and its share of the score. */
function reasonRows(reasons: readonly Reason[], to: Outlet): string[] {
  const cells = [
    ['why', 'seen', 'usual'],
    ...reasons.map(({ field, seen, usual }) => [field, seen, usual].map((s) => readable(s, 200))),
  ]
  const widths = shared(cells, to.columns - 4 - 2 * 3 - 9)
  const row = (i: number): string =>
    `  ${cells[i]!.map((text, j) => pad(fit(text, widths[j]!), widths[j]!)).join('  ')}  `
  const rows = [to.style.quiet(`${row(0)}weight`)]
  for (const [i, { weight, matched }] of reasons.entries()) {
    rows.push(row(i + 1) + weightBar(weight))
    if (matched && matched.raw !== matched.decoded)
      rows.push(
        `    ${to.style.quiet('as sent')}  ${fit(readable(matched.raw, 200), to.columns - 14)}`,
      )
  }
  return rows
}

/** Widths of columns: what they need, or where that is too much, less for the widest. */
function shared(rows: readonly (readonly string[])[], room: number): number[] {
  const widths = rows[0]!.map((_, j) => Math.max(...rows.map((row) => widthOf(row[j]!))))
  let over = widths.reduce((a, b) => a + b, 0) - room
  for (; over > 0; over--) widths[widths.indexOf(Math.max(...widths))]!--
  return widths
}

function weightBar(weight: number): string {
  const eighths = Math.round(Math.max(0, Math.min(1, weight)) * 32)
  const bar = '█'.repeat(eighths >> 3) + (blocks[eighths & 7] ?? '')
  return `${bar.padEnd(4)} ${weight.toFixed(2)}`
}
