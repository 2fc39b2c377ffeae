import type { Make } from './operator.ts'
import { makePattern } from './pattern.ts'
import { makeLines, makeWords } from './phrases.ts'
import { payloadOperators } from './payloads.ts'
import { plainOperators } from './plain.ts'

/** Operators by name in lower case. */
export const makers: ReadonlyMap<string, Make> = new Map([
  ...Object.entries(plainOperators),
  ...Object.entries(payloadOperators),
  ['ipmatchf', plainOperators['ipmatchfromfile']!],
  ['rx', makePattern],
  ['rxglobal', makePattern],
  ['pm', makeWords],
  ['pmf', makeLines],
  ['pmfromfile', makeLines],
])
