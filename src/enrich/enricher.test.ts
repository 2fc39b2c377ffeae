import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Flow } from '../event/event.ts'
import { Request } from '../event/request.ts'
import { Enricher } from './enricher.ts'

function asked(enricher: Enricher, target: string, status = 200): Request {
  const request = new Request()
  request.peer = request.client = '203.0.113.9'
  request.target = target
  request.status = status
  enricher.enrich(request)
  return request
}

test('values in a path become what they are', () => {
  const enricher = new Enricher()
  const routes: Record<string, string> = {
    '/': '/',
    '/user/17/edit?x=1': '/user/{n}/edit',
    '//user///18/': '/user/{n}',
    '/o/8b2f3c7a-1111-4222-8333-abcdefabcdef': '/o/{uuid}',
    '/c/da39a3ee5e6b4b0d3255bfef95601890afd80709': '/c/{hash}',
    '/c/9fceb02': '/c/{hash}',
    '/log/2026-11-21': '/log/{date}',
    '/u/someone.else@example.org': '/u/{email}',
    '/t/eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9': '/t/{token}',
    '/static/js/app.3f2a1b.js?v=2': '/static/js/{file}.js',
    '/post-12345': '/post-{n}',
    '/products/1047.html': '/products/{n}.html',
    '/a/basket;jsessionid=11AA22BB': '/a/basket',
    'http://shop.example/user/3?a=b': '/user/{n}',
    'http://shop.example': '/',
    '*': '*',
    'shop.example:443': '{other}',
    '/{n}': '/{other}',
  }
  for (const [target, route] of Object.entries(routes))
    assert.equal(asked(enricher, target).route, route, target)
  for (const word of ['/dashboard', '/functions', '/decade', '/face', '/v2/login.php'])
    assert.equal(asked(enricher, word).route, word)
})

test('areas', () => {
  const enricher = new Enricher()
  assert.equal(asked(enricher, '/a/logo.PNG?x').area, 'static')
  assert.equal(asked(enricher, '/api/v1/users').area, 'api')
  assert.equal(asked(enricher, '/data/list.json').area, 'api')
  assert.equal(asked(enricher, '/sitemap.xml').area, 'page')
  assert.equal(asked(enricher, '/login.php').area, 'page')
})

test('any bytes are taken; other kinds of events get their client', () => {
  const enricher = new Enricher({ trustedProxies: ['private', 'cloudflare'] })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (raw) => {
      const request = new Request()
      const text = Buffer.from(raw).toString('latin1')
      Object.assign(request, { peer: '10.0.0.1', forwarded: text, target: text, agent: text })
      enricher.enrich(request)
      assert.ok(request.route.length < 300 && request.family.length <= 32)
    }),
  )
  const flow = new Flow()
  flow.client = '::ffff:198.51.100.4'
  enricher.enrich(flow)
  assert.equal(flow.client, '198.51.100.4')
})
