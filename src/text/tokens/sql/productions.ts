import type { Shape } from './shape.ts'

/** A form that pieces take only in a piece of SQL. */
export interface Production {
  /** Kinds in a row, from the piece on; what must follow is looked ahead to. */
  readonly pattern: RegExp
  readonly strength: number
  readonly why: string
  /** What may stand before: see `Lead`; any when not set. */
  readonly leads?: string
  /** What else has to be so. */
  readonly only?: (shape: Shape, at: number) => boolean
}

const end = '(?=;*(?:c|$))'
const onward = '(?=;*(?:c|$)|[&)OBU])'
const listed = '[nsvlGQqgtpKo]'

function form(source: string): RegExp {
  const filled = source
    .replaceAll('END', end)
    .replaceAll('ONWARD', onward)
    .replaceAll('LISTED', listed)
  return new RegExp(filled, 'y')
}

const notProse = (shape: Shape, at: number): boolean => !shape.isProse(at)
const isAfter =
  (kinds: string) =>
  ({ kinds: all }: Shape, at: number): boolean =>
    at > 0 && kinds.includes(all[at - 1]!)

/** Conditions that are joined to one: `or 1=1`. */
const logic: readonly Production[] = [
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
    only: (_, at) => at < 2,
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
const union: readonly Production[] = [
  { pattern: form('U[(B]*S(?:[nsvlGQqgKo]|.M)'), strength: 0.95, why: appended, leads: 'qvst' },
  { pattern: form('U[(B]*S[nsvlGQqgK](?:(?=[M)])|END)'), strength: 0.8, why: appended },
  { pattern: form('U[(B]*S(?!ww)'), strength: 0.7, why: appended, leads: 'qvst' },
  { pattern: form('U[(B]*S[ow]M.'), strength: 0.6, why: appended },
]

const inside = 'a query inside a value'
const isFirst = (shape: Shape, at: number): boolean => at === 0 || isAfter('(')(shape, at)
const select: readonly Production[] = [
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

/** What follows the verb of a statement, by the verb. */
const object = 'TD(?:g|.(?:[(;TB[cK]|$))'
const whole = 'TD(?:g|.[(;TB[cK])'
const verbs: Readonly<Record<string, string>> = {
  drop: object,
  create: object,
  alter: object,
  truncate: object,
  insert: 'TB(?:g|.[gG[BS(wK])',
  merge: 'TB.[gG[BS(wK]',
  replace: 'TB.[gG[BS(wK]',
  delete: 'TM.(?:H|END)',
  update: 'T.T[rtpl]',
  exec: 'T[vGgs([DQP]',
  execute: 'T[vGgs([DQP]',
  set: 'T[vpt]',
  if: 'T[vpt]',
  print: 'T[vpt]',
  call: 'T[gGQs]',
  do: 'T[gGQs]',
  load: 'TD.',
  copy: 'T(?:.M|..s)',
  begin: 'T[gGQT]',
  shutdown: 'TEND',
}
const forms: ReadonlyMap<string, RegExp> = new Map(
  Object.entries(verbs).map(([verb, source]) => [verb, form(`(?:T[PQ]|${source})`)]),
)
const wholeForm = form(whole)
const afterFirst = form(
  `(?:T[PQ]|TB(?:g|.[gG[BS(wK])|TM.(?:H|END)|T.T[rtpl]|T[vGs([DQP]|TD.[(;TB[cK])`,
)

function isStatement(shape: Shape, at: number): boolean {
  const { word } = shape.pieces[at]!
  const pattern = forms.get(word)
  if (!pattern) return false
  return isProcedure(shape, at) || matches(pattern, shape.kinds, at)
}

/** A procedure of the server, by its prefix. */
function isProcedure({ pieces }: Shape, at: number): boolean {
  const name = pieces[at + 1]?.word ?? ''
  return pieces[at]!.word.startsWith('exec') && /^(?:sp_|xp_|master\.)/.test(name)
}

/** Alone, a statement must be whole: `drop table legs` is none. */
function isWhole(shape: Shape, at: number): boolean {
  const { word } = shape.pieces[at]!
  if (at > 0 || !isStatement(shape, at) || ['begin', 'set', 'if', 'print'].includes(word))
    return false
  if (isProcedure(shape, at)) return true
  return matches(verbs[word] === object ? wholeForm : afterFirst, shape.kinds, at)
}

function matches(pattern: RegExp, kinds: string, at: number): boolean {
  pattern.lastIndex = at
  return pattern.test(kinds)
}

const isWord =
  (...words: readonly string[]) =>
  ({ pieces }: Shape, at: number): boolean =>
    words.includes(pieces[at]!.word)

const statement: readonly Production[] = [
  {
    pattern: form('T'),
    strength: 0.85,
    why: 'a statement behind a semicolon',
    only: (shape, at) => isAfter(';')(shape, at) && isStatement(shape, at),
  },
  {
    pattern: form('TD[(sv]'),
    strength: 0.85,
    why: 'a statement that waits',
    only: isWord('waitfor'),
  },
  { pattern: form('Tv'), strength: 0.85, why: 'a variable declared', only: isWord('declare') },
  {
    pattern: form('T'),
    strength: 0.8,
    why: 'a statement behind a quote',
    leads: 'q',
    only: isStatement,
  },
  { pattern: form('T'), strength: 0.6, why: 'a whole statement', only: isWhole },
]

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
const isBy = ({ pieces }: Shape, at: number): boolean => pieces[at + 1]?.word === 'by'
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
    only: ({ text }) => text.length <= 4 && text.startsWith("'"),
  },
]

/** Behind the comment there is nothing but what makes it one, or one word. */
function isCutShort({ kinds, pieces, text }: Shape): boolean {
  const { from } = pieces[kinds.indexOf('c')]!
  return /^(?:--|#|\/\*)[\s+*/-]*\w{0,8}$/.test(text.slice(from))
}

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
    only: ({ kinds }, at) => at === 0 && /^Q;*c?$/.test(kinds),
  },
  {
    pattern: form('Q(?![wxn])'),
    strength: 0.85,
    why: 'a call that probes a database',
    only: (shape, at) => !/^Q;*c?$/.test(shape.kinds) && !isAfter('wx')(shape, at),
  },
  {
    pattern: form('[qp](?!w)'),
    strength: 0.75,
    why: 'a query in parentheses',
    only: (shape, at) => !isAfter('w')(shape, at),
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
