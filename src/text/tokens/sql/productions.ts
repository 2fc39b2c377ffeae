import { type Condition, form, isAfter, isWord, notProse, type Production } from './form.ts'
import { logic, select, union } from './joined.ts'
import type { Shape } from './shape.ts'
import { statement } from './statements.ts'

const clause: readonly Production[] = [
  { pattern: form('BI'), strength: 0.85, why: 'an answer written to a file', only: isWord('into') },
  {
    pattern: form('B[gGQ]'),
    strength: 0.85,
    why: 'a procedure behind a value',
    only: ({ pieces }, at) => pieces[at + 1]!.word === 'analyse',
  },
  {
    pattern: form('B[nl]END'),
    strength: 0.7,
    why: 'a limit behind a quote',
    leads: 'q',
    only: isWord('limit'),
  },
  {
    pattern: form('B[nl]END'),
    strength: 0.5,
    why: 'a limit behind a value',
    leads: 'v',
    only: isWord('limit'),
  },
]

const ordered = 'an order or group behind a value'
const isBy: Condition = ({ pieces }, at) => pieces[at + 1]?.word === 'by'
const order: readonly Production[] = [
  { pattern: form('OB[GQqp]'), strength: 0.8, why: ordered, leads: 'qv', only: isBy },
  { pattern: form('OB[nl]ONWARD'), strength: 0.8, why: ordered, leads: 'q', only: isBy },
  { pattern: form('OB[nl]ONWARD'), strength: 0.7, why: ordered, leads: 'v', only: isBy },
  { pattern: form('OBwONWARD'), strength: 0.6, why: ordered, leads: 'q', only: isBy },
  {
    pattern: form('OB(?:l|n(?=;*c))END'),
    strength: 0.6,
    why: 'an order, the rest cut away',
    leads: 's',
    only: isBy,
  },
  { pattern: form('OBnEND'), strength: 0.5, why: 'an order by number', leads: 's', only: isBy },
]

/** Conditions behind what ends a value. */
const where: readonly Production[] = [
  {
    pattern: form('H[tp]'),
    strength: 0.8,
    why: 'a condition of constants or calls',
    leads: 'qvst',
    only: notProse,
  },
  {
    pattern: form('H[tp]'),
    strength: 0.8,
    why: 'a condition of constants or calls behind a value',
    only: (shape, at) => notProse(shape, at) && /^(?:[Lns)]|.\))/.test(shape.kinds),
  },
]

/** What a quote ended, and what follows at once. */
const quote: readonly Production[] = [
  {
    pattern: form('Lo[GQq](?:ONWARD|(?=[o=]))'),
    strength: 0.8,
    why: 'a call or query joined to a text',
  },
  { pattern: form('Lot'), strength: 0.65, why: 'a comparison joined to a text' },
  {
    pattern: form('L=[nsGQqt]ONWARD'),
    strength: 0.65,
    why: 'a comparison with the text before a quote',
    only: (shape, at) => shape.isShort && !shape.isGlued(at + 1),
  },
  {
    pattern: form('L[);]*c'),
    strength: 0.65,
    why: 'a quote, and a comment that cuts the rest away',
    only: (shape) => shape.isShort && isCutShort(shape),
  },
  {
    pattern: form('LosEND'),
    strength: 0.55,
    why: 'an operator between two texts',
    only: ({ text }) => text.length <= 4 && text.startsWith("'") && text.endsWith("'"),
  },
]

/** Behind the comment there is nothing but what makes it one, or one word. */
function isCutShort({ kinds, pieces, text }: Shape): boolean {
  const { from } = pieces[kinds.indexOf('c')]!
  return /^(?:--|#|\/\*)[\s+*/-]*\w{0,8}$/.test(text.slice(from))
}

/** Numbers of something, as people write them: `(5 hours)`. */
const counted = /\(\s*\d+\s+[a-z]+\s*\)/i

const others: readonly Production[] = [
  {
    pattern: form('tonEND'),
    strength: 0.6,
    why: 'a comparison of constants as a number',
    only: (_, at) => at === 0,
  },
  {
    pattern: form('=[nsGQq]END'),
    strength: 0.55,
    why: 'a parenthesis, and a comparison',
    only: ({ kinds }, at) => kinds.startsWith('n') && kinds[at - 1] === ')',
  },
  { pattern: form(';[GQq]'), strength: 0.7, why: 'a call behind a semicolon', leads: 'qv' },
  {
    pattern: form('c'),
    strength: 0.55,
    why: 'a parenthesis, and a comment that cuts the rest away',
    only: isCutBehindParenthesis,
  },
  {
    pattern: form('Q(?![wxn])'),
    strength: 0.6,
    why: 'a call that probes a database',
    only: ({ kinds, text }, at) => at === 0 && /^Q;*c?$/.test(kinds) && !counted.test(text),
  },
  {
    pattern: form('Q(?![wxn])'),
    strength: 0.85,
    why: 'a call that probes a database',
    only: (shape, at) => !/^Q;*c?$/.test(shape.kinds) && !isAfter('wx')(shape, at),
  },
  {
    pattern: form('q(?!w)'),
    strength: 0.75,
    why: 'a query in parentheses',
    only: (shape, at) => !isAfter('wrx')(shape, at),
  },
  {
    pattern: form('p(?!w)'),
    strength: 0.75,
    why: 'a comparison with a query or call',
    only: (shape, at) => !isAfter('wrgnsvxtp')(shape, at),
  },
  {
    pattern: form('v(?![wx])'),
    strength: 0.6,
    why: 'a variable of a database',
    only: ({ kinds, pieces }, at) =>
      pieces[at]!.word === '@@' && !'wx'.includes(kinds[at - 1] ?? '-'),
  },
]

function isCutBehindParenthesis({ kinds, pieces, text }: Shape, at: number): boolean {
  return (
    /^[nsl].{0,2}\)c/.test(kinds) && kinds[at - 1] === ')' && text.length - pieces[at]!.from <= 6
  )
}

const all = [logic, union, select, statement, clause, order, where, quote, others].flat()

/** By the kind of its first piece. */
export const productions: ReadonlyMap<string, readonly Production[]> = new Map(
  ['&', 'U', 'S', 'T', 'B', 'O', 'H', 'L', 't', '=', ';', 'c', 'Q', 'q', 'p', 'v'].map((kind) => [
    kind,
    all.filter(({ pattern }) => begins(pattern.source, kind)),
  ]),
)

function begins(source: string, kind: string): boolean {
  return source.startsWith('[')
    ? source.slice(1, source.indexOf(']')).includes(kind)
    : source.startsWith(kind)
}
