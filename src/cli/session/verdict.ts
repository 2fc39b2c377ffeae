import type { Failure } from '../../contract/failure.ts'
import { severities } from '../../event/finding.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import { counted, percent } from '../screen/numbers.ts'
import { printFailure } from '../screen/trouble.ts'
import type { Shell } from '../shell.ts'
import type { Session } from './session.ts'

/**
 * The exit code after a reading: interrupted, alerts at or over `--fail-on`, something that could not
 * be read, or fine. What could not be read is told, and that the rest was not looked at.
 */
export function verdict(session: Session): ExitCode {
  const { shell } = session.call
  const read = readingCode(shell, session.failures)
  if (session.isInterrupted) shell.err.write(interruption(session))
  if (shell.interrupt.aborted) return exit.interrupted
  const { failOn } = session.settled.settings
  if (failOn === 'never') return read
  const least = severities.indexOf(failOn)
  const isGrave = [...session.alerts.values()].some((a) => severities.indexOf(a.severity) >= least)
  return isGrave ? exit.found : read
}

function interruption({ tally, share }: Session): string {
  const part = share === undefined ? '' : ` (${percent(share, 1)})`
  return `  Interrupted after ${counted(tally.lines, 'line')}${part}: what follows was not looked at.\n`
}

/** The exit code of a reading from which nothing else follows, after telling what could not be read. */
export function readingCode(shell: Shell, failures: readonly Failure[]): ExitCode {
  for (const failure of failures) printFailure(failure, shell.err)
  return failures.length > 0 ? exit.input : exit.fine
}
