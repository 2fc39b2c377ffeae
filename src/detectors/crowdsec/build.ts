import { isScalar, type Node } from 'yaml'
import { type Code, isConstant, valueOf } from './expressions/code.ts'
import { Compiler, type Remark } from './expressions/compile.ts'
import type { DataFile } from './expressions/data-files.ts'
import { ExpressionError } from './expressions/expression.ts'
import type { Program, Run } from './expressions/facts.ts'
import type { Type } from './expressions/functions.ts'
import { parseExpression } from './expressions/parse.ts'
import { aboutOf } from './labels.ts'
import type { Draft, Role, Source } from './read.ts'
import type { Scenario } from './scenario.ts'

/** A remark on an expression, and the node it stands in. */
export interface Placed extends Remark {
  readonly node: Node
}

/** Events that a bucket keeps in full at most. */
const mostKept = 100
const never: Run = () => false
const aware: ReadonlySet<Role> = new Set<Role>(['condition', 'overflow_filter'])

/** Compiles the expressions of one scenario. */
export class Builder {
  readonly mistakes: Placed[] = []
  /** What it asks for that is not here: with one, it cannot be run. */
  readonly lacks: Placed[] = []
  readonly #program: Program
  readonly #files: ReadonlyMap<string, DataFile>

  constructor(program: Program, files: ReadonlyMap<string, DataFile>) {
    this.#program = program
    this.#files = files
  }

  build(draft: Draft): Scenario {
    const { type, scope, hints } = draft
    const source = draft.expressions.get('filter')
    const filter = source && this.#filter(source)
    return {
      name: draft.name,
      description: draft.description,
      type,
      about: aboutOf(draft.name, draft.labels),
      filter: filter?.run,
      guard: filter?.guard,
      groupby: this.#role(draft, 'groupby', 'text'),
      distinct: this.#role(draft, 'distinct', 'text'),
      cancelOn: this.#role(draft, 'cancel_on', 'flag'),
      overflowFilter: this.#role(draft, 'overflow_filter', 'flag'),
      condition: this.#role(draft, 'condition', 'flag'),
      prior: draft.prior,
      threshold: draft.threshold,
      hints: hints.map(({ condition, ...more }) => ({
        ...more,
        condition: this.#compile(condition, 'flag', true)?.run ?? never,
      })),
      capacity: type === 'leaky' ? draft.capacity : type === 'trigger' ? 0 : -1,
      leak: draft.leak,
      lifetime: lifetimeOf(draft),
      blackhole: draft.blackhole,
      reprocess: draft.reprocess,
      keeps: keepsOf(draft),
      scope: {
        type: scope.type,
        value: scope.expression && this.#compile(scope.expression, 'text', false)?.run,
      },
    }
  }

  #role({ expressions }: Draft, role: Role, type: Type): Run | undefined {
    const source = expressions.get(role)
    return source && this.#compile(source, type, aware.has(role))?.run
  }

  /** Most scenarios of a hub are about other logs: their filter can never hold for one of ours. */
  #filter(source: Source): Code | undefined {
    const before = this.lacks.length
    const code = this.#compile(source, 'flag', false)
    if (code && this.lacks.length === before && isConstant(code) && valueOf(code) !== true)
      this.lacks.push({
        node: source.node,
        at: 0,
        what: 'its filter is never true for a web log',
        near: '',
      })
    return code
  }

  #compile({ text, node }: Source, type: Type, hasBucket: boolean): Code | undefined {
    const compiler = new Compiler({ program: this.#program, files: this.#files, hasBucket })
    try {
      const code = compiler.expect(parseExpression(text), type, 'what the expression gives')
      this.mistakes.push(...compiler.mistakes.map((remark) => ({ ...remark, node })))
      this.lacks.push(...compiler.lacks.map((remark) => ({ ...remark, node })))
      return code
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      this.mistakes.push({ node, at: error.at, what: error.message, near: '' })
      return undefined
    }
  }
}

function lifetimeOf({ type, capacity, leak, duration }: Draft): number {
  const isLeaking = type === 'leaky' && capacity > 0 && duration === 0
  return isLeaking ? (capacity + 1) * leak : duration || leak
}

/** Events are kept in full only for who looks at them. */
function keepsOf({ expressions, hints, cacheSize, capacity }: Draft): number {
  const texts = [
    ...hints.map(({ condition }) => condition),
    ...[...aware].map((role) => expressions.get(role)),
  ]
  const looks = texts.some(
    (source) => source && isScalar(source.node) && /\bqueue\b/.test(source.text),
  )
  return looks ? Math.min(mostKept, cacheSize || (capacity > 0 ? capacity : mostKept)) : 0
}
