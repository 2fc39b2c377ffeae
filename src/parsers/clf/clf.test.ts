import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { Request } from '../../event/request.ts'
import combinedVhost from '../formats/combined-vhost.ts'
import combined from '../formats/combined.ts'
import common from '../formats/common.ts'
import ingressNginx from '../formats/ingress-nginx.ts'
import traefik from '../formats/traefik.ts'

const head = '203.0.113.9 - - [21/Nov/2026:06:11:02 +0000]'
const time = Date.UTC(2026, 10, 21, 6, 11, 2)

function read(line: string): Request {
  const event = combined.parse(line)
  assert.ok(event?.kind === 'request', line)
  return event
}

function request(quoted: string): Request {
  return read(`${head} "${quoted}" 400 150 "-" "-"`)
}

test('every field of a combined line', () => {
  const event = read(
    '2001:db8::7 - ana [21/Nov/2026:08:11:02 +0200] "POST /login?next=%2F HTTP/2.0" 302 0 "https://shop.example/" "curl/8.5.0"',
  )
  assert.deepEqual(
    Object.assign({}, event, { line: '' }),
    Object.assign({}, event, {
      kind: 'request',
      time,
      client: '2001:db8::7',
      peer: '2001:db8::7',
      user: 'ana',
      method: 'POST',
      target: '/login?next=%2F',
      protocol: 'HTTP/2.0',
      status: 302,
      bytes: 0,
      duration: -1,
      referrer: 'https://shop.example/',
      agent: 'curl/8.5.0',
      line: '',
    }),
  )
})

test('a target with spaces and quotes is read', () => {
  assert.equal(request("GET /admin' OR '1'='1 HTTP/1.1").target, "/admin' OR '1'='1")
  assert.equal(request('GET /a"b" c HTTP/1.1').target, '/a"b" c')
  assert.equal(request('GET /a?q=" 200 5 x HTTP/1.1').target, '/a?q=" 200 5 x')
  assert.equal(request('GET /a\\" 200 5 \\"-\\" \\"x HTTP/1.1').target, '/a" 200 5 "-" "x')
})

test('what servers escape comes back as the bytes that were sent', () => {
  assert.equal(request('GET /\\x22\\xE9\\x5C HTTP/1.1').target, '/"\xe9\\')
  assert.equal(request('GET /\\\\x41\\n\\t\\q HTTP/1.1').target, '/\\x41\n\t\\q')
  assert.equal(read(`${head} "GET / HTTP/1.1" 200 5 "a\\"b" "c\\x22d"`).agent, 'c"d')
})

test('requests that are none', () => {
  for (const [quoted, method, target, protocol] of [
    ['-', '', '', ''],
    ['', '', '', ''],
    ['\\x16\\x03\\x01\\x01 \\x02', '', '\x16\x03\x01\x01 \x02', ''],
    ['GET /', 'GET', '/', ''],
    ['HELP', '', 'HELP', ''],
    ["lv|'|x=|Win XP", '', "lv|'|x=|Win XP", ''],
    ['CONNECT shop.example:443 HTTP/1.1', 'CONNECT', 'shop.example:443', 'HTTP/1.1'],
    ['GET http://shop.example/a HTTP/1.1', 'GET', 'http://shop.example/a', 'HTTP/1.1'],
    ['OPTIONS * HTTP/1.0', 'OPTIONS', '*', 'HTTP/1.0'],
    ['GET  HTTP/1.1', 'GET', '', 'HTTP/1.1'],
    ['PRI * HTTP/2.0', 'PRI', '*', 'HTTP/2.0'],
  ] as const) {
    const event = request(quoted)
    assert.deepEqual(
      [event.method, event.target, event.protocol],
      [method, target, protocol],
      quoted,
    )
  }
})

