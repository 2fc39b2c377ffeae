import { type Constant, type Expression, ExpressionError, predicates } from './expression.ts'
import { type Token, tokensOf } from './tokens.ts'

/** How strongly signs between two things bind them. */
const strengths: ReadonlyMap<string, number> = new Map([
  ['|', 1],
  ['or', 10],
  ['||', 10],
  ['and', 15],
  ['&&', 15],
  ...['==', '!=', '<', '>', '<=', '>='].map((sign) => [sign, 20] as const),
  ...['in', 'contains', 'startsWith', 'endsWith', 'matches'].map((word) => [word, 20] as const),
  ['..', 25],
  ['+', 30],
  ['-', 30],
  ['*', 60],
  ['/', 60],
  ['%', 60],
  ['**', 100],
  ['^', 100],
  ['??', 500],
])
const negatable = new Set(['in', 'contains', 'startsWith', 'endsWith', 'matches'])
const words: ReadonlyMap<string, Constant> = new Map<string, Constant>([
  ['true', true],
  ['false', false],
  ['nil', undefined],
])
/** Deeper nesting is nothing that a person wrote. */
const deepest = 120

/**
 * Reads an expression: what CrowdSec's scenarios use of the Expr language.
 * @throws ExpressionError at the first thing that is not expected
 */
export function parseExpression(source: string): Expression {
  const parser = new Parser(tokensOf(source))
  const expression = parser.whole()
  parser.expectEnd()
  return expression
}

interface Sign {
  readonly text: string
  readonly at: number
  readonly strength: number
  readonly isNegated: boolean
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  /** An expression with what may stand before it: `let name = value;`. */
  whole(): Expression {
    const token = this.#now
    if (!this.#is('name', 'let')) return this.#choice()
    this.#at++
    const name = this.#name()
    this.#expect('=')
    const value = this.#choice()
    this.#expect(';')
    return { is: 'let', at: token.at, name, value, body: this.whole() }
  }

  expectEnd(): void {
    if (this.#is('sign', ';')) this.#at++
    if (this.#now.is !== 'end') this.#refuse()
  }

  get #now(): Token {
    return this.#tokens[this.#at]!
  }

  #is(is: Token['is'], text: string): boolean {
    return this.#now.is === is && this.#now.text === text
  }

  #refuse(wanted?: string): never {
    const { is, text, at } = this.#now
    const found = is === 'end' ? 'the end of the expression' : `'${text}'`
    throw new ExpressionError(at, `${found} is not expected${wanted ? `, but '${wanted}'` : ''}`)
  }

  #expect(sign: string): void {
    if (!this.#is('sign', sign)) this.#refuse(sign)
    this.#at++
  }

  #name(): string {
    if (this.#now.is !== 'name') this.#refuse('a name')
    return this.#tokens[this.#at++]!.text
  }

  #choice(): Expression {
    if (++this.#depth > deepest) throw new ExpressionError(this.#now.at, 'nested too deeply')
    let found = this.#is('name', 'if') ? this.#conditional() : this.#pairs(0)
    if (this.#is('sign', '?')) {
      this.#at++
      const yes = this.#choice()
      this.#expect(':')
      found = { is: 'choice', at: found.at, test: found, yes, no: this.#choice() }
    }
    this.#depth--
    return found
  }

  #conditional(): Expression {
    const { at } = this.#tokens[this.#at++]!
    const test = this.#choice()
    const yes = this.#block()
    if (!this.#is('name', 'else')) this.#refuse('else')
    this.#at++
    const no = this.#is('name', 'if') ? this.#conditional() : this.#block()
    return { is: 'choice', at, test, yes, no }
  }

  #block(): Expression {
    this.#expect('{')
    const inside = this.whole()
    if (this.#is('sign', ';')) this.#at++
    this.#expect('}')
    return inside
  }

  #pairs(weakest: number): Expression {
    let left = this.#signed()
    for (;;) {
      const sign = this.#sign(weakest)
      if (sign === undefined) return left
      this.#at += sign.isNegated ? 2 : 1
      left = sign.text === '|' ? this.#piped(left) : this.#pair(left, sign)
    }
  }

