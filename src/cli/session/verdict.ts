import { severities } from '../../event/finding.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import type { Session } from './session.ts'

/** The exit code after a reading: interrupted, alerts at or over `--fail-on`, or fine. */
export function verdict(session: Session): ExitCode {
  if (session.call.shell.interrupt.aborted) return exit.interrupted
  const { failOn } = session.settled.settings
  if (failOn === 'never') return exit.fine
  const least = severities.indexOf(failOn)
  const isGrave = [...session.alerts.values()].some((a) => severities.indexOf(a.severity) >= least)
  return isGrave ? exit.found : exit.fine
}
