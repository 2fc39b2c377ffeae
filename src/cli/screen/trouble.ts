import { Failure } from '../../contract/failure.ts'
import type { Outlet } from '../shell.ts'
import { wrap } from './layout.ts'

/** Writes an error for people: what, where, what to do; the code last, so that it can be searched. */
export function printFailure(failure: Failure, to: Outlet): void {
  const lines = [to.style.bad(failure.message)]
  for (const line of failure.where) lines.push(`  ${line}`)
  const hint = hintLines(failure.hint, to.columns)
  const room = to.columns - hint.at(-1)!.length - failure.code.length
  const code = to.style.quiet(failure.code)
  lines.push(room > 8 ? `${hint.join('\n')}        ${code}` : `${hint.join('\n')}\n${code}`)
  to.write(`${lines.join('\n')}\n`)
}

/** A command at the end of a hint stays whole, so that it can be copied. */
function hintLines(hint: string, columns: number): string[] {
  const at = hint.lastIndexOf('  tripline ')
  return at < 0 || hint.length <= columns
    ? wrap(hint, columns)
    : [...wrap(hint.slice(0, at), columns), hint.slice(at)]
}

/** The error for results that cannot be written: a full disk, mostly. */
export function unwritable(what: string, cause: NodeJS.ErrnoException): Failure {
  const why = cause.code === 'ENOSPC' ? 'no space is left' : (cause.code ?? cause.message)
  return new Failure('TRIPLINE_E_SINK', `${what} cannot be written: ${why}.`, {
    hint: 'What was written until then is not complete.',
    cause,
  })
}

/** An error that is our fault, as one for people. */
export function ourFault(error: unknown): Failure {
  const cause = error instanceof Error ? error : new Error(String(error))
  return new Failure(
    'TRIPLINE_E_INTERNAL',
    'Tripline made a mistake. This is a bug, not your fault.',
    {
      where: (cause.stack ?? cause.message).split('\n').slice(0, 6),
      hint: 'Please report it with these lines and the command you ran.',
      cause,
    },
  )
}
