import { htmlIn } from '../../../text/tokens/html.ts'
import type { Sight } from '../../../text/tokens/sight.ts'
import { sqlIn } from '../../../text/tokens/sql.ts'
import type { Make } from './operator.ts'

function sees(look: (text: string) => Sight): Make {
  return () => ({
    clauses: [],
    holds: ({ text }) => look(text).is,
    find: ({ text }) => {
      const [start, end] = look(text).where
      return { start, end }
    },
  })
}

/** Operators that read a value as a language, by name in lower case. */
export const payloadOperators: Readonly<Record<string, Make>> = {
  detectsqli: sees(sqlIn),
  detectxss: sees(htmlIn),
}
