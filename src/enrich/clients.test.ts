import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { addressText, inRange, networkText, parseAddress, parseRange } from './address.ts'
import { Clients } from './clients.ts'
import { knownProxies } from './known-proxies.ts'

const canonical = (text: string): string | undefined => {
  const address = parseAddress(text)
  return address && addressText(address)
}

test('addresses are read as logs and headers write them', () => {
  const same: Record<string, string> = {
    '203.0.113.9': '203.0.113.9',
    '203.0.113.9:443': '203.0.113.9',
    '::ffff:203.0.113.9': '203.0.113.9',
    '[::FFFF:cb00:7109]:80': '203.0.113.9',
    '2001:DB8:0:0:1:0:0:1': '2001:db8::1:0:0:1',
    '[2001:db8::1]:8080': '2001:db8::1',
    'fe80::1%eth0': 'fe80::1',
    'for="[2001:db8::5]:4711"': '2001:db8::5',
    ' 10.0.0.1 ': '10.0.0.1',
    '::': '::',
    '1:0:3:4:5:6:7:8': '1:0:3:4:5:6:7:8',
  }
  for (const [text, expected] of Object.entries(same)) assert.equal(canonical(text), expected, text)
  for (const text of [
    '',
    'unknown',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '1::2::3',
    'g::1',
    ':::',
    '1:2',
    '-',
  ])
    assert.equal(canonical(text), undefined, text)
})

test('canonical text reads back as the same address', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const address = parseAddress(text)
      assert.ok(address)
      assert.deepEqual(parseAddress(addressText(address)), address)
    }),
  )
  fc.assert(fc.property(fc.ipV4(), (text) => assert.equal(canonical(text), text)))
})

function inside(address: string, range: string): boolean {
  return inRange(parseAddress(address)!, parseRange(range)!)
}

test('networks and ranges', () => {
  assert.equal(networkText(parseAddress('203.0.113.9')!), '203.0.113.0/24')
  assert.equal(networkText(parseAddress('2001:db8:1:2:3::4')!), '2001:db8:1:2::/64')
  assert.ok(inside('172.31.255.255', '172.16.0.0/12'))
  assert.ok(!inside('172.32.0.0', '172.16.0.0/12'))
  assert.ok(inside('2a06:98c7::1', '2a06:98c0::/29'))
  assert.ok(!inside('2a06:98c8::1', '2a06:98c0::/29'))
  assert.ok(inside('1.2.3.4', '0.0.0.0/0'))
  assert.equal(parseRange('1.2.3.4/33'), undefined)
  for (const range of Object.values(knownProxies).flat()) assert.ok(parseRange(range), range)
})

test('the client is the right-most address that is no trusted proxy', () => {
  const clients = new Clients(['private', '198.51.100.7'], 100)
  const behind = (chain: string, peer = '10.0.0.1'): string =>
    clients.behind(clients.of(peer), chain).client
  assert.equal(behind('203.0.113.9'), '203.0.113.9')
  assert.equal(behind('1.1.1.1, 203.0.113.9'), '203.0.113.9')
  assert.equal(behind('1.1.1.1, 203.0.113.9, 198.51.100.7, 192.168.1.1'), '203.0.113.9')
  assert.equal(behind('127.0.0.1,203.0.113.9:5555'), '203.0.113.9')
  assert.equal(behind('192.168.0.4, 10.1.1.1'), '192.168.0.4')
  assert.equal(behind('unknown'), '10.0.0.1')
  assert.equal(behind('203.0.113.9, garbage, 192.168.1.1'), '192.168.1.1')
  assert.equal(behind(`${'1.1.1.1,'.repeat(10_000)}203.0.113.9`), '203.0.113.9')
  assert.throws(() => new Clients(['clodflare'], 10), RangeError)
})
