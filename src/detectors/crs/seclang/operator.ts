import type { Word } from './directives.ts'
import { readMacro } from './macro.ts'
import type { Test } from './rule.ts'

/** Reads `!@pm a b`; without a name it is a regular expression. */
export function readTest({ text }: Word): Test {
  const [, sign, name, rest] = /^\s*(!?)\s*(?:@(\S*)\s*)?(.*)$/s.exec(text)!
  const argument = rest!.trim()
  return {
    operator: (name ?? 'rx').toLowerCase(),
    isNegated: sign === '!',
    argument: readMacro(argument),
    argumentText: argument,
  }
}
