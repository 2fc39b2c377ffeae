import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { hostOf } from './host.ts'
import { dotted } from './ipv4.ts'

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

describe('one address, many notations', () => {
  const loopback = [
    '127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '017700000001',
    '0x7f.0x0.0x0.0x1', '0177.0.0.0x1', '127.0.0.1.', '6425673729', '127.0.0.257', '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]', '::ffff:7f00:1', '[0:0:0:0:0:ffff:127.0.0.1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]',
    '[::ffff:0:7f00:1]', '[2002:7f00:1::]', 'localhost', 'LOCALHOST', 'a.localhost', '127.0.0.1.nip.io',
    'app-127-0-0-1.sslip.io', '7f000001.nip.io', 'http://127.0.0.1:80/a?b#c', 'http://user@127.0.0.1',
    '//127.0.0.1', 'http://good.example@127.1:8080/', 'gopher:\\\\127.0.0.1', '127%2e0%2e0%2e1',
    '%31%32%37.1', '%2531%2532%2537.1', '①②⑦.⓪.⓪.①', '１２７．０．０．１', '127。0。0。1', '127｡1',
    'ｌｏｃａｌｈｏｓｔ', 'lvh.me', '[::ffff:127.0.0.1%25eth0]:80',
  ] // prettier-ignore
  for (const text of loopback) test(text, () => assert.equal(hostOf(latin1(text)), '127.0.0.1'))
  const others: [string, string][] = [
    ['http://169.254.169.254/latest', '169.254.169.254'],
    ['http://425.510.425.510/', '169.254.169.254'],
    ['http://0xa9fea9fe', '169.254.169.254'],
    ['metadata.google.internal', '169.254.169.254'],
    ['http://0/', '0.0.0.0'],
    ['08.1', '8.0.0.1'],
    ['[::]', '::'],
    ['[::1]:80', '::1'],
    ['[0000::1]', '::1'],
    ['http://[2001:DB8:0:0:1:0:0:1]/', '2001:db8::1:0:0:1'],
    ['fe80::1%25eth0', 'fe80::1'],
  ]
  for (const [text, address] of others) test(text, () => assert.equal(hostOf(text), address))
})

test('names and other texts have no address', () => {
  const texts = [
    '', 'example.com', 'nip.io', 'x.nip.io', 'a.b.c.d', '1.2.3.4.5', '12z', '0x7g', '[::', '[1:2]', ':::',
    '1:2:3:4:5:6:7:8:9', 'http://', '/', 'mailto:a@b.example', '127.0.0.1.example.com', 'a'.repeat(5000),
    '%', '\xff\xfe', '127..1',
  ] // prettier-ignore
  for (const text of texts) assert.equal(hostOf(text), undefined, text)
})

test('every notation of an address gives that address', () => {
  const part = fc.nat(255)
  const write = fc.constantFrom(
    (n: number) => String(n),
    (n: number) => `0x${n.toString(16)}`,
    (n: number) => `0${n.toString(8)}`,
    (n: number) => `0x000${n.toString(16)}`,
    (n: number) => String(n + 256),
    (n: number) => String(n).replace(/\d/g, (d) => `%3${d}`),
    (n: number) =>
      latin1(String(n).replace(/\d/g, (d) => String.fromCodePoint(0xff10 + Number(d)))),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(part, write), { minLength: 4, maxLength: 4 }), (parts) => {
      const address = parts.map(([n]) => n).join('.')
      assert.equal(hostOf(parts.map(([n, as]) => as(n)).join('.')), address)
      const number = parts.reduce((sum, [n]) => sum * 256 + n, 0)
      assert.equal(dotted(number), address)
      for (const text of [
        String(number),
        `0x${number.toString(16)}`,
        `0${number.toString(8)}`,
        `[::ffff:${address}]`,
      ])
        assert.equal(hostOf(`http://u:p@${text}/`), address, text)
    }),
  )
})

test('any text is read without failing, in a bounded time', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void hostOf(latin1(text))))
  for (const part of ['1.', ':', '[', '%25', '@', '0x', '::', '1-'])
    assert.doesNotThrow(() => hostOf(part.repeat(10_000)))
})
