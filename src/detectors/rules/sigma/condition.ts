import type { Node } from 'yaml'
import type { Condition } from '../rule.ts'
import { nearest } from '../../../text/nearest.ts'
import type { Reader } from '../sigma-reader.ts'

interface Token {
  readonly text: string
  readonly at: number
}

/**
 * Reads a Sigma condition: `and`, `or`, `not`, parentheses, names of selections,
 * `1 of name*`, `all of name*`, `1 of them`, `all of them`.
 */
export function readCondition(
  reader: Reader,
  node: Node,
  text: string,
  selections: ReadonlyMap<string, Condition | undefined>,
): Condition | undefined {
  return new ConditionReader(reader, node, text, selections).read()
}

class ConditionReader {
  readonly #reader: Reader
  readonly #node: Node
  readonly #selections: ReadonlyMap<string, Condition | undefined>
  readonly #tokens: readonly Token[]
  #next = 0
  #depth = 0

  constructor(
    reader: Reader,
    node: Node,
    text: string,
    selections: ReadonlyMap<string, Condition | undefined>,
  ) {
    this.#reader = reader
    this.#node = node
    this.#selections = selections
    this.#tokens = Array.from(text.matchAll(/[()]|[^\s()]+/g), (found) => ({
      text: found[0],
      at: found.index,
    }))
  }

  read(): Condition | undefined {
    const condition = this.#any()
    const rest = this.#tokens[this.#next]
    if (!rest) return condition
    return condition && this.#fail(rest, `unexpected '${rest.text}' in the condition`)
  }

  #any(): Condition | undefined {
    return this.#joined('or', () => this.#joined('and', () => this.#single()))
  }

  #joined(word: 'and' | 'or', part: () => Condition | undefined): Condition | undefined {
    const of = [part()]
    while (this.#take(word)) of.push(part())
    if (of.some((condition) => !condition)) return undefined
    return join(word, of as Condition[])
  }

  #single(): Condition | undefined {
    if (this.#take('not')) {
      const of = this.#single()
      return of && { is: 'not', of }
    }
    const token = this.#tokens[this.#next++]
    if (!token) return this.#fail({ text: '', at: 0 }, 'the condition ends too early')
    if (token.text === '(') return this.#group(token)
    if ((token.text === '1' || token.text === 'all' || token.text === 'any') && this.#take('of'))
      return this.#several(token.text === 'all' ? 'and' : 'or')
    if (this.#selections.has(token.text)) return this.#selections.get(token.text)
    return this.#fail(token, `unknown selection '${token.text}'`, true)
  }

  #group(open: Token): Condition | undefined {
    if (++this.#depth > 50) return this.#fail(open, 'too many parentheses')
    const condition = this.#any()
    this.#depth--
    if (this.#take(')')) return condition
    return condition && this.#fail(open, 'a parenthesis is not closed')
  }

  #several(word: 'and' | 'or'): Condition | undefined {
    const token = this.#tokens[this.#next++]
    if (!token) return this.#fail({ text: '', at: 0 }, "'of' needs a name after it")
    const pattern = patternOf(token.text)
    const names = [...this.#selections.keys()].filter((name) =>
      token.text === 'them' ? !name.startsWith('_') : pattern.test(name),
    )
    if (names.length === 0) return this.#fail(token, `unknown selection '${token.text}'`, true)
    const of = names.map((name) => this.#selections.get(name))
    if (of.some((condition) => !condition)) return undefined
    return join(word, of as Condition[])
  }

  #take(word: string): boolean {
    const isNext = this.#tokens[this.#next]?.text.toLowerCase() === word
    if (isNext) this.#next++
    return isNext
  }

  #fail(token: Token, what: string, isName = false): undefined {
    const near = isName ? nearest(token.text, this.#selections.keys()) : undefined
    return this.#reader.fail(this.#node, what, near, token.at)
  }
}

/** Names with `*` for any characters. */
function patternOf(text: string): RegExp {
  const parts = text.split(/\*+/).map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}

/** Several conditions as one; the same word inside is flattened. */
export function join(word: 'and' | 'or', of: readonly Condition[]): Condition {
  const flat = of.flatMap((condition) => (condition.is === word ? condition.of : [condition]))
  return flat.length === 1 ? flat[0]! : { is: word, of: flat }
}
