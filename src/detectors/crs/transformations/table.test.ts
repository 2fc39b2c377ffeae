import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { transformations, triggersOf } from './table.ts'

const vectors: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  base64Decode: [
    ['VGVzdA==', 'Test'],
    ['VGVz\r\ndA', 'Test'],
    ['VGVz!dA', 'Tes'],
    ['', ''],
  ],
  base64DecodeExt: [
    ['VG.Vz dA', 'Test'],
    ['_-8', '\xff\xef'],
  ],
  base64Encode: [['Test', 'VGVzdA==']],
  cmdLine: [
    ['C^OMMAND  /C "DIR"', 'command/c dir'],
    ['a,;b (x', 'a b(x'],
    ['plain', 'plain'],
  ],
  compressWhitespace: [
    ['a \t\n b', 'a b'],
    ['a\xc2\xa0b', 'a b'],
    ['\xc3\xa0', '\xc3\xa0'],
  ],
  cssDecode: [
    ['\\6a avascript', 'javascript'],
    ['x\\', 'x'],
    ['\\ff1c', '<'],
  ],
  escapeSeqDecode: [
    ['\\n\\x41\\101\\q\\', '\nAAq\\'],
    ['plain', 'plain'],
  ],
  hexDecode: [
    ['5465', 'Te'],
    ['546', 'T'],
  ],
  hexEncode: [['Te\xff', '5465ff']],
  htmlEntityDecode: [
    ['&#x3c;&#60&lt;&Tab;&nope;', '<<<\t&nope;'],
    ['a&b', 'a&b'],
  ],
  jsDecode: [
    ['\\u0061\\x62\\143\\u{64}\\uff1c', 'abcd<'],
    ['\\', '\\'],
  ],
  length: [['abc', '3']],
  lowercase: [['A\xc9z', 'a\xc9z']],
  uppercase: [['a\xe9Z', 'A\xe9Z']],
  md5: [['', Buffer.from('d41d8cd98f00b204e9800998ecf8427e', 'hex').toString('latin1')]],
  sha1: [['', Buffer.from('da39a3ee5e6b4b0d3255bfef95601890afd80709', 'hex').toString('latin1')]],
  normalizePath: [
    ['/a/./b//../c/', '/a/c/'],
    ['../x', '../x'],
    ['./', ''],
    ['/..', '/'],
  ],
  normalizePathWin: [['\\a\\..\\b', '/b']],
  parityEven7bit: [['ac', '\xe1c']],
  parityOdd7bit: [['ac', 'a\xe3']],
  parityZero7bit: [['\xe1', 'a']],
  phpArgsNames: [
    ['a.b c[d.e', 'a_b_c_d.e'],
    [' x[ y]z', 'x[y]'],
    ['[x]', ''],
  ],
  removeComments: [
    ['a/*b*/c', 'ac'],
    ['a--b', 'a'],
    ['a/*b', 'a '],
  ],
  removeCommentsChar: [['a/*b*/--c#<!--d-->', 'abcd']],
  removeNulls: [['a\0b', 'ab']],
  replaceNulls: [['a\0b', 'a b']],
  removeWhitespace: [['a \t\v\xc2\xa0b', 'ab']],
  replaceComments: [['a/*b*/c/*d', 'a c ']],
  sqlHexDecode: [['0x4142', 'AB']],
  trim: [[' a b\n', 'a b']],
  trimLeft: [[' a ', 'a ']],
  trimRight: [[' a ', ' a']],
  urlDecode: [['a%41+%4', 'aA %4']],
  urlDecodeUni: [
    ['%u0041%uff1c%u2019%zz', "A<'%zz"],
    ['%u00e9', '\xe9'],
  ],
  urlEncode: [['a b/\xff', 'a+b%2f%ff']],
  utf8toUnicode: [
    ['\xc3\xa9x\xff', '%u00e9x\xff'],
    ['\xf0\x9f\x98\x80', '%u1f600'],
  ],
}

for (const [name, list] of Object.entries(vectors))
  test(`t:${name}`, () => {
    const change = transformations.get(name.toLowerCase())!
    for (const [from, to] of list) assert.equal(change(from), to, JSON.stringify(from))
  })

test('every transformation has its vectors', () => {
  const known = new Set(Object.keys(vectors).map((name) => name.toLowerCase()))
  for (const name of transformations.keys())
    assert.ok(known.has(name.replace('normalise', 'normalize')), name)
})

const bytes = fc.string({
  unit: fc.oneof(
    fc.constantFrom('%', '\\', '&', '/', '.', '*', ' ', 'x', 'u', '#', '0', 'A', ';'),
    fc.nat(255).map((code) => String.fromCharCode(code)),
  ),
  maxLength: 40,
})

test('no text makes a transformation throw, and none comes out with more than bytes', () => {
  fc.assert(
    fc.property(bytes, fc.constantFrom(...transformations.values()), (text, change) => {
      const out = change(text)
      for (let i = 0; i < out.length; i++) assert.ok(out.charCodeAt(i) <= 255)
    }),
    { numRuns: 500 },
  )
})

test('a text without the bytes that trigger a transformation stays as it is', () => {
  fc.assert(
    fc.property(bytes, fc.constantFrom(...triggersOf), (text, [change, triggers]) => {
      const plain = Array.from(text)
        .filter((byte) => !triggers.includes(byte))
        .join('')
      assert.equal(change(plain), plain)
    }),
    { numRuns: 500 },
  )
})
