import { alertRecord } from '../../alerts/record.ts'
import type { Alert } from '../../event/alert.ts'
import type { Event, Unparsed } from '../../event/event.ts'
import type { Finding } from '../../event/finding.ts'
import { createReader } from '../../parsers/reader.ts'
import type { Engine } from '../../pipeline/engine.ts'
import type { Outcome } from '../../pipeline/intake.ts'
import { usage } from '../arguments.ts'
import type { Call } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import { engineFor } from '../session/furnish.ts'
import { parsersWithRules } from '../session/parser.ts'
import { ranked } from '../screen/report.ts'
import { lineRecord, lineTree, type Way } from '../screen/tree.ts'
import { alertPage } from '../screen/why.ts'
import { Session } from '../session/session.ts'
import { settle } from '../session/settle.ts'
import { readingCode } from '../session/verdict.ts'

/** Shows the way of one line through the stages, or one alert with all that speaks for it. */
export async function run(call: Call): Promise<ExitCode> {
  const [what = '', ...files] = call.operands
  if (what === '') throw usage('Nothing to explain was named.', 'explain')
  if (files.length > 0) return explainAlert(call, what, files)
  const [, path, number] = /^(.+):(\d{1,15})$/.exec(what) ?? []
  return path === undefined || /\s/.test(what)
    ? explainLine(call, what)
    : explainNumber(call, path, Number(number))
}

/** A line alone: what signatures say of it; behaviours have seen nothing before it. */
async function explainLine(call: Call, text: string): Promise<ExitCode> {
  const settled = await settle(call)
  const parser = await parsersWithRules(settled.settings)
  const reader = createReader(parser && { parser })
  const line = Buffer.from(text, 'utf8').toString('latin1')
  const read = reader.read(line)
  if (!read) throw usage('An empty line or a header has nothing to explain.', 'explain')
  return show(call, judged(await engineFor(settled), read, reader.counts.parsers[0]?.parser ?? ''))
}

/** Line `number` of a file, after all lines before it. */
async function explainNumber(call: Call, path: string, number: number): Promise<ExitCode> {
  const enough = new AbortController()
  const shell = { ...call.shell, interrupt: AbortSignal.any([call.shell.interrupt, enough.signal]) }
  const session = await Session.begin({ ...call, shell, operands: [path] }, 'explain')
  let line = 0
  let way: Way | undefined
  await session.read({
    judge: (outcome, engine) => {
      line++
      if (line < number && outcome.kind !== 'unparsed' && outcome.kind !== 'skipped')
        engine.judge(outcome)
      if (line !== number) return
      way = explained(engine, outcome, session)
      enough.abort()
    },
  })
  if (!way)
    throw usage(`${path} has ${line} lines; line ${number} has nothing to explain.`, 'explain')
  return show(call, way)
}

function explained(engine: Engine, outcome: Outcome, session: Session): Way | undefined {
  return outcome.kind === 'skipped'
    ? undefined
    : judged(engine, outcome, session.formats[0]?.parser ?? '')
}

function judged(engine: Engine, read: Event | Unparsed, parser: string): Way {
  if (read.kind === 'unparsed') return { read, parser, findings: [], alert: undefined }
  const findings: readonly Finding[] = engine.judge(read)
  const client = read.kind === 'metric' ? '' : read.client
  const firing = client === '' ? undefined : engine.firing(client)
  // Read from the list, where sentences and reasons are brought up to date.
  const alert = engine.alerts.all().find(({ id }) => id === firing?.id)
  return { read, parser, findings, alert }
}

function show({ flags, shell }: Call, way: Way): ExitCode {
  shell.out.write(
    flags.on('json') ? `${JSON.stringify(lineRecord(way))}\n` : lineTree(way, shell.out),
  )
  return way.read.kind === 'unparsed' ? exit.input : exit.fine
}

/** An alert by its number in the report or its id: the files are read again, which gives the same alerts. */
async function explainAlert(call: Call, what: string, files: readonly string[]): Promise<ExitCode> {
  const session = await Session.begin({ ...call, operands: files }, 'explain')
  await session.read()
  const alerts = ranked([...session.alerts.values()])
  const alert: Alert | undefined = /^\d{1,6}$/.test(what)
    ? alerts[Number(what) - 1]
    : alerts.find(({ id }) => id === what)
  if (!alert) {
    const found = alerts.length === 0 ? 'no alert' : `alerts 1 to ${alerts.length}`
    throw usage(`There is no alert ${what}; these files have ${found}.`, 'explain')
  }
  const { out } = call.shell
  out.write(
    call.flags.on('json') ? `${JSON.stringify(alertRecord(alert))}\n` : alertPage(alert, out),
  )
  return readingCode(call.shell, session.failures)
}
