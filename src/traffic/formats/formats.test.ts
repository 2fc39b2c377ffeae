import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { Hit, ordinaryLabel } from '../hit.ts'
import { requests } from '../generate.ts'
import { formatCalled, formatNames } from './formats.ts'

const hit = new Hit(ordinaryLabel('customer'))
Object.assign(hit, {
  time: Date.UTC(2026, 10, 21, 6, 11, 2, 45),
  client: '2001:db8::7',
  port: 50_123,
  country: 'DE',
  host: 'shop.example',
  server: 'web-1',
  target: '/a"b\\c?d=<&e f#\xc3\xa9',
  status: 404,
  bytes: 512,
  sent: 400,
  duration: 12.5,
  agent: 'agent "x"',
})
const write = (name: string): string => formatCalled(name).write(hit)

const read = (name: string): unknown => JSON.parse(Buffer.from(write(name), 'latin1').toString())

test('each server escapes in its own way', () => {
  assert.equal(
    write('timed'),
    '2001:db8::7 - - [21/Nov/2026:06:11:02 +0000] "GET /a\\x22b\\x5Cc?d=<&e f#\\xC3\\xA9 HTTP/1.1" 404 512 "-" "agent \\x22x\\x22" 0.013 shop.example',
  )
  assert.equal(
    write('combined-vhost'),
    'shop.example:443 2001:db8::7 - - [21/Nov/2026:06:11:02 +0000] "GET /a\\"b\\\\c?d=<&e f#\\xc3\\xa9 HTTP/1.1" 404 512 "-" "agent \\"x\\""',
  )
  assert.ok(write('haproxy').endsWith('"GET /a#22b\\c?d=<&e f#23#C3#A9 HTTP/1.1"'))
  assert.ok(write('traefik').includes('/a\\"b\\\\c?d=\\u003c\\u0026e f#\xc3\xa9'))
  assert.ok(write('cloudfront').includes('/a%22b%5Cc\t404'))
  assert.ok(
    write('iis').includes(
      ' /a"b\\c d=<&e+f#\xc3\xa9 443 - 2001:db8::7 HTTP/1.1 agent+"x" - shop.example 404',
    ),
  )
})

test('JSON formats are JSON and tell of the request', () => {
  const target = '/a"b\\c?d=<&e f#é'
  assert.equal((read('nginx-json') as { request_uri: string }).request_uri, target)
  assert.equal((read('caddy') as { request: { uri: string } }).request.uri, target)
  assert.equal((read('traefik') as { RequestPath: string }).RequestPath, target)
  assert.equal((read('envoy') as { path: string }).path, target)
  assert.equal((read('cloudflare') as { ClientRequestURI: string }).ClientRequestURI, target)
  const { httpRequest } = read('google') as { httpRequest: { requestUrl: string } }
  assert.equal(httpRequest.requestUrl, `https://shop.example${target}`)
  assert.equal((read('window-alerts') as Record<string, string>)['@timestamp'], '1795241462.045000')
})

test('columns are as many as the header names', () => {
  for (const [name, gap] of [
    ['iis', ' '],
    ['cloudfront', '\t'],
  ] as const) {
    const { header } = formatCalled(name)
    const columns = header.at(-1)!.split(' ').length - 1
    assert.equal(write(name).split(gap).length, columns, name)
  }
})

test('no line of any format has a line end, and every character is one byte', () => {
  const some = [...requests({ minutes: 10, campaigns: 'all', rate: 200 })].filter(
    (_, i) => i % 7 === 0,
  )
  for (const name of formatNames) {
    const format = formatCalled(name)
    for (const one of some) assert.doesNotMatch(format.write(one), /[\n\r]|[^\x00-\xff]/)
  }
})
