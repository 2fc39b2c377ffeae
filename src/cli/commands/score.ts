import { score, scoreUnparsed } from '../../pipeline/verdict.ts'
import { usage } from '../arguments.ts'
import type { Call } from '../call.ts'
import type { ExitCode } from '../exit-codes.ts'
import { Session } from '../session/session.ts'
import { verdict } from '../session/verdict.ts'

/** Judged lines that are written at once. */
const full = 1 << 16

/** Judges every line: one JSON object a line, in input order. */
export async function run(call: Call): Promise<ExitCode> {
  const what = call.flags.text('as') ?? 'requests'
  if (what !== 'requests')
    throw usage(
      `score --as ${what} does not exist: this version scores the requests of log lines.`,
      'score',
    )
  const session = await Session.begin(call, 'score')
  const { out } = call.shell
  const numbers = new Map<string, number>()
  const severalFiles = session.paths.length > 1 || /[*?[\]{}]/.test(session.paths[0] ?? '')
  let waiting = ''
  await session.read({
    judge: (outcome, engine) => {
      const number = (numbers.get(outcome.source) ?? 0) + 1
      numbers.set(outcome.source, number)
      if (outcome.kind === 'skipped') return
      const scored =
        outcome.kind === 'unparsed'
          ? scoreUnparsed(outcome, number)
          : score(engine, outcome, number)
      waiting += `${JSON.stringify(severalFiles ? { ...scored, source: outcome.source } : scored)}\n`
      if (waiting.length < full) return
      out.write(waiting)
      waiting = ''
    },
  })
  out.write(waiting)
  return verdict(session)
}
