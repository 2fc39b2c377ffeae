import type { Shape } from './shape.ts'

/** What has to be so of a shape, at a piece. */
export type Condition = (shape: Shape, at: number) => boolean

/** A form that pieces take only in a piece of SQL. */
export interface Production {
  /** Kinds in a row, from the piece on; what must follow is looked ahead to. */
  readonly pattern: RegExp
  readonly strength: number
  readonly why: string
  /** What may stand before: see `Lead`; any when not set. */
  readonly leads?: string
  /** What else has to be so. */
  readonly only?: Condition
}

const end = '(?=;*(?:c|$))'
const onward = '(?=;*(?:c|$)|[&)OBU])'
const listed = '[nsvlGQqgtpKo]'

/** A pattern of kinds, tried where it is asked to; END, ONWARD and LISTED stand for what is often asked. */
export function form(source: string): RegExp {
  const filled = source
    .replaceAll('END', end)
    .replaceAll('ONWARD', onward)
    .replaceAll('LISTED', listed)
  return new RegExp(filled, 'y')
}

/** No sentence stands before. */
export const notProse: Condition = (shape, at) => !shape.isProse(at)
/** One of these kinds stands before. */
export const isAfter =
  (kinds: string): Condition =>
  ({ kinds: all }, at) =>
    at > 0 && kinds.includes(all[at - 1]!)

/** The piece is one of these words. */
export const isWord =
  (...words: readonly string[]): Condition =>
  ({ pieces }, at) =>
    words.includes(pieces[at]!.word)

/** Whether a pattern takes the kinds from a piece on. */
export function matches(pattern: RegExp, kinds: string, at: number): boolean {
  pattern.lastIndex = at
  return pattern.test(kinds)
}
