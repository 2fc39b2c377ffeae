import { nearest } from '../../../text/nearest.ts'
import { addressHelpers } from './addresses.ts'
import { as, type Code, common, constant, either, fits, from, isConstant, valueOf } from './code.ts'
import type { DataFile } from './data-files.ts'
import { type EventCode, eventCode, eventPath } from '../event-names.ts'
import { type Expression, predicates } from './expression.ts'
import type { Program, Run } from './facts.ts'
import { compileInFile, isInFile } from './file-calls.ts'
import { absent } from './absent.ts'
import { type Helper, helpers, type Type } from './functions.ts'
import { compilePair } from './pairs.ts'
import { compilePredicate } from './predicates.ts'
import { textOf } from './texts.ts'

/** Something about an expression, `at` a place in it. */
export interface Remark {
  readonly at: number
  readonly what: string
  /** Nearest known name; '' when nothing is near. */
  readonly near: string
}

export interface Settings {
  readonly program: Program
  readonly files: ReadonlyMap<string, DataFile>
  /** The events of a bucket may be looked at. */
  readonly hasBucket: boolean
}

const nothing = constant(undefined)
/** Longer ones are not compared: variables that stand for others twice double at every step. */
const longestKey = 1 << 16

/**
 * Turns an expression into code, and notes what is wrong with it, and what is right but asks for
 * something that is not here. With either, the code is not to be run.
 */
export class Compiler {
  readonly mistakes: Remark[] = []
  /** What CrowdSec knows and we do not have. */
  readonly lacks: Remark[] = []
  readonly program: Program
  readonly files: ReadonlyMap<string, DataFile>
  readonly #hasBucket: boolean
  readonly #variables = new Map<string, Code>()
  /** Predicates around the expression at hand. */
  #depth = 0

  constructor({ program, files, hasBucket }: Settings) {
    this.program = program
    this.files = files
    this.#hasBucket = hasBucket
  }

  fail(at: number, what: string, near = ''): Code {
    this.mistakes.push({ at, what, near })
    return { ...nothing, type: 'any', made: from.event }
  }

  lack(at: number, what: string, near = ''): Code {
    this.lacks.push({ at, what, near })
    return { ...nothing, type: 'any', made: from.event }
  }

  /** Code of a type, or a mistake. */
  expect(of: Expression, type: Type, what: string): Code {
    const code = this.compile(of)
    if (!fits(code, type)) this.fail(of.at, `${what} must be a ${type}, not a ${code.type}`)
    return code
  }

  compile(of: Expression): Code {
    return this.#known(of) ?? this.#made(of)
  }

