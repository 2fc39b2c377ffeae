import { eventPath } from '../event-names.ts'
import { fields } from '../fields.ts'
import {
  both,
  type Code,
  common,
  constant,
  either,
  fits,
  from,
  isConstant,
  valueOf,
} from './code.ts'
import type { Compiler } from './compile.ts'
import type { Expression } from './expression.ts'
import type { Run } from './facts.ts'
import {
  anyOf,
  type Comparison,
  compare,
  isComparison,
  matchesAny,
  patternOf,
} from './text-tests.ts'

type Pair = Extract<Expression, { is: 'pair' }>

/** Code for two things with a sign between them. */
export function compilePair(compiler: Compiler, pair: Pair): Code {
  const { sign } = pair
  if (sign === 'and' || sign === '&&') return logical(compiler, pair, true)
  if (sign === 'or' || sign === '||') return logical(compiler, pair, false)
  if (sign === '==' || sign === '!=') return equal(compiler, pair)
  if (sign === 'in') return member(compiler, pair)
  if (sign === 'matches') return matches(compiler, pair)
  if (isComparison(sign)) return textual(compiler, pair, sign)
  return sign === '??' || sign === '+' ? sum(compiler, pair) : numeric(compiler, pair)
}

function logical(compiler: Compiler, { left, right }: Pair, isAnd: boolean): Code {
  const what = `what stands beside '${isAnd ? 'and' : 'or'}'`
  const a = compiler.expect(left, 'flag', what)
  const b = compiler.expect(right, 'flag', what)
  if (isConstant(a)) return (valueOf(a) === true) === isAnd ? b : constant(!isAnd)
  if (isConstant(b)) return (valueOf(b) === true) === isAnd ? a : constant(!isAnd)
  const guard = (isAnd ? either : both)(a.guard, b.guard)
  const run: Run = isAnd
    ? (facts) => a.run(facts) === true && b.run(facts) === true
    : (facts) => a.run(facts) === true || b.run(facts) === true
  const key = `(${a.key}${isAnd ? '&&' : '||'}${b.key})`
  return compiler.made([a, b], { type: 'flag', key, run, ...(guard && { guard }) })
}

/** A test of a text whose values are known: the same for all of them, false for overflows, which have none. */
function settled(code: Code, test: (value: string) => boolean): Code | undefined {
  if (code.values === undefined || test('')) return undefined
  const held = code.values.filter((value) => value !== '' && test(value)).length
  if (held === 0) return constant(false)
  if (held < code.values.length) return undefined
  return { type: 'flag', key: 'an event', run: isEvent, made: from.event }
}

const isEvent: Run = (facts) => facts.event !== undefined

function equal(compiler: Compiler, { left, right, sign, at }: Pair): Code {
  const [a, b] = [compiler.compile(left), compiler.compile(right)]
  const isNil = a.type === 'nil' || b.type === 'nil'
  if (!fits(a, b.type) && !fits(b, a.type) && !isNil)
    return compiler.fail(at, `a ${a.type} is compared with a ${b.type}`)
  const [one, other] = isConstant(a) ? [b, a] : [a, b]
  if (sign === '==') {
    const known = isConstant(other) ? same(compiler, one, valueOf(other)) : undefined
    const run: Run = (facts) => a.run(facts) === b.run(facts)
    return known ?? compiler.made([a, b], { type: 'flag', key: `(${a.key}==${b.key})`, run })
  }
  const run: Run = (facts) => a.run(facts) !== b.run(facts)
  return compiler.made([a, b], { type: 'flag', key: `(${a.key}!=${b.key})`, run })
}

/** Comparison with a constant, where there is a quicker way. */
function same(compiler: Compiler, code: Code, value: unknown): Code | undefined {
  const known = settled(code, (text) => text === value)
  if (known) return known
  const isLong = code.haystack !== undefined && typeof value === 'string' && value !== ''
  return isLong ? compared(compiler, code, '==', value) : undefined
}

function member(compiler: Compiler, { left, right, at }: Pair): Code {
  const a = compiler.compile(left)
  const room = eventPath(right)
  if (room?.length === 1 && isConstant(a)) return isKnown(compiler, room[0]!, String(valueOf(a)))
  const b = compiler.compile(right)
  if (!fits(b, 'list') && !fits(b, 'map')) return compiler.fail(at, `a ${b.type} holds nothing`)
  if (isConstant(b) && Array.isArray(valueOf(b)))
    return listed(compiler, a, { items: valueOf(b) as readonly unknown[], key: b.key, at })
  const run: Run = (facts) => {
    const whole = b.run(facts)
    if (Array.isArray(whole)) return whole.includes(a.run(facts))
    return whole !== null && typeof whole === 'object' && Object.hasOwn(whole, String(a.run(facts)))
  }
  return compiler.made([a, b], { type: 'flag', key: `(${a.key} in ${b.key})`, run })
}

