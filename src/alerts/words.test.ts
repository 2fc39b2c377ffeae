import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kinds } from '../event/kinds.ts'
import type { Kind } from '../event/kinds.ts'
import { deed, duration, kindWords, listing, numeral, stateWords } from './words.ts'

test('numbers and times are for reading', () => {
  assert.deepEqual([0, 7, 1112, 9999, 12_345, 999_499, 2_340_000].map(numeral), [
    '0',
    '7',
    '1,112',
    '9,999',
    '12,000',
    '999,000',
    '2.3 million',
  ])
  const lengths = [200, 40_000, 120_000, 3 * 3600_000 + 600_000, 12 * 3600_000, 72 * 3600_000]
  assert.deepEqual(lengths.map(duration), ['1 s', '40 s', '2 min', '3 h 10 min', '12 h', '3 days'])
  assert.equal(listing(['a', 'b', 'c'], 2), 'a, b and 1 other')
  assert.equal(listing(['a', 'b'], 2), 'a and b')
})

test('there are words for every kind', () => {
  for (const kind of Object.keys(kinds) as Kind[]) {
    assert.doesNotMatch(kindWords(kind), /_/)
    if (stateWords(kind) !== undefined) continue
    const [did, where] = deed(kind, 3)
    assert.match(did, /^[a-z].* ?3 /, kind)
    assert.match(where, /\w/, kind)
    assert.doesNotMatch(did, /[{|_]/)
  }
})
