import { type Lexer, mostTokens } from './lexer.ts'
import type { Kind } from './words.ts'

/** One folded token. */
export interface Piece {
  kind: Kind
  from: number
  to: number
  word: string
}

const operands = 'nsvwgGQqltprKI'
const values = 'nsvwgGQqK'

/** Whether a kind is a value, as a term of an expression is. */
export function isOperand(kind: Kind | undefined): boolean {
  return kind !== undefined && operands.includes(kind)
}

/** Which kind a term has that is made of two: the one that says most. */
const rank = 'snlwvgrtKpGqQ'

function stronger(a: Kind, b: Kind): Kind {
  return rank.indexOf(a) >= rank.indexOf(b) ? a : b
}

/**
 * Folds the tokens of SQL while they are read: constants and operators between them to one constant,
 * calls, lists and queries in parentheses to one piece, comparisons to what they compare. What is left
 * is the shape of the text. Each step takes at least one piece away, so the work is linear.
 */
export class Folder {
  readonly pieces: Piece[] = []
  /** Steps that were done: tokens read and pieces looked at. */
  work = 0

  /** @param lead end of the string that the text began in, 0 when it began outside of one */
  read(lexer: Lexer, text: string, lead: number): void {
    this.pieces.length = 0
    this.work = 0
    if (lead > 0) this.#push('L', 0, lead, '')
    lexer.begin(text, lead)
    for (let count = 0; count < mostTokens && lexer.next(); count++) {
      this.work++
      this.#take(lexer)
    }
    this.#finish()
  }

  /** Parentheses may be left open for the statement to close. */
  #finish(): void {
    this.#compare()
    const last = this.pieces.pop()
    if (!last) return
    while (this.#kind(0) === '(' && '=('.includes(this.#kind(1) ?? 'x')) this.pieces.pop()
    this.pieces.push(last)
    this.#close(';')
  }

  #push(kind: Kind, from: number, to: number, word: string): void {
    this.pieces.push({ kind, from, to, word })
  }

  #top(below: number = 0): Piece | undefined {
    return this.pieces[this.pieces.length - 1 - below]
  }

  #kind(below: number): Kind | undefined {
    return this.#top(below)?.kind
  }

  #take({ kind, from, to, word }: Lexer): void {
    if (word === '::') return this.#cast()
    if (operands.includes(kind)) this.#operand(kind, from, to, word)
    else if (kind === '=') this.#comparison(from, to, word)
    else if (kind === ')') this.#parenthesis(from, to)
    else if (kind === 'E') this.#caseEnd(from, to, word)
    else {
      if (kind !== 'o' && kind !== '!' && kind !== '(' && kind !== 'x') this.#close(kind)
      this.#push(kind, from, to, word)
    }
  }

  /** A type behind a term: only a query has it. */
  #cast(): void {
    const top = this.#top()
    if (!top) return
    if ('gGq'.includes(top.kind)) top.kind = 'p'
    else if (top.kind === 's' || top.kind === 'n') top.word = '::'
  }

  /** A term: signs before it go, and so does an operator to the term before it. */
  #operand(kind: Kind, from: number, to: number, word: string): void {
    this.#unsign()
    const top = this.#top()
    const before = this.#top(1)
    if (top?.kind === 'o' && before && values.includes(before.kind) && values.includes(kind)) {
      before.kind = before.word === '::' ? 'p' : stronger(before.kind, kind)
      before.to = to
      before.word = ''
      this.pieces.pop()
      return
    }
    if (top?.kind === 's' && kind === 's') {
      top.to = to
      return
    }
    this.#push(kind, from, to, word)
  }

  /** Takes away signs and negations that have no term before them. */
  #unsign(): void {
    while (this.#kind(0) === '!' || this.#isSign()) {
      this.pieces.pop()
      this.work++
    }
  }

  #isSign(): boolean {
    const top = this.#top()
    if (top?.kind !== 'o' || top.word === '/' || top.word === '|') return false
    const before = this.#kind(1)
    return before !== undefined && !`L)xS${operands}`.includes(before)
  }

  #comparison(from: number, to: number, word: string): void {
    if (this.#kind(0) === '!') this.pieces.pop()
    const top = this.#top()
    // 'is not', '> =': one comparison
    if (top?.kind === '=' && top.word !== 'in') {
      top.to = to
      return
    }
    this.#compare()
    this.#push('=', from, to, word)
  }

  /** Folds `term = term` on top of the pieces. */
  #compare(): void {
    const right = this.#top()
    const left = this.#top(2)
    if (!right || !left || this.#kind(1) !== '=') return
    if (!operands.includes(right.kind) || !operands.includes(left.kind)) return
    left.kind = comparedPieces(left, right, this.#top(1)!.word)
    left.to = right.to
    left.word = ''
    this.pieces.length -= 2
    this.work++
  }

  /** Folds what ends before a piece that binds less: comparisons, then lists. */
  #close(next: Kind): void {
    this.#compare()
    if (next === '&') return
    const right = this.#top()
    const left = this.#top(2)
    if (!right || !left || this.#kind(1) !== ',') return
    if (!operands.includes(right.kind) || !operands.includes(left.kind)) return
    left.kind = listed(left.kind, right.kind)
    left.word = ','
    left.to = right.to
    this.pieces.length -= 2
    this.work++
  }

  #parenthesis(from: number, to: number): void {
    this.#close(')')
    let open = this.pieces.length - 1
    const last = Math.max(0, open - mostInside)
    while (open >= last && this.pieces[open]!.kind !== '(') open--
    this.work += this.pieces.length - open
    if (open < last) return this.#push(')', from, to, '')
    const inside = this.pieces.slice(open)
    const name = this.pieces[open - 1]
    const called = name && calls[name.kind]
    const kind = called ? calledKind(called, name.word, inside) : content(inside, name?.kind)
    if (kind === undefined) {
      inside[0]!.kind = '['
      return this.#push(']', from, to, '')
    }
    this.pieces.length = called ? open - 1 : open
    this.#operand(kind, called ? name.from : inside[0]!.from, to, called ? name.word : '')
  }

  /** Folds everything from 'case' on to one term. */
  #caseEnd(from: number, to: number, word: string): void {
    this.#close('E')
    const at = word === 'end' ? this.#caseAt() : -1
    const start = this.pieces[at]
    if (!start) return this.#push('E', from, to, word)
    const inside = this.pieces.splice(at)
    const isWhen = inside[1]?.kind === 'W' || inside[2]?.kind === 'W'
    if (!isWhen) return this.#push('w', start.from, to, '')
    this.#operand(inside[2]?.kind === 't' ? 'Q' : 'G', start.from, to, 'case')
  }

  /** Where the last 'case' is that nothing ended; -1 when there is none in reach. */
  #caseAt(): number {
    const last = Math.max(0, this.pieces.length - mostInside)
    let at = this.pieces.length - 1
    while (at >= last && this.pieces[at]!.kind !== 'C' && this.pieces[at]!.kind !== '(') at--
    this.work += this.pieces.length - at
    return at >= last && this.pieces[at]!.kind === 'C' ? at : -1
  }
}