/** `"x" in evt.Meta`. */
function isKnown(compiler: Compiler, room: string, name: string): Code {
  const field = fields.get(`${room}.${name}`)
  if (!field) return constant(false)
  const run: Run = ({ event }) => event !== undefined && field.read(event) !== ''
  return compiler.made([{ ...constant(name), made: from.event }], {
    type: 'flag',
    key: `${room}.${name} in evt`,
    run,
  })
}

function listed(
  compiler: Compiler,
  code: Code,
  { items, key, at }: { items: readonly unknown[]; key: string; at: number },
): Code {
  const odd = items.find((item) => item !== undefined && !fits(code, constant(item).type))
  if (odd !== undefined)
    return compiler.fail(at, `a ${code.type} is looked for among ${constant(odd).type}s`)
  const known = settled(code, (value) => items.includes(value))
  if (known) return known
  const set = new Set(items)
  const run: Run =
    items.length > 8
      ? (facts) => set.has(code.run(facts))
      : (facts) => items.includes(code.run(facts))
  return compiler.made([code], { type: 'flag', key: `(${code.key} in ${key})`, run })
}

/** Patterns are read when scenarios are, so they have to be in the file. */
function matches(compiler: Compiler, { left, right, at }: Pair): Code {
  const text = compiler.expect(left, 'text', "what 'matches' looks at")
  const source = compiler.expect(right, 'text', 'a pattern')
  if (!isConstant(source)) return compiler.lack(at, 'a pattern that is made of the event')
  try {
    const pattern = patternOf(String(valueOf(source)))
    const known = settled(text, (value) => pattern.matches(value))
    if (known) return known
    const { haystack } = text
    const test = haystack
      ? matchesAny(text.run, compiler.program.haystack(haystack.key, haystack.run), [pattern])
      : { run: ((facts) => pattern.matches(String(text.run(facts)))) as Run }
    return compiler.made([text], {
      type: 'flag',
      key: `(${text.key} matches ${source.key})`,
      ...test,
    })
  } catch (error) {
    return compiler.fail(right.at, `no pattern: ${(error as Error).message}`)
  }
}

function textual(compiler: Compiler, { left, right }: Pair, sign: Comparison): Code {
  const text = compiler.expect(left, 'text', `what '${sign}' looks at`)
  const other = compiler.expect(right, 'text', `what '${sign}' looks for`)
  if (isConstant(other)) return compared(compiler, text, sign, String(valueOf(other)))
  const test = compare(sign)
  return compiler.made([text, other], {
    type: 'flag',
    key: `(${text.key} ${sign} ${other.key})`,
    run: (facts) => test(String(text.run(facts)), String(other.run(facts))),
  })
}

function compared(compiler: Compiler, text: Code, sign: Comparison, wanted: string): Code {
  const test = compare(sign)
  const known = settled(text, (value) => test(value, wanted))
  if (known) return known
  const { haystack } = text
  const made =
    haystack && wanted !== ''
      ? anyOf(text.run, compiler.program.haystack(haystack.key, haystack.run), sign, [wanted])
      : { run: ((facts) => test(String(text.run(facts)), wanted)) as Run }
  const key = `(${text.key} ${sign} ${JSON.stringify(wanted)})`
  return compiler.made([text], { type: 'flag', key, ...made })
}

function sum(compiler: Compiler, { left, right, sign, at }: Pair): Code {
  const [a, b] = [compiler.compile(left), compiler.compile(right)]
  const key = `(${a.key}${sign}${b.key})`
  const type = common(a, b)
  if (sign === '??')
    return compiler.made([a, b], { type, key, run: (facts) => a.run(facts) ?? b.run(facts) })
  if (![a, b].every((code) => fits(code, 'text')) && ![a, b].every((code) => fits(code, 'number')))
    return compiler.fail(at, `'+' between a ${a.type} and a ${b.type}`)
  const isText = a.type === 'text' || b.type === 'text'
  const run: Run = (facts) => {
    const [x, y] = [a.run(facts), b.run(facts)]
    return typeof x === 'string' || typeof y === 'string'
      ? String(x) + String(y)
      : (x as number) + (y as number)
  }
  return compiler.made([a, b], { type: isText ? 'text' : type, key, run })
}

type Reckon = (a: number, b: number) => unknown

const reckonings: ReadonlyMap<string, Reckon> = new Map<string, Reckon>([
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

/** Numbers, and texts in the order of their bytes. */
function numeric(compiler: Compiler, { left, right, sign, at }: Pair): Code {
  const [a, b] = [compiler.compile(left), compiler.compile(right)]
  const reckon = reckonings.get(sign)
  if (!reckon) return compiler.lack(at, `the sign '${sign}'`)
  const isOrder = '<>'.includes(sign[0]!)
  const isFit = [a, b].every((code) => fits(code, 'number'))
  if (!isFit && !(isOrder && [a, b].every((code) => fits(code, 'text'))))
    return compiler.fail(at, `'${sign}' between a ${a.type} and a ${b.type}`)
  return compiler.made([a, b], {
    type: isOrder ? 'flag' : 'number',
    key: `(${a.key}${sign}${b.key})`,
    run: (facts) => reckon(a.run(facts) as number, b.run(facts) as number),
  })
}
