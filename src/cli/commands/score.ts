import type { Engine } from '../../pipeline/engine.ts'
import type { Outcome } from '../../pipeline/intake.ts'
import { score, type Scored, scoreSkipped, scoreUnparsed } from '../../pipeline/verdict.ts'
import { usage } from '../arguments.ts'
import type { Call } from '../call.ts'
import type { ExitCode } from '../exit-codes.ts'
import { LineNumbers } from '../session/line-numbers.ts'
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
  const numbers = new LineNumbers()
  const severalFiles = session.paths.length > 1 || /[*?[\]{}]/.test(session.paths[0] ?? '')
  let waiting = ''
  const flush = (): void => {
    if (waiting !== '') out.write(waiting)
    waiting = ''
  }
  await session.read({
    judge: (outcome, engine) => {
      const scored = scoreOf(outcome, engine, numbers.next(outcome))
      waiting += `${JSON.stringify(severalFiles ? { ...scored, source: outcome.source } : scored)}\n`
      if (waiting.length >= full) flush()
    },
    rest: flush,
  })
  return verdict(session)
}

function scoreOf(outcome: Outcome, engine: Engine, number: number): Scored {
  if (outcome.kind === 'skipped') return scoreSkipped(number)
  return outcome.kind === 'unparsed'
    ? scoreUnparsed(outcome, number)
    : score(engine, outcome, number)
}
