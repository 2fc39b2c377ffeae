import type { Hidden } from '../explain/hidden.ts'
import { proposalRecord } from '../explain/record.ts'
import type { Way } from '../explain/way.ts'
import { fit } from './layout.ts'
import { counted } from './numbers.ts'

/** The narrowest exceptions, as text for the config, and in comments what else each would hide. */
export function exceptionRows(
  { proposals }: Way,
  hidden: readonly Hidden[] | undefined,
  room: number,
): string[] {
  if (proposals.length === 0) return []
  const rows = [
    '',
    '# The narrowest exception, for the config. Without client, for everybody.',
    'exceptions:',
  ]
  for (const [i, proposal] of proposals.entries()) {
    const pairs = Object.entries(proposalRecord(proposal)).map(([name, text]) => [
      name,
      scalar(text),
    ])
    pairs.push(['reason', 'why it is no attack'])
    rows.push(...pairs.map((pair, at) => `${at === 0 ? '  - ' : '    '}${pair.join(': ')}`))
    const would = hidden?.[i]
    if (would) rows.push(...hiddenRows(would, room))
  }
  if (!hidden) rows.push('# What else would it hide?  Ask with  --on FILE')
  return rows
}

function hiddenRows({ lines, clients, own, examples }: Hidden, room: number): string[] {
  if (lines === 0) return ['    # hides nothing else there']
  const whole = `without client: ${counted(lines, 'hit')} of ${counted(clients, 'client')}`
  return [
    `    # hides ${counted(own, 'other hit')}; ${whole}`,
    ...examples.map((line) => fit(`    #   ${line}`, room)),
  ]
}

/** A text as YAML reads it back. */
function scalar(text: string): string {
  return /^[\w./][\w./{}:-]*$/.test(text) &&
    !/^[\d.]+$|:$|^(?:true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text)
}
