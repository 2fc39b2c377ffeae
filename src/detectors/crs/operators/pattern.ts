import { RE2JS } from 're2js'
import { Pattern } from '../../../text/search/pattern.ts'
import { translate } from './dialect.ts'
import { neededBytes } from './needed-bytes.ts'
import { Missing, type Operator } from './operator.ts'

const mostGroups = 9
/** Steps times places that are looked at to say exactly where a match stands. */
const mostLooks = 1 << 19

/** A regular expression. @throws Missing for what cannot run in linear time */
export function makePattern(argument: string): Operator {
  const translated = translate(argument)
  if ('why' in translated) throw new Missing(`its pattern needs to go back: ${translated.why}`)
  const { source } = translated
  const pattern = new Pattern(source, true)
  let full: RE2JS | undefined
  try {
    pattern.matches('')
  } catch (error) {
    throw new Missing(`its pattern is not RE2 syntax: ${(error as Error).message}`, {
      cause: error,
    })
  }
  return {
    clauses: pattern.clauses,
    bytes: neededBytes(source),
    holds: (value) => pattern.test(value),
    find: (value) => pattern.find(value, mostLooks),
    groups: (value) => {
      full ??= RE2JS.compile(source)
      const matcher = full.matcher(value.text)
      if (!matcher.find()) return []
      const count = Math.min(matcher.groupCount(), mostGroups)
      return Array.from({ length: count + 1 }, (_, i) => matcher.group(i) ?? '')
    },
  }
}
