import { form, isAfter, isWord, matches, type Production } from './form.ts'
import type { Shape } from './shape.ts'

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
  `(?:T[PQ]|TB(?:g|.[gG[BS(wK])|TM.(?:H|END)|T.T[rtpl]|T[vGs[DQP]|TD.[(;TB[cK])`,
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

/** Statements other than queries. */
export const statement: readonly Production[] = [
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
