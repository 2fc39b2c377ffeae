import type { Alert } from '../../event/alert.ts'
import { alertRecord, incidentRecord } from '../../alerts/record.ts'
import type { Exception } from '../../detectors/exceptions/exceptions.ts'
import type { Call } from '../call.ts'
import type { ExitCode } from '../exit-codes.ts'
import { alertRow, heading, ranked, tallyWords } from '../screen/report.ts'
import { counted } from '../screen/numbers.ts'
import { readable } from '../../text/readable.ts'
import { exceptionRecord, exceptionWords } from '../exceptions/exceptions.ts'
import { Session } from '../session/session.ts'
import { verdict } from '../session/verdict.ts'
import { iso } from '../../pipeline/verdict.ts'

/** Rows of alerts that a report shows; `--all` shows the rest. */
const most = 20

/** Reads logs once and reports. With `--follow`, alerts are told as they fire, and the report comes at the end. */
export async function run(call: Call): Promise<ExitCode> {
  const session = await Session.begin(call, 'look')
  const began = process.cpuUsage()
  if (call.flags.on('follow')) tellAsTheyFire(session)
  await session.read()
  if (call.flags.on('json')) printJson(session, process.cpuUsage(began))
  else printReport(session)
  return verdict(session)
}

/** The human report: what was read to standard error, the alerts to standard output. */
function printReport(session: Session): void {
  const { call, tally, formats, elapsed } = session
  const { out, err } = call.shell
  err.write(`${heading({ tally, formats, elapsed, kept: call.flags.text('unparsed') }, err)}\n`)
  const alerts = ranked([...session.alerts.values()])
  const shown = call.flags.on('all') ? alerts : alerts.slice(0, most)
  for (const [i, alert] of shown.entries()) out.write(alertRow(alert, i + 1, out))
  err.write(footing(session, alerts, shown.length))
  for (const { exception, hits } of session.engine.exceptions) {
    if (hits > 0)
      err.write(
        `  ${counted(hits, 'hit')} let through: ${exceptionWords(exception)}, as ${readable(exception.reason)}\n`,
      )
    if (hasEnded(exception, session))
      err.write(
        `  An exception ended on ${iso(exception.until).slice(0, 10)}: ${exceptionWords(exception)}\n`,
      )
  }
}

/** Lines came for which it did not hold any more. */
function hasEnded({ until }: Exception, { tally }: Session): boolean {
  return tally.parsed > 0 && until <= tally.to
}

function footing({ paths, tally }: Session, alerts: readonly Alert[], shown: number): string {
  if (tally.lines === 0) return '  There was no line to look at.\n'
  if (alerts.length === 0) return '  Nothing found that needs you.\n'
  const rest = alerts.slice(shown)
  const more = rest.length > 0 ? `  … and ${tallyWords(rest)}; all of them with --all\n` : ''
  const from = paths.includes('-') ? 'FILE' : paths.map(quoted).join(' ')
  return `${more}\n  ${tallyWords(alerts)}.   Show why:  tripline explain 1 ${from}\n`
}

function printJson(session: Session, used: NodeJS.CpuUsage): void {
  const { tally, elapsed } = session
  const cpuSeconds = (used.user + used.system) / 1e6
  const report = {
    version: 1,
    input: {
      files: session.files,
      lines: tally.lines,
      bytes: tally.bytes,
      parsed: tally.parsed,
      unparsed: tally.unparsed,
      formats: session.formats,
      from: tally.parsed > 0 ? iso(tally.from) : null,
      to: tally.parsed > 0 ? iso(tally.to) : null,
      interrupted: session.isInterrupted,
      ...(session.share !== undefined && { share: session.share }),
      unread: session.failures.flatMap(({ message, where }) =>
        where.length > 0 ? where : message,
      ),
    },
    alerts: ranked([...session.alerts.values()]).map(alertRecord),
    exceptions: session.engine.exceptions.map(({ exception, hits }) => ({
      ...exceptionRecord(exception),
      hits,
      ended: hasEnded(exception, session),
    })),
    incidents: [...session.incidents.values()].map(incidentRecord),
    cost: {
      seconds: elapsed / 1000,
      cpuSeconds,
      linesPerCpuSecond: Math.round(tally.lines / Math.max(cpuSeconds, 1e-6)),
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    },
  }
  session.call.shell.out.write(`${JSON.stringify(report)}\n`)
}

function tellAsTheyFire(session: Session): void {
  const told = new Set<string>()
  const { out } = session.call.shell
  session.onAlerts = (changed) => {
    for (const alert of changed) {
      if (told.has(alert.id)) continue
      told.add(alert.id)
      if (!session.call.flags.on('json')) out.write(alertRow(alert, told.size, out))
    }
  }
}

function quoted(path: string): string {
  return /^[\w./:@%+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
