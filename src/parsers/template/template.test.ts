import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import type { Request } from '../../event/request.ts'
import { fromApache } from './apache.ts'
import { fromNginx } from './nginx.ts'

const time = Date.UTC(2026, 10, 21, 6, 11, 2)

test('an nginx log_format', () => {
  const parser = fromNginx(
    `'$remote_addr - $remote_user [$time_local] $host "$request" ' '$status $body_bytes_sent $request_time "$http_user_agent" $http_x_forwarded_for'`,
    'mine',
  )
  const event = parser.parse(
    '203.0.113.9 - a b [21/Nov/2026:06:11:02 +0000] shop.example "GET /\\x22 x HTTP/1.1" 200 5 0.120 "c d" 198.51.100.7, 10.0.0.1',
  ) as Request
  assert.deepEqual(
    [
      event.client,
      event.user,
      event.time,
      event.host,
      event.target,
      event.status,
      event.bytes,
      event.duration,
      event.agent,
      event.forwarded,
    ],
    [
      '203.0.113.9',
      'a b',
      time,
      'shop.example',
      '/" x',
      200,
      5,
      120,
      'c d',
      '198.51.100.7, 10.0.0.1',
    ],
  )
  assert.equal(parser.name, 'mine')
})

test('times, paths and queries under their other names', () => {
  const parser = fromNginx('$msec|$request_method|$uri|$args|$status|$remote_addr')
  const event = parser.parse('1795241462.000|GET|/a|b=1|200|::1') as Request
  assert.deepEqual([event.time, event.target, event.client], [time, '/a?b=1', '::1'])
  const iso = fromNginx('$time_iso8601 ${request_method} $request_uri').parse(
    '2026-11-21T06:11:02+00:00 GET /x y',
  ) as Request
  assert.deepEqual([iso.time, iso.target], [time, '/x y'])
})

test('a log_format that writes JSON', () => {
  const parser = fromNginx(
    'escape=json \'{"t":"$time_iso8601","ip":"$remote_addr","r":"$request","s":$status,"d":$request_time}\'',
  )
  const event = parser.parse(
    '{"t":"2026-11-21T06:11:02Z","ip":"203.0.113.9","r":"GET /\\"x HTTP/1.1","s":404,"d":0.5}',
  ) as Request
  assert.deepEqual(
    [event.client, event.target, event.status, event.duration],
    ['203.0.113.9', '/"x', 404, 500],
  )
})

test('an Apache LogFormat', () => {
  const parser = fromApache(
    'LogFormat "%v:%p %h %l %u %t \\"%r\\" %>s %b %D \\"%{Referer}i\\" \\"%{User-Agent}i\\" %{X-Forwarded-For}i" mine',
  )
  const event = parser.parse(
    'shop.example:443 203.0.113.9 - ana [21/Nov/2026:06:11:02 +0000] "GET /a\\"b HTTP/1.1" 304 - 1500 "-" "x\\\\y" -',
  ) as Request
  assert.deepEqual(
    [
      event.host,
      event.client,
      event.user,
      event.time,
      event.target,
      event.status,
      event.bytes,
      event.duration,
      event.agent,
    ],
    ['shop.example', '203.0.113.9', 'ana', time, '/a"b', 304, 0, 1.5, 'x\\y'],
  )
})

test('Apache times put together from parts', () => {
  const parser = fromApache(
    '%a [%{%d/%b/%Y:%H:%M:%S}t.%{msec_frac}t %{%z}t] "%m %U%q %H" %s %{ms}T %%',
  )
  const event = parser.parse(
    '203.0.113.9 [21/Nov/2026:06:11:02.250 +0000] "GET /a?b HTTP/1.1" 200 12 %',
  ) as Request
  assert.deepEqual(
    [event.time, event.method, event.target, event.protocol, event.duration],
    [time + 250, 'GET', '/a?b', 'HTTP/1.1', 12],
  )
})

test('a fault names the variable', () => {
  const parser = fromNginx('$remote_addr [$time_local] "$request" $status')
  assert.equal(parser.parse('203.0.113.9 [yesterday] "GET / HTTP/1.1" 200'), undefined)
  assert.deepEqual(
    { ...parser.fault('203.0.113.9 [yesterday] "GET / HTTP/1.1" 200') },
    {
      parser: 'nginx-format',
      field: 'time',
      number: 2,
      expected: 'a time',
      at: 13,
      found: 'yesterday]',
    },
  )
})

test('a line made to be slow is given up', () => {
  const parser = fromNginx('$http_a $http_b $http_c $http_d $http_e [$time_local]')
  assert.equal(parser.parse('x '.repeat(20_000)), undefined)
})
