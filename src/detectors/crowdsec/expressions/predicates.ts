import { blockList, isIn } from './addresses.ts'
import { as, both, type Code, from, isConstant, valueFor, valueOf } from './code.ts'
import type { Compiler } from './compile.ts'
import type { Expression } from './expression.ts'
import type { Facts, Run } from './facts.ts'
import type { Type } from './functions.ts'
import { anyOf, isComparison, matchesAny, patternOf } from './text-tests.ts'

type Call = Extract<Expression, { is: 'call' }>
type Pair = Extract<Expression, { is: 'pair' }>
type Ask = (item: unknown) => unknown
type Items = readonly unknown[]

/** What each predicate gives, and how it asks the items of a list. */
const walks: ReadonlyMap<string, readonly [Type, (items: Items, ask: Ask) => unknown]> = new Map<
  string,
  readonly [Type, (items: Items, ask: Ask) => unknown]
>([
  ['any', ['flag', (items, ask) => items.some((item) => ask(item) === true)]],
  ['none', ['flag', (items, ask) => !items.some((item) => ask(item) === true)]],
  ['all', ['flag', (items, ask) => items.every((item) => ask(item) === true)]],
  ['one', ['flag', (items, ask) => items.filter((item) => ask(item) === true).length === 1]],
  ['count', ['number', (items, ask) => items.filter((item) => ask(item) === true).length]],
  ['filter', ['list', (items, ask) => items.filter((item) => ask(item) === true)]],
  ['find', ['any', (items, ask) => items.find((item) => ask(item) === true)]],
  ['map', ['list', (items, ask) => items.map((item) => ask(item))]],
])

/** Code for `any(list, {…})` and its like. */
export function compilePredicate(compiler: Compiler, call: Call): Code {
  const { name, at } = call
  const [of, body] = call.with
  if (of === undefined || body === undefined || call.with.length > 2)
    return compiler.fail(at, `${name} takes a list and what to ask of its items`)
  const list = as('list', compiler.expect(of, 'list', `what ${name} looks through`))
  const quick = isConstant(list) ? atOnce(compiler, { name, body }, valueOf(list)) : undefined
  return quick ?? oneByOne(compiler, { name, body, list })
}

/** `any` and `none` of a list that is known beforehand. */
function atOnce(
  compiler: Compiler,
  { name, body }: { name: string; body: Expression },
  items: unknown,
): Code | undefined {
  if (!Array.isArray(items) || (name !== 'any' && name !== 'none')) return undefined
  const code = quickly(compiler, body, items)
  if (!code || name === 'any') return code
  return compiler.made([code], {
    type: 'flag',
    key: `!${code.key}`,
    run: (facts) => code.run(facts) !== true,
  })
}

function oneByOne(
  compiler: Compiler,
  { name, body, list }: { name: string; body: Expression; list: Code },
): Code {
  const test = compiler.inside(body)
  if (name !== 'map' && test.type !== 'flag' && test.type !== 'any')
    return compiler.fail(body.at, `what ${name} asks must be a flag, not a ${test.type}`)
  const [type, walk] = walks.get(name)!
  // when all items have been asked, it is no more made of `#`
  const outer = { ...test, made: test.made & ~from.item }
  return compiler.made([list, outer], {
    type,
    key: `${name}(${list.key},{${test.key}})`,
    run: (facts) => asked(facts, (ask) => walk(list.run(facts) as Items, ask), test.run),
  })
}

/** Predicates may stand in others: the item of the outer one comes back. */
function asked(facts: Facts, walk: (ask: Ask) => unknown, run: Run): unknown {
  const outer = facts.item
  const result = walk((item) => {
    facts.item = item
    return run(facts)
  })
  facts.item = outer
  return result
}

/** Code that looks for all items at once, where what is asked of them allows it. */
function quickly(compiler: Compiler, body: Expression, items: Items): Code | undefined {
  if (body.is === 'call') return inRanges(compiler, body, items)
  if (body.is !== 'pair') return undefined
  if (body.sign === 'or' || body.sign === '||') return eitherOf(compiler, body, items)
  return isComparison(body.sign) || body.sign === 'matches'
    ? compared(compiler, body, items)
    : undefined
}

function compared(compiler: Compiler, { left, right, sign }: Pair, items: Items): Code | undefined {
  const { lacks, mistakes } = compiler
  const before = lacks.length + mistakes.length
  let [text, other] = [compiler.inside(left), compiler.inside(right)]
  if (lacks.length + mistakes.length > before) return text
  if (sign === '==' && text.made === from.item) [text, other] = [other, text]
  if (text.made !== from.event || other.made !== from.item || text.type !== 'text') return undefined
  const others = items.map((item) => String(valueFor(other, item)))
  const { key, run } = text.haystack ?? text
  const haystack = compiler.program.haystack(key, run)
  const name = `any(${JSON.stringify(items)},${text.key} ${sign} ${other.key})`
  try {
    const test = isComparison(sign)
      ? anyOf(text.run, haystack, sign, others)
      : matchesAny(text.run, haystack, others.map(patternOf))
    return compiler.made([text], { type: 'flag', key: name, ...test })
  } catch (error) {
    return compiler.fail(right.at, `no pattern: ${(error as Error).message}`)
  }
}

function eitherOf(compiler: Compiler, { left, right }: Pair, items: Items): Code | undefined {
  const a = quickly(compiler, left, items)
  const b = a && quickly(compiler, right, items)
  if (!a || !b) return undefined
  const guard = both(a.guard, b.guard)
  return compiler.made([a, b], {
    type: 'flag',
    key: `(${a.key}||${b.key})`,
    run: (facts) => a.run(facts) === true || b.run(facts) === true,
    ...(guard && { guard }),
  })
}

function inRanges(compiler: Compiler, call: Call, items: Items): Code | undefined {
  if (call.name !== 'IpInRange' || call.with.length !== 2) return undefined
  const [address, range] = call.with.map((one) => compiler.inside(one)) as [Code, Code]
  if (address.made !== from.event || range.made !== from.item) return undefined
  const list = blockList(items.map((item) => String(valueFor(range, item))))
  return compiler.made([address], {
    type: 'flag',
    key: `any(${JSON.stringify(items)},IpInRange(${address.key}))`,
    run: (facts) => isIn(list, String(address.run(facts))),
  })
}
