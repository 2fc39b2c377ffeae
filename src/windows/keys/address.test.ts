import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { readAddress, writeColons, writeDotted } from './address.ts'

const words = new Uint32Array(4)

/** The text that comes back, or undefined when the text is not read as an address. */
function back(text: string): string | undefined {
  const family = readAddress(text, words)
  if (family === 4) return writeDotted(words[0]!)
  return family === 6 ? writeColons(words) : undefined
}

test('canonical addresses come back as they were', () => {
  for (const text of ['0.0.0.0', '255.255.255.255', '::', '::1', '1::', '2001:db8::1:0:0:1'])
    assert.equal(back(text), text)
  for (const text of ['1:2:3:4:5:6:7:8', '1:2:3:0:5:6:7:8', 'abcd::', '1:0:0:2::3'])
    assert.equal(back(text), text)
})

test('anything written in another way is not taken', () => {
  for (const text of ['01.2.3.4', '1.2.3', '1.2.3.4.5', '1.2.3.256', '1.2.3.', ' 1.2.3.4'])
    assert.equal(back(text), undefined, text)
  for (const text of [
    '2001:DB8::1',
    '1:::2',
    '1::2::3',
    ':1',
    '1:',
    '1:2:3:4:5:6:7::',
    '::ffff:1.2.3.4',
  ])
    assert.equal(back(text), undefined, text)
  for (const text of [
    '0:0:0:0:0:0:0:0',
    '2001:db8:0:0:1::1',
    '::2:3:4:5:6:7:8',
    'fe80::1%eth0',
    '',
    'abc',
  ])
    assert.equal(back(text), undefined, text)
})

test('whatever is read comes back exactly', () => {
  const parts = fc.array(fc.constantFrom('0', '1', 'ff', '0db8', ':', '::', '.', '255', 'x'), {
    maxLength: 16,
  })
  fc.assert(
    fc.property(
      fc.oneof(
        parts.map((list) => list.join('')),
        fc.ipV4(),
        fc.ipV6(),
      ),
      (text) => {
        assert.ok([text, undefined].includes(back(text)), text)
      },
    ),
    { numRuns: 2000 },
  )
})

test('every address has its canonical text', () => {
  fc.assert(
    fc.property(fc.uint32Array({ minLength: 4, maxLength: 4, max: 0xffffffff }), (bits) => {
      assert.equal(back(writeColons(bits)), writeColons(bits))
      assert.equal(back(writeDotted(bits[0]!)), writeDotted(bits[0]!))
    }),
  )
})
