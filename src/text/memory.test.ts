import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { TextMemory } from './memory.ts'

const texts = fc.array(
  fc.oneof(fc.constantFrom('', 'a', 'b', '/x'), fc.string({ unit: 'binary-ascii' })),
  {
    maxLength: 200,
  },
)

test('what it remembers is what was set last, whatever its size', () => {
  fc.assert(
    fc.property(texts, fc.nat(64), fc.integer({ min: 1, max: 500 }), (asked, entries, bytes) => {
      const memory = new TextMemory<number>(entries, bytes)
      const last = new Map<string, number>()
      for (const [i, text] of asked.entries()) {
        const known = memory.get(text)
        if (known !== undefined) assert.equal(known, last.get(text))
        if (known !== undefined && i % 3 > 0) continue
        memory.set(text, i)
        if (memory.get(text) === i || known === undefined) last.set(text, i)
        assert.equal(memory.get(text) ?? i, i)
      }
    }),
    // Texts of which another one takes the place among those seen once.
    { examples: [[['', '', '/x', ''], 0, 1]] },
  )
})

test('texts are remembered at once, and a flood of others that come once does not push them out', () => {
  const memory = new TextMemory<number>(1024, 1e6)
  for (let i = 0; i < 200; i++) {
    assert.equal(memory.get(`/path/${i}`), undefined)
    memory.set(`/path/${i}`, i)
    assert.equal(memory.get(`/path/${i}`), i)
  }
  for (let i = 0; i < 100_000; i++) memory.set(`/made-up/${i * 7919}`, i)
  let kept = 0
  for (let i = 0; i < 200; i++) if (memory.get(`/path/${i}`) === i) kept++
  assert.ok(kept > 150, String(kept))
})

test('texts that differ where the hash does not look are told apart', () => {
  const memory = new TextMemory<number>(64, 1e6)
  const long = (i: number): string => `${'a'.repeat(101)}${i}${'b'.repeat(200)}`
  for (let round = 0; round < 3; round++)
    for (let i = 0; i < 10; i++) {
      const known = memory.get(long(i))
      assert.ok(known === undefined || known === i)
      memory.set(long(i), i)
    }
  assert.equal(memory.get(long(9)), 9)
})

test('texts that come in turns are all remembered, also those of one hash', () => {
  const memory = new TextMemory<number>(1024, 1e6)
  const nonce = (i: number): string =>
    `/ajax?nonce=${'0'.repeat(40)}${i % 10}0${i}0${'9'.repeat(40)}`
  for (let round = 0; round < 8; round++)
    for (let i = 0; i < 300; i++) if (memory.get(nonce(i)) === undefined) memory.set(nonce(i), i)
  let kept = 0
  for (let i = 0; i < 300; i++) if (memory.get(nonce(i)) === i) kept++
  assert.ok(kept > 280, String(kept))
})

test('equal texts are given as one string', () => {
  const memory = new TextMemory<number>(16, 1000)
  for (let i = 0; i < 2; i++) memory.set('/a', i)
  assert.equal(memory.get(['', 'a'].join('/')), 1)
  assert.equal(memory.asked, '/a')
  assert.equal(memory.get('/b'), undefined)
  assert.equal(memory.asked, '/b')
})

test('too many bytes make it forget, not grow', () => {
  const memory = new TextMemory<number>(16, 100)
  for (const text of ['short', 'x'.repeat(99)]) for (let i = 0; i < 2; i++) memory.set(text, 1)
  assert.equal(memory.get('short'), undefined)
  assert.equal(memory.get('x'.repeat(99)), 1)
})
