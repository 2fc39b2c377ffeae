import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { PythonPattern, type Text } from './python-pattern.ts'
import { PatternError } from './syntax.ts'

function textOf(text: string): Text {
  return { bytes: Buffer.from(text, 'latin1'), length: text.length, text }
}

/** The groups of the first match, or undefined. */
function groups(source: string, text: string): Record<string, string> | undefined {
  const found = new PythonPattern(source).find(textOf(text))
  return found && Object.fromEntries(found)
}

const cases: readonly [string, string, Record<string, string> | undefined][] = [
  ['^user (?P<user>\\S+) failed$', 'user ana failed', { user: 'ana' }],
  ['^user (?P<user>\\S+) failed$', 'a user ana failed', undefined],
  ['(?P<a>a+?)(?P<b>a*)', 'aaa', { a: 'a', b: 'aa' }],
  ['(?P<a>x|xy)(?P<b>y?)$', 'xy', { a: 'x', b: 'y' }],
  ['(?i)ABC(?P<r>.)', 'xabcd', { r: 'd' }],
  ['(?i:AB)C(?P<r>.)', 'abCd', { r: 'd' }],
  ['(?i:AB)C(?P<r>.)', 'abcd', undefined],
  ['^(?!root)(?P<user>\\w+)$', 'ana', { user: 'ana' }],
  ['^(?!root)(?P<user>\\w+)$', 'rooter', undefined],
  ['(?P<w>\\w+)(?=:)', 'a b: c', { w: 'b' }],
  ['(?<=\\[)(?P<n>\\d+)', 'x 1 [22]', { n: '22' }],
  ['(?<!\\[)\\b(?P<n>\\d+)', '[1] 22', { n: '22' }],
  ['(?P<s>[-/.])(?P<d>\\d\\d)(?P=s)\\d\\d', '-11/22-33-44', { s: '-', d: '33' }],
  ['(?P<n>\\d{2,3}?)', '1234', { n: '12' }],
  ['x{,2}(?P<e>y)', 'xxxy', { e: 'y' }],
  ['(?P<q>["\'])', "it's", { q: "'" }],
  ['(?P<w>\\w+)\\Z', 'a b\xe9', { w: 'b\xe9' }],
  ['(?x) (?P<a> a ) # comment\n b', 'ab', { a: 'a' }],
  ['(?:(?P<v>a)|(?P<v>b))c', 'bc', { v: 'b' }],
  ['(?P<o>a)?b', 'b', {}],
  ['(?:)*(?P<a>a)', 'a', { a: 'a' }],
  ['(?P<a>(?:a|b|ab)*)c', 'ababc', { a: 'abab' }],
]

test('patterns of Python find what Python finds', () => {
  for (const [source, text, wanted] of cases) assert.deepEqual(groups(source, text), wanted, source)
})

const refused: readonly [string, boolean, RegExp][] = [
  ['(a', false, /without its '\)'/],
  ['a)', false, /without its '\('/],
  ['[a', false, /without its '\]'/],
  ['*a', false, /repeats nothing/],
  ['\\y', false, /means nothing/],
  ['[z-a]', false, /goes backwards/],
  ['(?P=x)', false, /no group is called/],
  ['(a+)\\1', true, /backreference/],
  ['(?P<x>\\w+)(?P=x)', true, /backreference to 'x'/],
  ['(a)?(?(1)b|c)', true, /condition/],
  ['(?>a+)b', true, /atomic/],
  ['a++b', true, /possessive/],
]

test('what is no pattern, and what cannot run in linear time, is told apart', () => {
  for (const [source, isKnown, message] of refused)
    assert.throws(
      () => new PythonPattern(source),
      (error: PatternError) => {
        assert.equal(error.isKnown, isKnown, source)
        assert.match(error.message, message)
        return true
      },
    )
  assert.throws(() => new PythonPattern('('.repeat(2000) + ')'.repeat(2000)), PatternError)
})

const part = fc.letrec<{ any: string; one: string }>((tie) => ({
  one: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\b'),
    fc
      .tuple(tie('any'), fc.constantFrom('(?:', '(', '(?=', '(?!', '(?<=', '(?<!'))
      .map(([of, open]) => `${open}${of})`),
    fc
      .tuple(
        fc.constantFrom('a', 'b', '[a1]', '(?:ab)', '(?:a|b)'),
        fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{1,2}'),
      )
      .map(([of, sign]) => `${of}${sign}`),
  ),
  any: fc.oneof(
    { depthSize: 'small' },
    fc.array(tie('one'), { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
    fc.tuple(tie('one'), tie('any')).map(([a, b]) => `${a}|${b}`),
  ),
})).any

test('a match begins and ends where a backtracking engine has it', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' '), maxLength: 8 })
  fc.assert(
    fc.property(part, fc.constantFrom('', '^'), text, (source, start, subject) => {
      const whole = `${start}(?:${source})`
      const wanted = new RegExp(whole, 'd').exec(subject)?.indices?.[0]
      const spans = new PythonPattern(`(?P<all>${whole})`).spans(textOf(subject))
      assert.deepEqual(spans && [spans[0], spans[1]], wanted && [...wanted])
    }),
    { seed: 5, numRuns: 2000 },
  )
})
