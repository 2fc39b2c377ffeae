import { defineParser, type Parser } from '../../contract/parser.ts'
import { ServerError } from '../../event/event.ts'
import { timeOf } from './dates.ts'
import type { Filter, Match } from './filter.ts'
import { Sieve } from './sieve.ts'

/**
 * A format made of filters: a line that one of them matches, and that none of the `others` reads, is an
 * error of the host that it names. So lines that nobody else understands reach the detector.
 * @param year of dates that are written without one
 */
export function createFail2banParser(
  filters: readonly Filter[],
  { others, year }: { readonly others: readonly Parser[]; readonly year: number },
): Parser {
  const sieve = new Sieve(filters)
  return defineParser({
    name: 'fail2ban',
    about: 'Lines that a filter of fail2ban matches and no format reads.',
    sample: 'Nov 21 06:11:02 mail imapd[31]: login of ana from 203.0.113.9 refused',
    parse(line) {
      let first: Match | undefined
      let time = Number.NaN
      sieve.match(line, (_, match, date) => {
        if (first !== undefined || date === undefined) return
        first = match
        time = timeOf(line.slice(date.start, date.end), year)
      })
      if (first === undefined || others.some((other) => other.parse(line) !== undefined))
        return undefined
      const event = new ServerError()
      event.time = time
      event.client = first.host
      event.reason = line
      event.line = line
      return event
    },
    fault: (line) => ({
      parser: 'fail2ban',
      field: 'failure',
      number: 1,
      expected: 'a failure that a filter knows',
      found: line.slice(0, 80),
      at: 0,
    }),
  })
}
