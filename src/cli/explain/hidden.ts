import type { Exception } from '../../detectors/exceptions/exceptions.ts'
import { readable } from '../../text/readable.ts'
import { usage } from '../arguments.ts'
import type { Call } from '../call.ts'
import { Session } from '../session/session.ts'
import type { Proposal } from './proposals.ts'
import type { Way } from './way.ts'

/** What an exception would hide besides the line it is made for. */
export interface Hidden {
  readonly proposal: Proposal
  /** Hits of any client, and how many clients they are of. */
  readonly lines: number
  readonly clients: number
  /** Hits of the client that the exception names. */
  readonly own: number
  readonly examples: readonly string[]
}

const mostExamples = 3
/** Clients that are counted: there may be any number. */
const mostClients = 100_000

interface Seen {
  readonly number: number
  readonly client: string
  readonly line: string
}

/** Lets proposed exceptions, for any client, look at the last lines of a log. */
export async function hiddenBy(
  { proposals, read }: Way,
  call: Call,
  { on, last }: { readonly on: string; readonly last: number },
): Promise<readonly Hidden[]> {
  if (last < 1) throw usage('--last needs a number of lines.', 'explain')
  const asked = proposals.map((one): Exception => ({
    ...one,
    client: '',
    reason: '',
    until: Infinity,
  }))
  const seen = asked.map((): Seen[] => [])
  const session = await Session.begin({ ...call, operands: [on] }, 'explain', (furnishing) => ({
    ...furnishing,
    exceptions: [...(furnishing.exceptions ?? []), ...asked],
  }))
  let number = 0
  await session.read({
    judge: (outcome, engine) => {
      number++
      if (outcome.kind === 'unparsed' || outcome.kind === 'skipped') return
      engine.judge(outcome)
      for (const { exception } of engine.excepted) {
        const of = seen[asked.indexOf(exception)]
        if (!of || outcome.line === read.line) continue
        const client = outcome.kind === 'metric' ? '' : readable(outcome.client)
        of.push({ number, client, line: of.length < mostKept ? readable(outcome.line, 400) : '' })
        if (of.length > 2 * last) of.splice(0, of.length - last)
      }
    },
  })
  return proposals.map((proposal, i) => summed(proposal, seen[i]!, number - last))
}

/** Lines that are kept as they are: examples are the first of those looked at. */
const mostKept = 10_000

function summed(proposal: Proposal, seen: readonly Seen[], after: number): Hidden {
  const among = seen.filter(({ number }) => number > after)
  const clients = new Set(among.slice(0, mostClients).map(({ client }) => client))
  const examples = [...new Set(among.map(({ line }) => line))].filter((line) => line !== '')
  return {
    proposal,
    lines: among.length,
    clients: clients.size,
    own: among.filter(({ client }) => client === proposal.client).length,
    examples: examples.slice(0, mostExamples),
  }
}
