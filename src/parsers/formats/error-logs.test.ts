import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { ServerError } from '../../event/event.ts'
import apacheError from './apache-error.ts'
import haproxy from './haproxy.ts'
import nginxError from './nginx-error.ts'

const head = '2026/11/21 06:11:02 [error] 31#31: *46 '

function nginx(message: string): ServerError | undefined {
  return nginxError.parse(head + message) as ServerError | undefined
}

test('an nginx error with all its parts', () => {
  const event = nginx(
    'open() "/srv/.env" failed (2: No such file), client: ::1, server: _, request: "GET /.env HTTP/1.1", upstream: "http://10.0.0.1/", host: "shop.example", referrer: "https://a/"',
  )
  assert.deepEqual(
    [
      event?.client,
      event?.server,
      event?.method,
      event?.target,
      event?.host,
      event?.level,
      event?.reason,
    ],
    [
      '::1',
      '_',
      'GET',
      '/.env',
      'shop.example',
      'error',
      'open() "/srv/.env" failed (2: No such file)',
    ],
  )
})

test('nginx errors without request or client', () => {
  assert.equal(
    nginx(
      'SSL_do_handshake() failed while SSL handshaking, client: 203.0.113.9, server: 0.0.0.0:443',
    )?.client,
    '203.0.113.9',
  )
  assert.equal(nginx('signal process started')?.client, '')
})

test('a client forged into a user name or a request is not believed', () => {
  const user = nginx(
    'user "x": password mismatch, client: 127.0.0.1, server: t, request: "GET / HTTP/1.1", host: "l"": was not found, client: 203.0.113.9, server: , request: "GET / HTTP/1.1", host: "l"',
  )
  assert.equal(user?.client, '203.0.113.9')
  const request = nginx(
    'open() failed, client: 203.0.113.9, server: s, request: "GET /x, client: 6.6.6.6, server: s, request: "GET / HTTP/1.1", host: "l"',
  )
  assert.equal(request, undefined)
})

function apache(line: string): ServerError {
  return apacheError.parse(line) as ServerError
}

test('Apache errors of 2.2 and 2.4', () => {
  const old = apache(
    '[Sat Nov 21 06:11:02 2026] [error] [client 2001:db8::80] File does not exist: /srv/[client 6.6.6.6] x',
  )
  assert.deepEqual(
    [old.client, old.level, old.reason],
    ['2001:db8::80', 'error', 'File does not exist: /srv/[client 6.6.6.6] x'],
  )
  const odd = apache(
    '[Sat Nov 21 06:11:02.250 2026] [ssl:info] [pid 1:tid 1] (70014)End of file found: [client 192.0.2.1:17036] AH02006: stopped',
  )
  assert.deepEqual(
    [odd.client, odd.time, odd.reason],
    [
      '192.0.2.1',
      Date.UTC(2026, 10, 21, 6, 11, 2, 250),
      '(70014)End of file found: AH02006: stopped',
    ],
  )
  assert.equal(apache(apacheError.sample).reason, 'AH01618: user ana not found: /admin')
})

test('Apache errors that quote the request give its method and target', () => {
  const head = '[Sat Nov 21 06:11:02 2026] [core:error] [pid 1] [client 192.0.2.1:1] '
  for (const [message, method, target] of [
    ['AH00126: Invalid URI in request GET /../../etc/passwd HTTP/1.1', 'GET', '/../../etc/passwd'],
    ['AH00127: Cannot map GET /a%00b HTTP/1.1 to file', 'GET', '/a%00b'],
    ['Invalid method in request PROBE /x HTTP/1.0', 'PROBE', '/x'],
    ['AH01618: user GET /admin HTTP/1.1 not found: /', '', ''],
  ] as const) {
    const event = apache(head + message)
    assert.deepEqual([event.method, event.target], [method, target], message)
  }
})

test('HAProxy: bad requests, escaped bytes, connection errors', () => {
  const bad = haproxy.parse(
    '203.0.113.9:1 [21/Nov/2026:06:11:02.655] in in/<NOSRV> -1/-1/-1/-1/30 400 +187 - - PR-- 1/1/0/0/0 0/0 "<BADREQ>"',
  )
  assert.ok(bad?.kind === 'request')
  assert.deepEqual(
    [bad.status, bad.bytes, bad.duration, bad.note, bad.target],
    [400, 187, 30, 'PR--', '<BADREQ>'],
  )
  const escaped = haproxy.parse(haproxy.sample.replace('/index.html', '/#22#23'))
  assert.ok(escaped?.kind === 'request')
  assert.equal(escaped.target, '/"#')
  const error = haproxy.parse(
    '203.0.113.9:50033 [21/Nov/2026:06:11:02.123] front/back: SSL handshake failure',
  )
  assert.ok(error?.kind === 'error')
  assert.deepEqual([error.client, error.reason], ['203.0.113.9', 'SSL handshake failure'])
})
