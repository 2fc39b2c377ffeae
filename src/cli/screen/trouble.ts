import { Failure } from '../../contract/failure.ts'
import type { Outlet } from '../shell.ts'
import { wrap } from './layout.ts'

/** Writes an error for people: what, where, what to do; the code last, so that it can be searched. */
export function printFailure(failure: Failure, to: Outlet): void {
  const lines = [to.style.bad(failure.message)]
  for (const line of failure.where) lines.push(`  ${line}`)
  const [first = '', ...more] = wrap(failure.hint, to.columns)
  const hint = [first, ...more].join('\n')
  const room = to.columns - (more.at(-1) ?? first).length - failure.code.length
  lines.push(
    room > 8
      ? `${hint}        ${to.style.quiet(failure.code)}`
      : `${hint}\n${to.style.quiet(failure.code)}`,
  )
  to.write(`${lines.join('\n')}\n`)
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
