import { isOperand, type Piece } from './fold.ts'

/**
 * What stands before a piece: `q` a quote that ended the string the text began in, `v` something that ends
 * a value, `s` nothing, `t` one word, `-` anything else.
 */
export type Lead = 'q' | 'v' | 's' | 't' | '-'

/** Pieces that are looked back at. */
const reach = 40

/** A folded text: its pieces, and their kinds in a row. */
export class Shape {
  readonly text: string
  readonly pieces: readonly Piece[]
  readonly kinds: string

  constructor(text: string, pieces: readonly Piece[]) {
    this.text = text
    this.pieces = pieces
    this.kinds = pieces.map(({ kind }) => kind).join('')
  }

  lead(at: number): Lead {
    let i = at - 1
    while (i >= 0 && (this.kinds[i] === ')' || this.kinds[i] === ';')) i--
    if (i < 0) return 's'
    if (this.kinds[i] === 'L') return 'q'
    if (this.kinds[at - 1] === ')' && !this.isProse(at)) return 'v'
    return this.#isFirst(i) ? 'v' : this.#termAt(i)
  }

  /** A value that the text begins with. */
  #isFirst(at: number): boolean {
    const isAtStart = at === 0 || (at === 1 && this.kinds[0] === 'o')
    return isAtStart && isOperand(this.pieces[at]!.kind) && !'wr'.includes(this.kinds[at]!)
  }

  #termAt(at: number): Lead {
    const kind = this.kinds[at]!
    const isFirst = at === 0 || (at === 1 && this.kinds[0] === 'o')
    if (isFirst && 'wr'.includes(kind)) return 't'
    if ('tpqGQ'.includes(kind)) return 'v'
    return 'rnsv'.includes(kind) && this.#isInQuery(at) ? 'v' : '-'
  }

  /** Whether what is before a piece is SQL: a quote that ended the value, or a keyword with its list. */
  #isInQuery(at: number): boolean {
    for (let i = at - 1; i >= Math.max(0, at - reach); i--) {
      if ('LqQtp'.includes(this.kinds[i]!)) return true
      if ('SHU'.includes(this.kinds[i]!)) return !this.isProse(at)
    }
    return false
  }

  /** Words in a row before a piece, as sentences have them and statements do not. */
  isProse(before: number): boolean {
    let pairs = 0
    for (let i = Math.max(1, before - reach); i < before; i++)
      if (this.kinds[i] === 'w' && this.kinds[i - 1] === 'w') pairs++
    return pairs > 1
  }

  /** The text before the quote is no sentence. */
  get isShort(): boolean {
    const { to } = this.pieces[0]!
    return to <= 24 && !this.text.slice(0, to).trim().includes(' ')
  }

  /** A word that touches the quotes before and behind it: it is what they quote. */
  isGlued(at: number): boolean {
    const { from, to, word } = this.pieces[at]!
    const isWord = word !== '' && word >= 'a' && word < '{'
    return isWord && this.pieces[at - 1]?.to === from && this.pieces[at + 1]?.from === to
  }
}
