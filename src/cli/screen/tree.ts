import type { Finding, Reason } from '../../event/finding.ts'
import type { Hidden } from '../explain/hidden.ts'
import { written } from '../explain/record.ts'
import type { Way } from '../explain/way.ts'
import { faultWords } from '../session/unreadable.ts'
import type { Outlet } from '../shell.ts'
import { readable } from '../../text/readable.ts'
import { exceptionRows } from './exception-rows.ts'
import { fit } from './layout.ts'
import { nearRows, pointRows, viewRows } from './tree-rules.ts'

/** Fields that enrichment adds. */
const added: ReadonlySet<string> = new Set(['network', 'route', 'area', 'family'])

/** The way of a line as a tree: parser, enrichment, views, rules, points, behaviours, verdict, alert; beneath it, exceptions to copy. */
export function lineTree(way: Way, hidden: readonly Hidden[] | undefined, to: Outlet): string {
  const { read } = way
  const line = fit(`line       ${readable(read.line, 4 * to.columns)}`, to.columns)
  if (read.kind === 'unparsed')
    return `${line}\n├ parser     ${to.style.bad('✗')} ${faultWords(read)}\n`
  const fields = written(read)
  const logged = fields.filter(([name]) => !added.has(name))
  const enriched = fields.filter(([name]) => added.has(name)).map((pair) => pair.join(' '))
  const parser = [
    `${way.parser}  ${to.style.good('✓')} ${logged.length} fields`,
    ...logged.map(([name, value]) => `${name.padEnd(11)}${fit(value, to.columns - 15)}`),
  ]
  const room = to.columns - 13
  const enrich = enriched.length > 0 ? `${to.style.good('✓')} ${enriched.join(', ')}` : '–'
  const rows = [
    line,
    ...branch('parser', parser),
    ...branch('enrich', [fit(enrich, room)]),
    ...branch('views', viewRows(way, to)),
    ...branch('rules', nearRows(way, to)),
    ...branch('points', pointRows(way, to)),
    ...branch(isOfOthers(way) ? 'detectors' : 'behaviour', behaviourRows(way, to)),
    ...branch('verdict', [verdictWords(way, to)]),
    ...branch('excepted', exceptedRows(way, room)),
    ...branch('silenced', silencedRows(way, room)),
    `└ alert      ${fit(alertWords(way), room)}`,
    ...exceptionRows(way, hidden, to.columns),
  ]
  return rows.map((row) => `${row.trimEnd()}\n`).join('')
}

/** A branch of the tree: what it is beside its first row, its other rows beneath. */
function branch(name: string, rows: readonly string[]): string[] {
  return rows.map((row, i) => (i === 0 ? `├ ${name.padEnd(11)}${row}` : `│   ${row}`))
}

/** Whether rules of others spoke, not only behaviours. */
function isOfOthers({ findings, points }: Way): boolean {
  const summed = new Set(points.filter(({ rules }) => rules.length > 0).map((one) => one.finding))
  return findings.some((one) => !summed.has(one) && !one.detector.startsWith('behaviour/'))
}

function behaviourRows({ findings, points }: Way, to: Outlet): string[] {
  const summed = new Set(points.filter(({ rules }) => rules.length > 0).map((one) => one.finding))
  const others = findings.filter((finding) => !summed.has(finding))
  if (others.length === 0) return [to.style.quiet('–  nothing to say')]
  return others.flatMap((finding) => {
    const { detector, kind, score, severity, note, reasons } = finding
    const weak = note ? ', a note: no alert by itself' : ''
    const head = `${to.style.severity(severity, detector)}  ${kind}, score ${score.toFixed(2)}${weak}`
    return [head, ...reasons.map((reason) => reasonWords(reason, to.columns - 4))]
  })
}

function reasonWords({ field, seen, usual, matched }: Reason, room: number): string {
  const before =
    matched && matched.raw !== matched.decoded ? `  sent as ${readable(matched.raw, 80)}` : ''
  const normal = usual === '' ? '' : `  usually ${readable(usual, 40)}`
  return fit(`${field}  ${readable(seen, 120)}${normal}${before}`, room)
}

function verdictWords({ verdict, findings, alert, excepted }: Way, to: Outlet): string {
  const best = findings.reduce<Finding | undefined>(
    (most, one) => (most && most.score >= one.score ? most : one),
    undefined,
  )
  const why = best
    ? `${best.kind} scores ${best.score.toFixed(2)}${best.note ? ', a note' : `, ${best.severity}`}${outcomeWords(best)}`
    : alert
      ? 'by the alert of its client alone'
      : excepted.length > 0
        ? 'what was found is let through'
        : 'nothing was found'
  const shown = verdict === 'normal' ? verdict : to.style.bold(verdict)
  return `${shown}  ${fit(why, to.columns - 15 - verdict.length)}`
}

function outcomeWords({ outcome }: Finding): string {
  if (outcome === 'failed') return ': refused, so medium at most'
  return outcome === 'succeeded' ? ': the answer shows that it worked' : ''
}

function exceptedRows({ excepted }: Way, room: number): string[] {
  return excepted.map(({ rule, exception }) =>
    fit(`${rule}  let through, as ${readable(exception.reason)}`, room),
  )
}

/** What each finding would need to be a note at most. */
function silencedRows({ points }: Way, room: number): string[] {
  return points
    .filter(({ silencers }) => silencers.length > 0)
    .map(({ finding, silencers }) =>
      fit(`${finding.kind} would be a note at most without ${silencers.join(' and ')}`, room),
    )
}

function alertWords({ alert }: Way): string {
  return alert ? `${alert.id}  ${alert.state}: ${alert.sentence}` : 'none is firing for its client'
}