  #made(of: Expression): Code {
    switch (of.is) {
      case 'constant':
        return constant(of.value)
      case 'name':
        return this.#name(of.name, of.at)
      case 'item':
        return this.#item(of.at)
      case 'sign':
        return this.#signed(of)
      case 'pair':
        return compilePair(this, of)
      case 'choice':
        return this.#choice(of)
      case 'let':
        return this.#let(of)
      case 'list':
        return this.#list(of)
      case 'call':
        return this.#call(of)
      case 'slice':
        return this.#slice(of)
      default:
        return this.#within(of)
    }
  }

  /** Compiles what stands in a predicate. */
  inside(body: Expression): Code {
    this.#depth++
    const code = this.compile(body)
    this.#depth--
    return code
  }

  /** Code made of others: a constant when they are, else remembered for the event where that pays. */
  made(of: readonly Code[], code: Omit<Code, 'made'>): Code {
    const isRight = this.mistakes.length === 0
    const made = of.reduce((all, part) => all | part.made, isRight ? 0 : from.event)
    // what is wrong never runs
    if (made === from.nothing) return { ...constant(valueOf({ ...code, made })), type: code.type }
    const key = code.key.length > longestKey ? this.program.newKey() : code.key
    const run = made === from.event ? this.program.remembered(key, code.run) : code.run
    return { ...code, key, made, run }
  }

  /** What is known of an event by its name. */
  #known(of: Expression): Code | undefined {
    const path = eventPath(of)
    if (path === undefined) return undefined
    const found: EventCode = eventCode(path)
    if ('mistake' in found) return this.fail(startOf(of), found.mistake, found.near)
    if ('lack' in found) return this.lack(startOf(of), found.lack, found.near)
    if ('value' in found) return constant(found.value)
    const run = this.program.remembered(found.key, found.run)
    const { haystack, values, type, key } = found
    return {
      type,
      key,
      run,
      made: from.event,
      ...(haystack && { haystack }),
      ...(values && { values }),
    }
  }

  #list({ of }: Extract<Expression, { is: 'list' }>): Code {
    const items = of.map((one) => this.compile(one))
    const run: Run = (facts) => items.map((item) => item.run(facts))
    return this.made(items, { type: 'list', key: `[${keys(items)}]`, run })
  }

  #item(at: number): Code {
    if (this.#depth === 0) return this.fail(at, "'#' stands in no predicate")
    return { type: 'any', key: '#', run: (facts) => facts.item, made: from.item }
  }

  #name(name: string, at: number): Code {
    const variable = this.#variables.get(name)
    if (variable) return variable
    const isBucket = name === 'queue' || name === 'leaky'
    if (isBucket && this.#hasBucket) {
      const run: Run =
        name === 'queue'
          ? (facts) => ({ Queue: facts.queue })
          : (facts) => ({ Total_count: facts.total })
      return { type: 'map', key: name, run, made: from.bucket }
    }
    if (isBucket) return this.fail(at, `'${name}' is known only when a bucket is judged`)
    if (name === 'signal' || name === 'alert')
      return this.lack(at, `'${name}' is what CrowdSec sends to its server`)
    const near = nearest(name, ['evt', 'queue', 'leaky', ...this.#variables.keys()])
    return this.fail(at, `unknown name '${name}'`, near)
  }

  #signed({ sign, of }: Extract<Expression, { is: 'sign' }>): Code {
    if (sign === 'not') {
      const code = this.expect(of, 'flag', "what 'not' turns round")
      const run: Run = (facts) => code.run(facts) !== true
      return this.made([code], { type: 'flag', key: `!${code.key}`, run })
    }
    const code = this.expect(of, 'number', `what stands behind '${sign}'`)
    if (sign === '+') return code
    const run: Run = (facts) => -(code.run(facts) as number)
    return this.made([code], { type: 'number', key: `-${code.key}`, run })
  }

  #choice({ test, yes, no }: Extract<Expression, { is: 'choice' }>): Code {
    const condition = this.expect(test, 'flag', 'a condition')
    const [a, b] = [this.compile(yes), this.compile(no)]
    if (isConstant(condition)) return valueOf(condition) === true ? a : b
    const guard = isConstant(b, false) ? either(condition.guard, a.guard) : undefined
    return this.made([condition, a, b], {
      type: common(a, b),
      key: `${condition.key}?${a.key}:${b.key}`,
      run: (facts) => (condition.run(facts) === true ? a.run(facts) : b.run(facts)),
      ...(guard && { guard }),
    })
  }

  #let({ name, value, body, at }: Extract<Expression, { is: 'let' }>): Code {
    if (this.#variables.has(name)) return this.fail(at, `'${name}' is named twice`)
    this.#variables.set(name, this.compile(value))
    const code = this.compile(body)
    this.#variables.delete(name)
    return code
  }

  #call(of: Extract<Expression, { is: 'call' }>): Code {
    const { name, at } = of
    if (of.of) return this.lack(at, `the method '${name}'`)
    if (predicates.has(name)) return compilePredicate(this, of)
    if (isInFile(name)) return compileInFile(this, of)
    const helper = helpers.get(name) ?? addressHelpers.get(name)
    if (helper) return this.#helped(of, helper)
    const reason = absent.get(name)
    if (reason !== undefined) return this.lack(at, `${name} ${reason}`)
    const near = nearest(name, [...helpers.keys(), ...addressHelpers.keys(), ...predicates])
    return this.fail(at, `unknown function '${name}'`, near)
  }

  #helped(of: Extract<Expression, { is: 'call' }>, helper: Helper): Code {
    const { takes, gives, optional = 0, more = false, keeps = false, run } = helper
    const given = of.with.map((one, i) => {
      const type = takes[Math.min(i, takes.length - 1)]!
      return as(type, this.expect(one, type, `argument ${i + 1} of ${of.name}`))
    })
    const isFew = given.length < takes.length - optional
    if (isFew || (given.length > takes.length && !more))
      return this.fail(of.at, `${of.name} takes ${takes.length} arguments, not ${given.length}`)
    const [first, second] = given
    const call = run as (...given: unknown[]) => unknown
    let work: Run = (facts) => call(...given.map((one) => one.run(facts)))
    if (given.length === 1) work = (facts) => call(first!.run(facts))
    if (given.length === 2) work = (facts) => call(first!.run(facts), second!.run(facts))
    const haystack = keeps ? first?.haystack : undefined
    return this.made(given, {
      type: gives,
      key: `${of.name}(${keys(given)})`,
      run: work,
      ...(haystack && { haystack }),
    })
  }

  /** A part of a value: by name or number. */
  #within(of: Extract<Expression, { is: 'member' | 'index' }>): Code {
    const whole = this.compile(of.of)
    if (of.is === 'member' && !fits(whole, 'map'))
      return this.fail(of.at, `a ${whole.type} has no '${of.name}'`)
    const by = of.is === 'member' ? constant(of.name) : this.compile(of.by)
    return this.made([whole, by], {
      type: 'any',
      key: `${whole.key}[${by.key}]`,
      run: (facts) => partOf(whole.run(facts), by.run(facts)),
    })
  }

  #slice({ of, from: first, to: last }: Extract<Expression, { is: 'slice' }>): Code {
    const whole = this.compile(of)
    const from = first ? this.expect(first, 'number', 'where a stretch begins') : constant(0)
    const to = last ? this.expect(last, 'number', 'where a stretch ends') : constant(Infinity)
    return this.made([whole, from, to], {
      type: whole.type,
      key: `${whole.key}[${from.key}:${to.key}]`,
      run: (facts) => sliced(whole.run(facts), from.run(facts) as number, to.run(facts) as number),
    })
  }
}

/** Where the whole of a name with its members begins. */
function startOf(of: Expression): number {
  return 'of' in of && of.of !== undefined && !Array.isArray(of.of)
    ? startOf(of.of as Expression)
    : of.at
}

function keys(of: readonly Code[]): string {
  return of.map(({ key }) => key).join()
}

function sliced(whole: unknown, from: number, to: number): unknown {
  return Array.isArray(whole) ? whole.slice(from, to) : textOf(whole).slice(from, to)
}

/** As in CrowdSec, a map of texts gives an empty text for what it does not hold. */
function partOf(whole: unknown, by: unknown): unknown {
  if (Array.isArray(whole)) return whole.at(Number(by))
  if (typeof whole === 'string') return whole.at(Number(by)) ?? ''
  if (whole === null || typeof whole !== 'object') return undefined
  return Object.hasOwn(whole, String(by)) ? (whole as Record<string, unknown>)[String(by)] : ''
}