test('a forged quote in an agent moves no field', () => {
  const forged = `${head} "GET / HTTP/1.1" 404 10 "-" "x HTTP/1.1" 200 5 "-" "y"`
  assert.equal(combined.parse(forged), undefined)
  assert.equal(combined.fault(forged).field, 'request')
  const escaped = read(`${head} "GET / HTTP/1.1" 404 10 "-" "x\\" 200 5 \\"-\\" \\"y"`)
  assert.equal(escaped.status, 404)
  assert.equal(escaped.agent, 'x" 200 5 "-" "y')
})

test('a forged time in a user name moves no field', () => {
  const event = read(
    '203.0.113.9 - a [01/Jan/2000:00:00:00 +0000] b [21/Nov/2026:06:11:02 +0000] "GET / HTTP/1.1" 200 5 "-" "-"',
  )
  assert.equal(event.time, time)
  assert.equal(event.user, 'a [01/Jan/2000:00:00:00 +0000] b')
})

test('clients: zones, names, sockets, a missing ident', () => {
  for (const client of ['fe80::1%eth0', 'host.example', 'unix:', '::1'])
    assert.equal(
      read(`${client} - - [21/Nov/2026:06:11:02 +0000] "GET / HTTP/1.1" 200 5 "-" "-"`).client,
      client,
    )
  assert.equal(
    read('203.0.113.9 - [21/Nov/2026:06:11:02 +0000] "GET / HTTP/1.1" 200 5 "-" "-"').user,
    '',
  )
  assert.equal(
    combined.parse('a"b - - [21/Nov/2026:06:11:02 +0000] "GET / HTTP/1.1" 200 5 "-" "-"'),
    undefined,
  )
})

test('fields behind the agent are used where they are clear', () => {
  const more = read(`${head} "GET / HTTP/1.1" 200 5 "-" "x" "198.51.100.7, 10.0.0.1" 0.012 0.010`)
  assert.equal(more.forwarded, '198.51.100.7, 10.0.0.1')
  assert.equal(more.duration, 12)
  const named = read(`${head} "GET / HTTP/1.1" 200 5 "-" "x" rt=1.5 urt="0.2"`)
  assert.equal(named.duration, 1500)
  const unclear = read(`${head} "GET / HTTP/1.1" 200 5 "-" "x" "-" 4711 "words"`)
  assert.deepEqual([unclear.forwarded, unclear.duration], ['', -1])
})

test('common, virtual hosts, Traefik and ingress-nginx keep apart', () => {
  const line = `${head} "GET / HTTP/1.1" 304 -`
  assert.equal((common.parse(line) as Request).bytes, 0)
  assert.equal(combined.parse(line), undefined)
  const vhost = combinedVhost.parse(`shop.example:443 ${line}`) as Request
  assert.deepEqual([vhost.host, vhost.client], ['shop.example', '203.0.113.9'])
  assert.equal((traefik.parse(traefik.sample) as Request).duration, 12)
  assert.equal((ingressNginx.parse(ingressNginx.sample) as Request).duration, 3)
  assert.equal(combined.parse(traefik.sample) ?? combined.parse(ingressNginx.sample), undefined)
  const unanswered = traefik.sample.replace(' 200 352 ', ' - - ')
  assert.deepEqual(
    [(traefik.parse(unanswered) as Request).status, (traefik.parse(unanswered) as Request).bytes],
    [0, -1],
  )
})

function field(line: string): string {
  return combined.fault(line).field
}

test('a fault names the field where reading stops', () => {
  assert.equal(field('"x" - -'), 'client')
  assert.equal(field('203.0.113.9 - - 2026'), 'time')
  assert.equal(
    field('203.0.113.9 - - [21/Foo/2026:06:11:02 +0000] "GET / HTTP/1.1" 200 5 "-" "-"'),
    'time',
  )
  assert.equal(field(`${head} GET /`), 'request')
  assert.equal(field(`${head} "GET / HTTP/1.1" abc 5 "-" "-"`), 'status')
  assert.equal(field(`${head} "GET / HTTP/1.1" 200 many "-" "-"`), 'bytes')
  assert.equal(field(`${head} "GET / HTTP/1.1" 200 5`), 'referrer')
})
