import { existsSync } from 'node:fs'
import { alertRecord } from '../../alerts/record.ts'
import type { Alert } from '../../event/alert.ts'
import type { Signature } from '../../detectors/rules/rule.ts'
import { createReader } from '../../parsers/reader.ts'
import { numberGiven, usage } from '../arguments.ts'
import type { Call } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import { hiddenBy } from '../explain/hidden.ts'
import { wayRecord } from '../explain/record.ts'
import { type Way, wayOf } from '../explain/way.ts'
import { engineOf, furnished } from '../session/furnish.ts'
import { parsersWithRules } from '../session/parser.ts'
import { ranked } from '../screen/report.ts'
import { lineTree } from '../screen/tree.ts'
import { alertPage } from '../screen/why.ts'
import { Session } from '../session/session.ts'
import { settle } from '../session/settle.ts'
import { readingCode } from '../session/verdict.ts'

/** An alert by its number or id, where no file is named: in what the config says to read. */
const isAlert = /^(?:\d{1,6}|[0-9a-f]{16})$/
/** Lines at the end of a log that an exception is tried on. */
const usualLast = 100_000

/** Shows the way of one line through the stages, or one alert with all that speaks for it. */
export async function run(call: Call): Promise<ExitCode> {
  const [what = '', ...files] = call.operands
  if (what === '') throw usage('Nothing to explain was named.', 'explain')
  if (files.length > 0 || isAlert.test(what)) return explainAlert(call, what, files)
  const [, path, number] = /^(.+):(\d{1,15})$/.exec(what) ?? []
  const [, file, word] = /^(.+):(.*)$/s.exec(what) ?? []
  if (path === undefined && file !== undefined && existsSync(file))
    throw usage(`${file}: needs the number of a line, found "${word}".`, 'explain')
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
  const furnishing = await furnished(settled)
  const parserName = reader.counts.parsers[0]?.parser ?? ''
  return show(call, wayOf(engineOf(furnishing), read, parserName, furnishing.signatures))
}

/** Line `number` of a file, after all lines before it. */
async function explainNumber(call: Call, path: string, number: number): Promise<ExitCode> {
  const enough = new AbortController()
  const shell = { ...call.shell, interrupt: AbortSignal.any([call.shell.interrupt, enough.signal]) }
  let signatures: readonly Signature[] = []
  const session = await Session.begin({ ...call, shell, operands: [path] }, 'explain', (of) => {
    signatures = of.signatures
    return of
  })
  let line = 0
  let way: Way | undefined
  await session.read({
    judge: (outcome, engine) => {
      line++
      if (line < number && outcome.kind !== 'unparsed' && outcome.kind !== 'skipped')
        engine.judge(outcome)
      if (line !== number) return
      if (outcome.kind !== 'skipped')
        way = wayOf(engine, outcome, session.formats[0]?.parser ?? '', signatures)
      enough.abort()
    },
  })
  if (!way)
    throw usage(`${path} has ${line} lines; line ${number} has nothing to explain.`, 'explain')
  return show(call, way)
}

async function show(call: Call, way: Way): Promise<ExitCode> {
  const { flags, shell } = call
  const on = flags.text('on')
  const last = numberGiven(flags, 'last', usualLast)
  const hidden = on === undefined ? undefined : await hiddenBy(way, call, { on, last })
  shell.out.write(
    flags.on('json')
      ? `${JSON.stringify(wayRecord(way, hidden))}\n`
      : lineTree(way, hidden, shell.out),
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
