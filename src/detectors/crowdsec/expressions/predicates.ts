import { blockList, isIn } from './addresses.ts'
import { type Code, constant, from, isConstant, valueFor, valueOf } from './code.ts'
import type { Compiler } from './compile.ts'
import type { Expression } from './expression.ts'
import type { Facts, Run } from './facts.ts'
import { anyOf, isComparison, matchesAny, patternOf } from './text-tests.ts'

type Call = Extract<Expression, { is: 'call' }>

/** Code for `any(list, {…})` and its like. */
export function compilePredicate(compiler: Compiler, call: Call): Code {
  const { name, at } = call
  const [of, body] = call.with
  if (of === undefined || body === undefined || call.with.length > 2)
    return compiler.fail(at, `${name} takes a list and what to ask of its items`)
  const list = compiler.expect(of, 'list', `what ${name} looks through`)
  if (isConstant(list) && (name === 'any' || name === 'none')) {
    const items = valueOf(list)
    const quick = Array.isArray(items) ? quickly(compiler, body, items) : undefined
    if (quick && name === 'any') return quick
    if (quick) return compiler.made('flag', `!${quick.key}`, [quick], (f) => quick.run(f) !== true)
  }
  const test = compiler.inside(body)
  if (name !== 'map' && test.type !== 'flag' && test.type !== 'any')
    return compiler.fail(body.at, `what ${name} asks must be a flag, not a ${test.type}`)
  const key = `${name}(${list.key},{${test.key}})`
  // what it asks is no more made of `#` when all items have been asked
  const outer = { ...test, made: test.made & ~from.item }
  const gives = name === 'map' || name === 'filter' ? 'list' : name === 'count' ? 'number' : 'flag'
  const work = walks[name as keyof typeof walks]
  return compiler.made(name === 'find' ? 'any' : gives, key, [list, outer], (facts) =>
    asked(facts, (ask) => work(list.run(facts) as readonly unknown[], ask), test.run),
  )
}

type Ask = (item: unknown) => unknown

const walks = {
  any: (items: readonly unknown[], ask: Ask) => items.some((item) => ask(item) === true),
  none: (items: readonly unknown[], ask: Ask) => !items.some((item) => ask(item) === true),
  all: (items: readonly unknown[], ask: Ask) => items.every((item) => ask(item) === true),
  one: (items: readonly unknown[], ask: Ask) =>
    items.filter((item) => ask(item) === true).length === 1,
  count: (items: readonly unknown[], ask: Ask) => items.filter((item) => ask(item) === true).length,
  filter: (items: readonly unknown[], ask: Ask) => items.filter((item) => ask(item) === true),
  find: (items: readonly unknown[], ask: Ask) => items.find((item) => ask(item) === true),
  map: (items: readonly unknown[], ask: Ask) => items.map((item) => ask(item)),
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

/** A list that is known beforehand is looked for at once, not item by item. */
function quickly(
  compiler: Compiler,
  body: Expression,
  items: readonly unknown[],
): Code | undefined {
  if (body.is === 'call' && body.name === 'IpInRange' && body.with.length === 2)
    return inRanges(compiler, body, items)
  if (body.is !== 'pair') return undefined
  if (body.sign === 'or' || body.sign === '||') return either(compiler, body, items)
  const { sign } = body
  if (!isComparison(sign) && sign !== 'matches') return undefined
  const { lacks, mistakes } = compiler
  const before = lacks.length + mistakes.length
  let [text, other] = [compiler.inside(body.left), compiler.inside(body.right)]
  if (sign === '==' && text.made === from.item) [text, other] = [other, text]
  if (lacks.length + mistakes.length > before) return constant(false)
  if (text.made !== from.event || other.made !== from.item || text.type !== 'text') return undefined
  const others = items.map((item) => String(valueFor(other, item)))
  const { key, run } = text.haystack ?? text
  const haystack = compiler.program.haystack(key, run)
  const name = `any(${JSON.stringify(items)},${text.key} ${sign} ${other.key})`
  if (isComparison(sign))
    return compiler.made('flag', name, [text], anyOf(text.run, haystack, sign, others))
  try {
    const patterns = others.map((source) => patternOf(source))
    return compiler.made('flag', name, [text], matchesAny(text.run, haystack, patterns))
  } catch (error) {
    return compiler.fail(body.right.at, `no pattern: ${(error as Error).message}`)
  }
}

function either(
  compiler: Compiler,
  { left, right }: Extract<Expression, { is: 'pair' }>,
  items: readonly unknown[],
): Code | undefined {
  const a = quickly(compiler, left, items)
  const b = a && quickly(compiler, right, items)
  if (!a || !b) return undefined
  return compiler.made(
    'flag',
    `(${a.key}||${b.key})`,
    [a, b],
    (facts) => a.run(facts) === true || b.run(facts) === true,
  )
}

function inRanges(compiler: Compiler, call: Call, items: readonly unknown[]): Code | undefined {
  const [address, range] = call.with.map((one) => compiler.inside(one)) as [Code, Code]
  if (address.made !== from.event || range.made !== from.item) return undefined
  const list = blockList(items.map((item) => String(valueFor(range, item))))
  const key = `any(${JSON.stringify(items)},IpInRange(${address.key}))`
  return compiler.made('flag', key, [address], (facts) => isIn(list, String(address.run(facts))))
}
