/** An expression of a scenario, read. `at` is where it stands in its text. */
export type Expression =
  | { readonly is: 'constant'; readonly at: number; readonly value: Constant }
  | { readonly is: 'name'; readonly at: number; readonly name: string }
  /** `#`: the item that a predicate looks at. */
  | { readonly is: 'item'; readonly at: number }
  | { readonly is: 'member'; readonly at: number; readonly of: Expression; readonly name: string }
  | { readonly is: 'index'; readonly at: number; readonly of: Expression; readonly by: Expression }
  | {
      readonly is: 'slice'
      readonly at: number
      readonly of: Expression
      readonly from: Expression | undefined
      readonly to: Expression | undefined
    }
  /** A function, or a method when it is called `of` something. */
  | {
      readonly is: 'call'
      readonly at: number
      readonly of: Expression | undefined
      readonly name: string
      readonly with: readonly Expression[]
    }
  | { readonly is: 'sign'; readonly at: number; readonly sign: string; readonly of: Expression }
  | {
      readonly is: 'pair'
      readonly at: number
      readonly sign: string
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly is: 'choice'
      readonly at: number
      readonly test: Expression
      readonly yes: Expression
      readonly no: Expression
    }
  | { readonly is: 'list'; readonly at: number; readonly of: readonly Expression[] }
  | {
      readonly is: 'let'
      readonly at: number
      readonly name: string
      readonly value: Expression
      readonly body: Expression
    }

export type Constant = string | number | boolean | undefined

/** Why a text is no expression, and where. */
export class ExpressionError extends Error {
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

/** Functions whose last argument is a predicate on the items of their first. */
export const predicates: ReadonlySet<string> = new Set([
  'all',
  'any',
  'count',
  'filter',
  'find',
  'map',
  'none',
  'one',
])
