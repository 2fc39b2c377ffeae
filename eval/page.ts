import { dirname } from 'node:path'
import { machine, machineLine } from '../bench/machine.ts'
import { code, count, percent, table } from '../bench/markdown.ts'
import { severities } from '../src/event/finding.ts'
import { readable } from '../src/text/readable.ts'
import { sha256, used } from './data.ts'
import { type Day, matters } from './generated.ts'
import { bySeverity, byKind, crowded, missed } from './kinds.ts'
import type { OrdinaryLog, ScannerLog } from './logs.ts'
import type { Fired } from './match.ts'
import type { Silence } from './silence.ts'

/** Everything that the page tells. */
export interface Results {
  readonly seeds: readonly number[]
  readonly days: readonly Day[]
  readonly isHere: boolean
  readonly ordinary: readonly OrdinaryLog[]
  readonly scanners: readonly ScannerLog[]
  readonly silence: Silence
  readonly unescaped: Silence['spoken']
}

/** The page docs/detection-quality.md. */
export function page(results: Results): string {
  const parts = [
    `<!-- Written by \`npm run eval\`. -->\n\n# Detection quality\n\n${machineLine(machine())}\n`,
    'Everything that is shipped, with its defaults. The baseline is one regular expression over the once-decoded target.\n',
    generatedPart(results),
    silencePart(results),
    results.isHere
      ? ordinaryPart(results.ordinary) +
        scannerPart(results.scanners) +
        '\nEach request alone, and the signatures beside others: [signature-quality.md](signature-quality.md).\n' +
        dataPart()
      : '## Real data\n\nNot measured: the folder of public data is not here (`TRIPLINE_DATA`, or `../shared/data`).\n',
  ]
  return parts.join('\n')
}

function generatedPart({ seeds, days }: Results): string {
  const all = byKind(days)
  const rows = all.map((row) => [
    row.kind,
    String(row.campaigns),
    percent(row.found, row.campaigns),
    percent(row.alerts, row.alerts + row.wrong),
    (row.alerts / row.campaigns).toFixed(2),
    String(row.mostAlerts),
    seconds(row.medianSeconds),
    seconds(row.longestSeconds),
  ])
  const wrong = days.flatMap((one) => one.wrong)
  const named = (read: (one: Day) => string[]): string =>
    days.flatMap((one, i) => read(one).map((id) => `${id} of seed ${seeds[i]}`)).join(', ') ||
    'none'
  return `## Generated days

${days.length} days of a shop, seeds ${seeds.join(', ')}, ${count(sum(days, (one) => one.lines))} lines, each with every campaign. An attack is found when an alert names one of its clients, its network, or what it harms, at its time.

${table(['kind', 'campaigns', 'recall', 'precision', 'alerts each', 'most alerts', 'first alert after, median', 'longest'], rows)}
Goal: all found, at most 2 alerts each. Not found: ${named(missed)}. More than 2 alerts: ${named(crowded)}.

False alerts in ${days.length} days, by severity: ${severityWords(bySeverity(wrong))}. Goal: none of severity medium or higher.

${listed(wrong.filter(matters), 20)}${linesPart(days)}`
}

function linesPart(days: readonly Day[]): string {
  const total = (read: (one: Day['counts']) => number): number =>
    sum(days, (one) => read(one.counts))
  const attacks = total((c) => c.attacks)
  const row = (name: string, found: number, wrong: number): string[] => [
    name,
    percent(found, attacks),
    percent(found, found + wrong),
    percent(
      wrong,
      total((c) => c.ordinary),
    ),
  ]
  return `Line by line (${count(attacks)} of attacks, ${count(total((c) => c.ordinary))} ordinary), a line of an attack counts as found by a finding of its own or while its client has a firing alert, an ordinary one as flagged by a finding of its own:

${table(
  ['', 'recall', 'precision', 'ordinary lines flagged'],
  [
    row(
      'tripline',
      total((c) => c.attacksFlagged),
      total((c) => c.ordinaryFlagged),
    ),
    row(
      'one regular expression',
      total((c) => c.attacksGrepped),
      total((c) => c.ordinaryGrepped),
    ),
  ],
)}`
}

function silencePart({ silence, unescaped }: Results): string {
  const wrong = silence.spoken.map(
    ({ target, detectors }) => `- ${code(readable(target))}: ${detectors.join(', ')}\n`,
  )
  const read = unescaped.flatMap(({ detectors }) => detectors).join(', ') || 'nothing'
  return `## What must stay silent

The ordinary paths and queries that are easily taken for attacks, and prose in twelve languages as a query: ${silence.texts - silence.spoken.length} of ${silence.texts} silent.

${wrong.join('')}${wrong.length > 0 ? '\n' : ''}\`GET /admin' OR '1'='1 HTTP/1.1\` inside a combined line, read with its spaces: ${read}.
`
}

function ordinaryPart(logs: readonly OrdinaryLog[]): string {
  const rows = logs.map((log) => [
    log.name,
    log.hash,
    count(log.lines),
    String(log.unparsed),
    String(log.days),
    ...severities.map((severity) => ((log.alerts[severity] ?? 0) / log.days).toFixed(2)),
  ])
  const lists = logs
    .filter((log) => log.listed.length > 0)
    .map((log) => `${log.name}, severity medium and higher:\n\n${listed(log.listed)}`)
  return `## Real logs

Alerts a day, by severity. The AIT days hold no attack, so every alert is false; the others are unlabelled and hold some scanning.

${table(['log', 'sha256', 'lines', 'unparsed', 'days', ...severities], rows)}
${lists.join('')}`
}

function scannerPart(logs: readonly ScannerLog[]): string {
  const rows = logs.map((log) => [
    log.name.replace(/.*scanner_|\.txt\.gz/g, ''),
    log.hash,
    count(log.lines),
    String(log.unparsed),
    String(log.firstFinding || 'never'),
    String(log.firstAlert || 'never'),
    String(log.alerts.length),
    [...new Set(log.alerts.map(({ alert }) => alert.kind))].join(', '),
  ])
  return `\n## Real scanners

Every line is an attack; found at request number:

${table(['scanner', 'sha256', 'lines', 'unparsed', 'first finding', 'first alert', 'alerts', 'kinds'], rows)}`
}

/** The data that was read so far, files of one folder in one row: their hash is that of their hashes. */
export function dataPart(): string {
  const folders = Map.groupBy([...used], ([name]) => dirname(name))
  const rows = [...folders].map(([folder, files]) => [
    folder,
    String(files.length),
    count(sum(files, ([, { rows }]) => rows)),
    sha256(files.map(([, { hash }]) => hash).join('')),
  ])
  return `
## Data

${table(['folder', 'files', 'rows', 'sha256 of the hashes'], rows)}`
}

function listed(fired: readonly Fired[], most: number = Infinity): string {
  const rows = fired
    .slice(0, most)
    .map(({ alert }) => `- ${alert.severity}, ${alert.detector}: ${readable(alert.sentence)}\n`)
  if (fired.length > most) rows.push(`- … and ${fired.length - most} more\n`)
  return rows.length > 0 ? `${rows.join('')}\n` : ''
}

function severityWords(counts: Readonly<Record<string, number>>): string {
  return severities.map((severity) => `${counts[severity] ?? 0} ${severity}`).join(', ')
}

function seconds(value: number): string {
  if (Number.isNaN(value)) return '–'
  return value < 120 ? `${value.toFixed(0)} s` : `${(value / 60).toFixed(0)} min`
}

function sum<T>(all: readonly T[], read: (one: T) => number): number {
  return all.reduce((total, one) => total + read(one), 0)
}
