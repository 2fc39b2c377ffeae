import type { Alert } from '../../event/alert.ts'
import { severities } from '../../event/finding.ts'
import type { Tally } from '../../pipeline/intake.ts'
import { readable } from '../../text/readable.ts'
import type { Outlet } from '../shell.ts'
import { fit, pad, padLeft, widthOf, wrap } from './layout.ts'
import { clock, count, counted, percent, rough, span, stretch } from './numbers.ts'
import { shapes } from './style.ts'

/** What was read, and how. */
export interface Read {
  readonly tally: Tally
  /** Lines by parser, most first. */
  readonly formats: readonly { readonly parser: string; readonly lines: number }[]
  /** Milliseconds of wall clock. */
  readonly elapsed: number
  /** File that unparsed lines were written to. */
  readonly kept: string | undefined
}

/** The lines above the alerts: format, time, and what reading took. */
export function heading(read: Read, to: Outlet): string {
  const { tally, elapsed } = read
  const perSecond = (tally.lines / Math.max(elapsed, 1)) * 1000
  const done = `${rough(tally.lines)} ${tally.lines === 1 ? 'line' : 'lines'} · ${stretch(elapsed)} · ${rough(perSecond)}/s`
  const width = Math.max(8, Math.min(32, to.columns - done.length - 6))
  const rows = [`${to.style.quiet('Format')}   ${formatWords(read)}`]
  if (tally.parsed > 0)
    rows.push(`${to.style.quiet('Time')}     ${span(tally.from, tally.to)}, UTC`)
  rows.push(`${to.style.quiet('█'.repeat(width))}  ${done}`)
  return rows.map((row) => `  ${row}\n`).join('')
}

function formatWords({ tally: { lines, parsed, unparsed }, formats, kept }: Read): string {
  const [first, ...more] = formats
  const names = [first?.parser ?? 'none', ...more.map((f) => `${f.parser} (${count(f.lines)})`)]
  const where = kept === undefined ? '' : `, kept in ${kept}`
  const rest = unparsed === 0 ? '' : `; ${count(unparsed)} not read${where}`
  return `${names.join(', ')} (${percent(parsed, parsed + unparsed)} of ${counted(lines, 'line')}${rest})`
}

/** Gravest first, then the one that began first. */
export function ranked(alerts: readonly Alert[]): Alert[] {
  return alerts.toSorted(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      a.first - b.first ||
      (a.id < b.id ? -1 : 1),
  )
}

/** One alert as a row: number, severity as shape and word, kind, entity, time; its sentence beside or beneath. */
export function alertRow(alert: Alert, number: number, to: Outlet): string {
  const { severity } = alert
  const label = to.style.severity(
    severity,
    `${pad(shapes[severity], 2)} ${pad(severity.toUpperCase(), 8)}`,
  )
  const kind = kindWords(alert.kind)
  const entity = readable(alert.entity.value, 60) || 'the site'
  const head = `${padLeft(String(number), 3)}  ${label}  `
  const when = to.style.quiet(times(alert))
  const { sentence } = alert
  if (to.columns >= 110) {
    const left = `${head}${pad(fit(kind, 20), 20)}  ${pad(when, 11)}  `
    const room = Math.min(to.columns, 140) - widthOf(left)
    const [first = '', ...more] = wrap(sentence, room)
    return [left + first, ...more.map((line) => ' '.repeat(widthOf(left)) + line)].join('\n') + '\n'
  }
  const room = to.columns - widthOf(head) - widthOf(when) - 4
  const title = fit(`${kind}  ${entity}`, room).replace(kind, to.style.bold(kind))
  const lines = wrap(sentence, to.columns - 8)
  return `${pad(head + title, to.columns - widthOf(when) - 1)}${when}\n${lines.map((line) => `     ${line}\n`).join('')}`
}

/** 'sql_injection' as people say it. */
export function kindWords(kind: string): string {
  return kind.replaceAll('_', ' ')
}

function times({ first, last }: Alert): string {
  const from = clock(new Date(first), false)
  const until = clock(new Date(last), false)
  return from === until ? from : `${from}–${until}`
}

/** How many of each severity: '2 high, 1 low'. */
export function tallyWords(alerts: readonly Alert[]): string {
  return severities
    .toReversed()
    .map((severity) => ({ severity, n: alerts.filter((a) => a.severity === severity).length }))
    .filter(({ n }) => n > 0)
    .map(({ severity, n }) => `${count(n)} ${severity}`)
    .join(', ')
}
