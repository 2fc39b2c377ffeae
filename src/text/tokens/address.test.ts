import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { addressIn } from './address.ts'

const missed = (texts: readonly string[]): string[] => texts.filter((text) => !addressIn(text).is)
const wrong = (texts: readonly string[]): string[] => texts.filter((text) => addressIn(text).is)

test('addresses of the server, its neighbours and its cloud are seen in every notation', () => {
  assert.deepEqual(
    missed([
      `http://127.0.0.1/`,
      `http://localhost:8080/`,
      `http://2130706433/`,
      `http://0x7f000001/`,
      `http://0177.0.0.1/`,
      `http://127.1/`,
      `http://0/`,
      `http://[::1]/`,
      `http://[::ffff:7f00:1]/`,
      `http://[::ffff:127.0.0.1]/`,
      `http://169.254.169.254/latest/`,
      `http://169.254.43518/`,
      `http://metadata.google.internal/`,
      `http://10.0.0.7/`,
      `http://172.20.1.1/`,
      `http://192.168.0.1.nip.io/`,
      `http://h.example@127.0.0.1/`,
      `http://a.internal/`,
      `//127.0.0.1/a`,
      `http:\\\\127.0.0.1\\`,
      `gopher://h.example:25/_a`,
      `dict://h.example:11/a`,
      `file:///a`,
      `ldap://h.example/a`,
      `http://[fe80::1]/`,
    ]),
    [],
  )
})

test('plain addresses elsewhere are not', () => {
  assert.deepEqual(
    wrong([
      `https://h.example/a`,
      `http://93.184.216.34/`,
      `//cdn.example/a.js`,
      `mailto:kim@example.org`,
      `http://example.org:8080/`,
      `ftp://ftp.example.org/a`,
      `http://172.32.1.1/`,
      `12:30`,
      `note: see below`,
      `tel:5550102`,
      `localhost`,
      `a/b`,
    ]),
    [],
  )
})

test('an address that is hidden weighs more', () => {
  assert.ok(addressIn('http://0x7f.1/').strength > addressIn('http://127.0.0.1/').strength)
})
