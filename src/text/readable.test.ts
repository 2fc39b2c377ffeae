import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { readable } from './readable.ts'

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

test('UTF-8 becomes text, other bytes become escapes', () => {
  assert.equal(readable('/plain path'), '/plain path')
  assert.equal(readable(bytes('/straße/日本/😀')), '/straße/日本/😀')
  assert.equal(readable('a\xff\xc3b'), 'a\\xffÿ'.replace('ÿ', '\\xc3b'))
  assert.equal(readable('\xc0\xae'), '\\xc0\\xae')
  assert.equal(readable('\xed\xa0\x80'), '\\xed\\xa0\\x80')
})

test('nothing can move the cursor or turn the text around', () => {
  assert.equal(readable('a\x1b[31m\r\n\0b'), 'a\\x1b[31m\\r\\n\\0b')
  assert.equal(readable(bytes('x\u202ey\u200b')), 'x\\u202ey\\u200b')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (raw) => {
      const text = readable(Buffer.from(raw).toString('latin1'))
      assert.doesNotMatch(text, /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff]/)
    }),
  )
})

test('long text is cut between characters', () => {
  assert.equal(readable('abcdef', 4), 'abc…')
  assert.equal(readable(bytes('ääää'), 4), 'ääää')
  assert.equal(Array.from(readable(bytes('😀'.repeat(50)), 10)).length, 10)
})
