import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { readSyntax } from '../../../text/search/syntax.ts'
import { translate } from './dialect.ts'
import { neededBytes } from './needed-bytes.ts'
import { Missing, valueOf } from './operator.ts'
import { makers } from './table.ts'

const files: Readonly<Record<string, string>> = {
  'words.data': '# comment\nwget\n/etc/passwd\n\n',
  'addresses.data': '192.0.2.0/24\n2001:db8::1\n',
}
const make = (name: string, argument: string) =>
  makers.get(name.toLowerCase())!(argument, (path) => files[path])
const holds = (name: string, argument: string, text: string): boolean =>
  make(name, argument).holds(valueOf(text))

test('operators hold for what they should, and for nothing else', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['rx', '^a.c$', 'a\nc', 'abcd'],
    ['pm', 'Wget curl', 'xWGETx', 'cur l'],
    ['pm', '\xc3\x89t\xe9', '\xc3\x89T\xe9', '\xe3\x89t\xe9'],
    ['pmFromFile', 'words.data', '../ETC/passwd', '# comment'],
    ['within', 'GET HEAD', 'HEAD', 'POST'],
    ['streq', 'ab', 'ab', 'AB'],
    ['contains', 'b c', 'ab cd', 'abc'],
    ['containsWord', 'or', 'a or b', 'word'],
    ['beginsWith', '/a', '/ab', 'b/a'],
    ['endsWith', '.php', 'x.php', '.phpx'],
    ['eq', '5', '5', '6'],
    ['eq', '0', 'no number', '1'],
    ['ge', '5', '5', '4'],
    ['gt', '5', '6', '5'],
    ['le', '5', '5', '6'],
    ['lt', '5', '4', '5'],
    ['ipMatch', '192.0.2.0/24,::1', '192.0.2.9', '192.0.3.1'],
    ['ipMatchFromFile', 'addresses.data', '2001:db8::1', '2001:db8::2'],
    ['validateByteRange', '32-126, 9', 'a\x01', 'a\t'],
    ['validateUrlEncoding', '', '%4', '%41'],
    ['validateUtf8Encoding', '', '\xc3\x28', '\xc3\xa9'],
    ['unconditionalMatch', '', 'x', ''],
    ['detectSQLi', '', "1' or '1'='1", 'a word'],
    ['detectXSS', '', '<script>alert(1)</script>', 'a < b'],
  ]
  for (const [name, argument, yes, no] of cases) {
    assert.equal(holds(name, argument, yes), true, `${name} ${argument} ${yes}`)
    if (no !== '') assert.equal(holds(name, argument, no), false, `${name} ${argument} ${no}`)
  }
  assert.equal(holds('noMatch', '', 'x'), false)
})

test('an operator says where it found something', () => {
  assert.deepEqual(make('rx', 'b+').find?.(valueOf('abbc')), { start: 1, end: 3 })
  assert.deepEqual(make('pm', 'bb b').find?.(valueOf('aBBc')), { start: 1, end: 3 })
  assert.deepEqual(make('validateByteRange', '97-122').find?.(valueOf('ab!')), { start: 2, end: 3 })
  assert.deepEqual(make('rx', '(a)(b)?c').groups?.(valueOf('xac')), ['ac', 'a', ''])
})

test('what cannot be had is said', () => {
  assert.throws(() => make('rx', String.raw`(a)\1`), Missing)
  assert.throws(() => make('rx', '(a'), Missing)
  assert.throws(() => make('pmFromFile', 'none.data'), Missing)
  assert.throws(() => make('ipMatch', '300.1.1.1'), Missing)
  assert.throws(() => make('validateByteRange', '1-999'), Missing)
})

test('patterns that PCRE knows are rewritten where they mean the same, else told', () => {
  const sourceOf = (pattern: string): string => {
    const found = translate(pattern)
    return 'source' in found ? found.source : found.why
  }
  assert.equal(sourceOf(String.raw`\h+\e`), String.raw`(?s)[\t ]+\x1b`)
  assert.equal(sourceOf('(?<!a)b'), '(?s)(?:^|[^a])b')
  assert.equal(sourceOf('b(?![cd])'), '(?s)b(?:$|[^cd])')
  assert.equal(sourceOf('b(?=[^c])'), '(?s)b(?:[^c])')
  assert.equal(sourceOf('[(?=]a'), '(?s)[(?=]a')
  assert.equal(sourceOf('a(?=b)c'), 'it looks ahead')
  assert.equal(sourceOf('(?<=ab)c'), 'it looks back')
  assert.equal(sourceOf(String.raw`(a)\1`), 'it refers back to a group')
  assert.equal(sourceOf('a++b'), 'it has a quantifier that never gives back')
  assert.equal(sourceOf(String.raw`a\++b`), String.raw`(?s)a\++b`)
  assert.equal(sourceOf('(?>a)b'), 'it has a group that never gives back')
})

const pattern = fc
  .array(fc.constantFrom('a', '[;|]', '(?:x|y;)', '(?:b&?)+', 'c*', '.', '\\d{2}', '(?:;|)'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''))
const subject = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', ';', '|', 'x', 'y', '&', '1', '2'),
  maxLength: 16,
})

test('every match has a byte of each set that a pattern needs', () => {
  fc.assert(
    fc.property(pattern, subject, (source, text) => {
      const sets = neededBytes(readSyntax(source, false)!)
      if (!holds('rx', source, text)) return
      for (const set of sets)
        assert.ok(Array.from(text).some((char) => set[char.charCodeAt(0)] === 1))
    }),
    { numRuns: 500 },
  )
})
