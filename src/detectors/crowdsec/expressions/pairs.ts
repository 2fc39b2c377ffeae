import { type Code, common, constant, fits, from, isConstant, valueOf } from './code.ts'
import type { Compiler } from './compile.ts'
import { eventPath } from '../event-names.ts'
import type { Expression } from './expression.ts'
import { fields } from '../fields.ts'
import type { Run } from './facts.ts'
import { anyOf, compare, isComparison, matchesAny, patternOf } from './text-tests.ts'

type Pair = Extract<Expression, { is: 'pair' }>

/** Code for two things with a sign between them. */
export function compilePair(compiler: Compiler, pair: Pair): Code {
  const { sign } = pair
  if (sign === 'and' || sign === '&&' || sign === 'or' || sign === '||')
    return logical(compiler, pair, sign === 'and' || sign === '&&')
  if (sign === '==' || sign === '!=') return equal(compiler, pair)
  if (sign === 'in') return member(compiler, pair)
  if (sign === 'matches') return matches(compiler, pair)
  if (isComparison(sign)) return textual(compiler, pair, sign)
  return numeric(compiler, pair)
}

function logical(compiler: Compiler, { left, right }: Pair, isAnd: boolean): Code {
  const what = `what stands beside '${isAnd ? 'and' : 'or'}'`
  const a = compiler.expect(left, 'flag', what)
  const b = compiler.expect(right, 'flag', what)
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const)
    if (isConstant(one)) return (valueOf(one) === true) === isAnd ? other : constant(!isAnd)
  const key = `(${a.key}${isAnd ? '&&' : '||'}${b.key})`
  const run: Run = isAnd
    ? (facts) => a.run(facts) === true && b.run(facts) === true
    : (facts) => a.run(facts) === true || b.run(facts) === true
  return compiler.made('flag', key, [a, b], run)
}

/** False for all that a text can be, which is empty for overflows. */
function neverHolds(code: Code, test: (value: string) => boolean): boolean {
  return code.values !== undefined && !test('') && !code.values.some(test)
}

function equal(compiler: Compiler, { left, right, sign, at }: Pair): Code {
  const [a, b] = [compiler.compile(left), compiler.compile(right)]
  const isNil = a.type === 'nil' || b.type === 'nil'
  if (!fits(a, b.type) && !fits(b, a.type) && !isNil)
    return compiler.fail(at, `a ${a.type} is compared with a ${b.type}`)
  const isSame = sign === '=='
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const)
    if (isConstant(other) && neverHolds(one, (value) => value === valueOf(other)))
      return constant(!isSame)
  const run: Run = isSame
    ? (facts) => a.run(facts) === b.run(facts)
    : (facts) => a.run(facts) !== b.run(facts)
  return compiler.made('flag', `(${a.key}${sign}${b.key})`, [a, b], run)
}

function member(compiler: Compiler, { left, right, at }: Pair): Code {
  const a = compiler.compile(left)
  const room = eventPath(right)
  if (room?.length === 1 && ['Meta', 'Parsed', 'Enriched'].includes(room[0]!)) {
    const name = `${room[0]}.${String(isConstant(a) ? valueOf(a) : '')}`
    const field = fields.get(name)
    if (!field) return constant(false)
    return compiler.made('flag', `${name} in evt`, [{ ...a, made: from.event }], ({ event }) =>
      event === undefined ? false : field.read(event) !== '',
    )
  }
  const b = compiler.compile(right)
  const key = `(${a.key} in ${b.key})`
  if (b.type !== 'list' && b.type !== 'map' && b.type !== 'any')
    return compiler.fail(at, `a ${b.type} holds nothing`)
  if (isConstant(b) && Array.isArray(valueOf(b))) {
    const items = valueOf(b) as readonly unknown[]
    const odd = items.find((item) => item !== undefined && !fits(a, constant(item).type))
    if (odd !== undefined)
      return compiler.fail(at, `a ${a.type} is looked for among ${constant(odd).type}s`)
    if (neverHolds(a, (value) => items.includes(value))) return constant(false)
    const set = new Set(items)
    const run: Run =
      items.length > 8 ? (facts) => set.has(a.run(facts)) : (facts) => items.includes(a.run(facts))
    return compiler.made('flag', key, [a], run)
  }
  return compiler.made('flag', key, [a, b], (facts) => {
    const whole = b.run(facts)
    if (Array.isArray(whole)) return whole.includes(a.run(facts))
    return whole !== null && typeof whole === 'object' && Object.hasOwn(whole, String(a.run(facts)))
  })
}

