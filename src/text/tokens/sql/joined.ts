import { form, isAfter, isWord, notProse, type Production } from './form.ts'
import type { Shape } from './shape.ts'

/** Conditions that are joined to one: `or 1=1`. */
export const logic: readonly Production[] = [
  {
    pattern: form('&[(!]*t'),
    strength: 0.9,
    why: 'a comparison of constants joined to a condition',
    leads: 'qvs',
  },
  {
    pattern: form('&[(!]*t'),
    strength: 0.9,
    why: 'a comparison of constants joined to a word',
    leads: 't',
    only: (_, at) => at < 3,
  },
  {
    pattern: form('&[(!]*t(?=c)'),
    strength: 0.85,
    why: 'a comparison of constants, the rest cut away',
    only: notProse,
  },
  {
    pattern: form('&[(!]*[pqQ]'),
    strength: 0.85,
    why: 'a call or query joined to a condition',
    leads: 'qvst',
  },
  {
    pattern: form('&[(!]*r'),
    strength: 0.8,
    why: 'a comparison joined to a condition behind a quote',
    leads: 'q',
  },
  {
    pattern: form('&[(!]*G'),
    strength: 0.75,
    why: 'a call of a database function joined to a condition',
    leads: 'qvst',
  },
  {
    pattern: form('&[(!]*[nvgK](?:END|(?=[)&=]))'),
    strength: 0.7,
    why: 'a value joined to a condition behind a quote',
    leads: 'q',
  },
  {
    pattern: form('&[(!]*rONWARD'),
    strength: 0.65,
    why: 'a comparison joined to a number',
    leads: 'v',
    only: ({ kinds }) => kinds.startsWith('n'),
  },
  {
    pattern: form('&[(!]*s(?:END|(?=[)&=]))'),
    strength: 0.6,
    why: 'a text joined to a condition behind a quote',
    leads: 'q',
    only: isCutOrShort,
  },
  {
    pattern: form('&[(!]*w(?=c)'),
    strength: 0.6,
    why: 'a name joined to a condition, the rest cut away',
    leads: 'q',
  },
  {
    pattern: form('&[(!]*r(?=c)'),
    strength: 0.6,
    why: 'a comparison, the rest cut away',
    leads: 's',
  },
  {
    pattern: form('&[(!]*[ns](?=c)'),
    strength: 0.6,
    why: 'a constant joined to a value, the rest cut away',
    leads: 'v',
  },
  {
    pattern: form('&[(!]*n(?=c)'),
    strength: 0.55,
    why: 'a constant, the rest cut away',
    leads: 's',
  },
  {
    pattern: form('&[(!]*w[ox!]$'),
    strength: 0.5,
    why: 'an unfinished condition behind a quote',
    leads: 'q',
    only: ({ isShort }) => isShort,
  },
  {
    pattern: form('&[(!]*g'),
    strength: 0.6,
    why: 'a call joined to a condition behind a quote',
    leads: 'q',
  },
  {
    pattern: form('&[(!]*r$'),
    strength: 0.55,
    why: 'a pattern for any text',
    leads: 'qst',
    only: ({ text }) => text.endsWith("'%"),
  },
  {
    pattern: form('&[nsw]'),
    strength: 0.55,
    why: 'an operator that only a query has',
    leads: 'qs',
    only: (shape, at) => isWord('xor')(shape, at) && !shape.isGlued(at),
  },
  {
    pattern: form('&[(!]*K'),
    strength: 0.55,
    why: 'a catalogue joined to a condition',
    leads: 's',
  },
]

function isCutOrShort(shape: Shape, at: number): boolean {
  return (shape.isShort || shape.kinds.endsWith('c')) && !shape.isGlued(at)
}

const appended = 'a query appended with UNION'
/** Queries behind UNION and its like. */
export const union: readonly Production[] = [
  { pattern: form('U[(B]*S(?:[nsvlGQqgKo]|.M)'), strength: 0.95, why: appended, leads: 'qvst' },
  { pattern: form('U[(B]*S[nsvlGQqgK](?:(?=[M)])|END)'), strength: 0.8, why: appended },
  { pattern: form('U[(B]*S(?!ww)'), strength: 0.7, why: appended, leads: 'qv' },
  { pattern: form('U[(B]*S(?!w)'), strength: 0.7, why: appended, leads: 'st' },
  { pattern: form('U[(B]*S[ow]M.'), strength: 0.6, why: appended },
]

const inside = 'a query inside a value'
const isFirst = (shape: Shape, at: number): boolean => at === 0 || isAfter('(')(shape, at)
/** Queries where a value is, or whole ones. */
export const select: readonly Production[] = [
  {
    pattern: form('S(?:LISTED|.M)'),
    strength: 0.85,
    why: 'a query behind a semicolon',
    only: isAfter(';'),
  },
  { pattern: form('S(?:LISTED|.M)'), strength: 0.85, why: 'a query behind a quote', leads: 'q' },
  { pattern: form('S.MK'), strength: 0.8, why: 'a query of a catalogue', only: isFirst },
  { pattern: form('S[nsvGQql]'), strength: 0.75, why: inside, only: isAfter('(=o&,') },
  {
    pattern: form('SLISTEDM[wKqG](?:END|(?=[HOBU)]))'),
    strength: 0.7,
    why: 'a whole query',
    only: isFirst,
  },
  {
    pattern: form('S(?:LISTED|w)MK'),
    strength: 0.7,
    why: inside,
    only: (shape, at) => !isAfter('UB')(shape, at),
  },
  { pattern: form('S.M[wKqG]H[trp]ONWARD'), strength: 0.6, why: 'a whole query', only: isFirst },
  {
    pattern: form('S[GQqp]END'),
    strength: 0.6,
    why: 'a query of a call',
    only: (_, at) => at === 0,
  },
]
