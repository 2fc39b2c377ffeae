import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { foldCase } from '../decoding/view.ts'
import { Automaton, Hits } from './automaton.ts'
import { Pattern } from './pattern.ts'
import { requiredLiterals } from './required.ts'
import { createProgram } from './program.ts'
import { readSyntax } from './syntax.ts'

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'c', "'", '\xe9'), maxLength: 40 })
const literals = fc.uniqueArray(
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', "'"), minLength: 1, maxLength: 5 }),
  { minLength: 1, maxLength: 12 },
)

test('the automaton finds what a search for each literal finds', () => {
  fc.assert(
    fc.property(literals, letters, letters, (words, first, second) => {
      const automaton = new Automaton(words)
      const hits = new Hits(words.length)
      automaton.scan(Buffer.from(second, 'latin1'), second.length, hits, 1)
      hits.clear()
      automaton.scan(Buffer.from(first, 'latin1'), first.length, hits, 1)
      automaton.scan(Buffer.from(second, 'latin1'), second.length, hits, 2)
      const expected = words.map(
        (word) =>
          (foldCase(first).includes(word) ? 1 : 0) | (foldCase(second).includes(word) ? 2 : 0),
      )
      assert.deepEqual([...hits.views], expected)
      assert.equal(hits.count, expected.filter((bits) => bits > 0).length)
    }),
  )
})

/** Patterns over a few letters, with all that the reader knows. */
const { pattern } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
  piece: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('a', 'b', 'ab', 'c', "'", '.', '\\s', '\\d', '\\w', '\\W', '\\x27', '\\n', '[a-b]', '[^a]', "['\\x22]"),
    fc.constantFrom('^', '$', '\\b', '\\B', '\\A', '\\z', '[[:alpha:]]', '[]a]', '[\\w-]', '(?i)', '(?s).'),
    tie('pattern').map((inner) => `(?:${inner})`),
    tie('pattern').map((inner) => `(${inner})`),
    fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?'))
      .map(([inner, sign]) => `(?:${inner})${sign}`),
  ),
  pattern: fc.array(
    fc.array(tie('piece'), { maxLength: 4 }).map((parts) => parts.join('')),
    { minLength: 1, maxLength: 3 },
  ).map((ways) => ways.join('|')),
})) // prettier-ignore
const subjects = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', 'c', "'", ' ', '\n', '1', '-'),
  maxLength: 20,
})

test('patterns match as RE2 does, and every match holds a required literal', () => {
  fc.assert(
    fc.property(pattern, subjects, fc.boolean(), (source, text, cased) => {
      const matcher = RE2JS.compile(source, cased ? 0 : RE2JS.CASE_INSENSITIVE).matcher(text)
      const wanted = matcher.find()
      const bytes = Buffer.from(text, 'latin1')
      assert.ok(readSyntax(source, !cased))
      const ours = new Pattern(source, cased)
      assert.equal(ours.test({ bytes, length: bytes.length, text }), wanted)
      assert.deepEqual(
        ours.find({ bytes, length: bytes.length, text }),
        wanted ? { start: matcher.start(), end: matcher.end() } : undefined,
      )
      for (const literals of wanted ? requiredLiterals(source).clauses : [])
        assert.ok(literals.some((literal) => foldCase(text).includes(literal)))
    }),
    { numRuns: 400 },
  )
})

test('patterns look at a stretch as if it were all', () => {
  const pattern = new Pattern('^b+$', true)
  const bytes = Buffer.from('abba')
  assert.equal(pattern.test({ bytes, length: 4, text: 'abba' }), false)
  assert.equal(pattern.test({ bytes, length: 4, text: 'abba' }, 1, 3), true)
})

test('a dash behind a class is a dash', () => {
  assert.equal(new Pattern('^[\\w-.]+$', true).matches('a-b.c'), true)
  assert.equal(new Pattern('^[\\s-]$', true).matches('-'), true)
  assert.equal(new Pattern('^[a-c]$', true).matches('-'), false)
})

test('what is not read runs in the other engine', () => {
  const pattern = new Pattern('(?m)^b$', true)
  assert.equal(readSyntax('(?m)^b$', false), undefined)
  assert.equal(pattern.test({ bytes: Buffer.from('a\nb'), length: 3, text: 'a\nb' }), true)
})

test('thousands of words with gaps are one machine', () => {
  const words = Array.from({ length: 900 }, (_, i) => `w${i.toString(36)}x?[yz]`)
  const source = `(?i)(?:${words.join('|')})\\b`
  const steps = createProgram(readSyntax(source, false)!)
  assert.ok(steps && steps.length > 4000)
  const pattern = new Pattern(source, true)
  assert.equal(pattern.matches(`${'w1 w2xx '.repeat(400)}Wo3xZ`), true)
  assert.equal(pattern.matches(`${'w1 w2xx '.repeat(400)}wzzzz`), false)
})

test('many states are thrown away, and the answer stays', () => {
  const pattern = new Pattern('(?:a|b)*a(?:a|b){14}c', true)
  const text = 'abbab'.repeat(1500)
  const bytes = Buffer.from(`${text}c`)
  assert.equal(pattern.test({ bytes, length: text.length, text }), false)
  assert.equal(pattern.test({ bytes, length: bytes.length, text }), text.at(-15) === 'a')
})

test('literals that patterns need', () => {
  const needs = (source: string): readonly string[] => requiredLiterals(source).clauses[0] ?? []
  assert.deepEqual(needs('union\\s+select'), ['select'])
  assert.deepEqual(needs('(?i)<(?:script|IMG)\\b'), ['<script', '<img'])
  assert.deepEqual(needs('[\'"]\\s*or\\s*\\d'), ["'", '"'])
  assert.deepEqual(needs('/\\.(?:git|env)(?:/|$)'), ['/.git/', '/.git', '/.env/', '/.env'])
  assert.deepEqual(needs('a|b'), [])
  assert.deepEqual(needs('(?:abc)?\\d*'), [])
  assert.deepEqual(requiredLiterals('/(?:db|env)\\w*\\.(?:php|ini)').clauses, [
    ['.php', '.ini'],
    ['/db', '/env'],
  ])
  assert.equal(requiredLiterals('^/admin').anchored, true)
})