/** Most pieces between parentheses that are folded. */
const mostInside = 64

/** What a call of a function is, by the kind of its name. */
const calls: Partial<Record<Kind, Kind>> = { f: 'g', F: 'G', P: 'Q' }

/** Operators that only a database has for documents. */
const documentOperators = new Set([
  '->',
  '->>',
  '@>',
  '<@',
  '@?',
  '@@',
  '?|',
  '?&',
  '#>',
  '#>>',
  '?',
])

function comparedPieces(left: Piece, right: Piece, operator: string): Kind {
  const isSame = left.kind === 'w' && right.kind === 'w' && left.word === right.word
  if (isSame && left.word !== '') return 't'
  if (left.word === '::' || right.word === '::') return 'p'
  if (documentOperators.has(operator) && (left.word === '{' || right.word === '{')) return 'p'
  return compared(left.kind, right.kind)
}

function compared(left: Kind, right: Kind): Kind {
  const kind = stronger(left, right)
  if ('GqQpK'.includes(kind)) return 'p'
  if (kind === 'g' || kind === 'v') return 'r'
  return 'nstl'.includes(left) && 'nstl'.includes(right) ? 't' : 'r'
}

function listed(left: Kind, right: Kind): Kind {
  if (left === 'w' && right === 'w') return 'w'
  for (const kind of ['Q', 'q', 'p', 't'] as const) if (left === kind || right === kind) return kind
  return 'l'
}

/** A call is worth what it is called with: a query, another probe, a condition that is known. */
function calledKind(called: Kind, name: string, inside: readonly Piece[]): Kind {
  if (inside.some(({ kind }) => kind === 'Q' || kind === 'q')) return called === 'g' ? 'q' : 'Q'
  const isCondition = inside[1]?.kind === 't' || inside[1]?.kind === 'p' || inside[1]?.word === ','
  return (name === 'if' || name === 'iif') && isCondition ? 'Q' : called
}

/** What parentheses hold; the first piece is the one that opens; undefined when it is nothing known. */
function content(inside: readonly Piece[], before: Kind | undefined): Kind | undefined {
  const first = inside[1]
  if (!first) return undefined
  if (inside.length === 2) return isOperand(first.kind) ? first.kind : undefined
  if (first.kind === 'S') {
    const isExpected = before !== undefined && '=o&,HL'.includes(before)
    return isExpected || isQuery(inside) ? 'q' : undefined
  }
  if (inside.some(({ kind }) => kind === '&') && inside.every(isOfCondition))
    return condition(inside)
  return undefined
}

function isOfCondition({ kind }: Piece): boolean {
  return '(&!'.includes(kind) || isOperand(kind)
}

function condition(inside: readonly Piece[]): Kind {
  const kinds = inside.map(({ kind }) => kind)
  if (kinds.includes('p')) return 'p'
  return kinds.includes('r') || kinds.includes('w') ? 'r' : 't'
}

/** A query, and not words that begin with 'select': something selected, then the end or a clause. */
function isQuery(inside: readonly Piece[]): boolean {
  const what = inside[2]
  const then = inside[3]
  if (!what) return false
  if ('nsvGQqlgptK'.includes(what.kind) || what.kind === 'o') return true
  if (what.kind === 'B') return then !== undefined
  return then !== undefined && 'MU'.includes(then.kind) && inside.length > 4
}