  /** The sign that comes next, when it binds more than the weakest; `not` may stand before words. */
  #sign(weakest: number): Sign | undefined {
    const isNegated = this.#is('name', 'not')
    const { is, text, at } = this.#tokens[this.#at + (isNegated ? 1 : 0)]!
    const strength = is === 'text' ? undefined : strengths.get(text)
    if (strength === undefined || strength <= weakest) return undefined
    if (isNegated && !negatable.has(text)) return undefined
    return { text, at, strength, isNegated }
  }

  #pair(left: Expression, { text, at, strength, isNegated }: Sign): Expression {
    const isRight = text === '**' || text === '^'
    const right = this.#pairs(isRight ? strength - 1 : strength)
    const pair: Expression = { is: 'pair', at, sign: text, left, right }
    return isNegated ? { is: 'sign', at, sign: 'not', of: pair } : pair
  }

  /** `x | f(y)` is `f(x, y)`. */
  #piped(first: Expression): Expression {
    const { at } = this.#now
    const name = this.#name()
    this.#expect('(')
    const rest = this.#arguments(name, 1)
    return this.#behind({ is: 'call', at, of: undefined, name, with: [first, ...rest] })
  }

  #signed(): Expression {
    const { is, text, at } = this.#now
    const strength = text === '!' || text === 'not' ? 50 : text === '-' || text === '+' ? 90 : 0
    if (is === 'text' || strength === 0) return this.#behind(this.#single())
    this.#at++
    if (++this.#depth > deepest) throw new ExpressionError(at, 'nested too deeply')
    const of = this.#pairs(strength)
    this.#depth--
    return { is: 'sign', at, sign: text === '!' ? 'not' : text, of }
  }

  #single(): Expression {
    const { is, text, at } = this.#tokens[this.#at++]!
    if (is === 'text') return { is: 'constant', at, value: text }
    if (is === 'number') return { is: 'constant', at, value: Number(text.replaceAll('_', '')) }
    if (is === 'name') return this.#named(text, at)
    if (text === '#') return { is: 'item', at }
    if (text === '(') {
      const inside = this.whole()
      this.#expect(')')
      return inside
    }
    if (text === '[') return { is: 'list', at, of: this.#until(']') }
    this.#at--
    if (text !== '.') return this.#refuse()
    // in a predicate, `.name` is `#.name`
    return { is: 'item', at }
  }

  #named(name: string, at: number): Expression {
    if (words.has(name)) return { is: 'constant', at, value: words.get(name) }
    if (!this.#is('sign', '(')) return { is: 'name', at, name }
    this.#at++
    return { is: 'call', at, of: undefined, name, with: this.#arguments(name, 0) }
  }

  /** Members, indices and calls behind something. */
  #behind(first: Expression): Expression {
    let of = first
    for (;;) {
      const { at } = this.#now
      if (this.#is('sign', '.') || this.#is('sign', '?.')) {
        this.#at++
        const name = this.#name()
        if (this.#is('sign', '(')) {
          this.#at++
          of = { is: 'call', at: at + 1, of, name, with: this.#until(')') }
        } else of = { is: 'member', at: at + 1, of, name }
      } else if (this.#is('sign', '[')) of = this.#indexed(of)
      else return of
    }
  }

  #indexed(of: Expression): Expression {
    const { at } = this.#tokens[this.#at++]!
    const from = this.#is('sign', ':') ? undefined : this.#choice()
    if (from !== undefined && !this.#is('sign', ':')) {
      this.#expect(']')
      return { is: 'index', at, of, by: from }
    }
    this.#expect(':')
    const to = this.#is('sign', ']') ? undefined : this.#choice()
    this.#expect(']')
    return { is: 'slice', at, of, from, to }
  }

  /** Arguments behind an open bracket; a predicate may stand in braces. @param first how many came before */
  #arguments(name: string, first: number): Expression[] {
    const found: Expression[] = []
    while (!this.#is('sign', ')')) {
      if (found.length > 0) this.#expect(',')
      const isPredicate = predicates.has(name) && found.length + first === 1
      found.push(isPredicate && this.#is('sign', '{') ? this.#block() : this.#choice())
    }
    this.#at++
    return found
  }

  #until(end: string): Expression[] {
    const found: Expression[] = []
    while (!this.#is('sign', end)) {
      if (found.length > 0) this.#expect(',')
      if (this.#is('sign', end)) break
      found.push(this.#choice())
    }
    this.#at++
    return found
  }
}