/** Patterns are read when scenarios are, so they have to be in the file. */
function matches(compiler: Compiler, { left, right, at }: Pair): Code {
  const text = compiler.expect(left, 'text', "what 'matches' looks at")
  const source = compiler.expect(right, 'text', 'a pattern')
  if (!isConstant(source)) return compiler.lack(at, 'a pattern that is made of the event')
  try {
    const pattern = patternOf(String(valueOf(source)))
    if (isConstant(text)) return constant(pattern.matches(String(valueOf(text))))
    if (neverHolds(text, (value) => pattern.matches(value))) return constant(false)
    const run: Run = text.haystack
      ? matchesAny(text.run, compiler.program.haystack(text.haystack.key, text.haystack.run), [
          pattern,
        ])
      : (facts) => pattern.matches(String(text.run(facts)))
    return compiler.made('flag', `(${text.key} matches ${source.key})`, [text], run)
  } catch (error) {
    return compiler.fail(right.at, `no pattern: ${(error as Error).message}`)
  }
}

function textual(
  compiler: Compiler,
  { left, right }: Pair,
  sign: Parameters<typeof compare>[0],
): Code {
  const text = compiler.expect(left, 'text', `what '${sign}' looks at`)
  const other = compiler.expect(right, 'text', `what '${sign}' looks for`)
  const test = compare(sign)
  const key = `(${text.key} ${sign} ${other.key})`
  if (isConstant(other)) {
    const wanted = String(valueOf(other))
    if (neverHolds(text, (value) => test(value, wanted))) return constant(false)
    if (text.haystack && wanted !== '') {
      const haystack = compiler.program.haystack(text.haystack.key, text.haystack.run)
      return compiler.made('flag', key, [text], anyOf(text.run, haystack, sign, [wanted]))
    }
  }
  return compiler.made('flag', key, [text, other], (facts) =>
    test(String(text.run(facts)), String(other.run(facts))),
  )
}

type Sum = (a: number, b: number) => unknown

const sums: ReadonlyMap<string, Sum> = new Map<string, Sum>([
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['%', (a, b) => a % b],
  ['**', (a, b) => a ** b],
  ['^', (a, b) => a ** b],
  ['<', (a, b) => a < b],
  ['>', (a, b) => a > b],
  ['<=', (a, b) => a <= b],
  ['>=', (a, b) => a >= b],
])

function numeric(compiler: Compiler, { left, right, sign, at }: Pair): Code {
  const [a, b] = [compiler.compile(left), compiler.compile(right)]
  const key = `(${a.key}${sign}${b.key})`
  if (sign === '??')
    return compiler.made(common(a, b), key, [a, b], (facts) => a.run(facts) ?? b.run(facts))
  if (sign === '..') return compiler.lack(at, 'a stretch of numbers')
  const isText = a.type === 'text' || b.type === 'text'
  const isFit = fits(a, isText ? 'text' : 'number') && fits(b, isText ? 'text' : 'number')
  const isOrder = '<>='.includes(sign[0]!)
  if (!isFit || (isText && sign !== '+' && !isOrder))
    return compiler.fail(at, `'${sign}' between a ${a.type} and a ${b.type}`)
  if (sign === '+')
    return compiler.made(isText ? 'text' : common(a, b), key, [a, b], (facts) => {
      const [x, y] = [a.run(facts), b.run(facts)]
      return typeof x === 'string' || typeof y === 'string'
        ? String(x) + String(y)
        : (x as number) + (y as number)
    })
  const sum = sums.get(sign)!
  return compiler.made(isOrder ? 'flag' : 'number', key, [a, b], (facts) =>
    sum(a.run(facts) as number, b.run(facts) as number),
  )
}
