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

test('many names below one path become a slug, the much used ones stay', () => {
  const enricher = new Enricher()
  for (let i = 0; i < 200; i++) {
    asked(
      enricher,
      `/blog/${'abcdefghij'[i % 10]}-title-${'klmnopqrst'[Math.floor(i / 10) % 10]}${i >= 100 ? 'x' : 'y'}`,
    )
    for (let n = 0; n < 5; n++) asked(enricher, '/blog/archive')
  }
  assert.equal(asked(enricher, '/blog/never-seen-before').route, '/blog/{slug}')
  assert.equal(asked(enricher, '/blog/archive').route, '/blog/archive')
})

test('a scanner neither hides the routes of the site nor fills memory', () => {
  const enricher = new Enricher({ cacheSize: 64 })
  asked(enricher, '/shop/basket')
  const routes = new Set<string>()
  for (let i = 0; i < 20_000; i++)
    routes.add(asked(enricher, `/${(i * 7919).toString(36)}x/${'z'.repeat(i % 300)}`, 404).route)
  assert.ok(routes.size < 60, String(routes.size))
  assert.equal(asked(enricher, '/shop/basket', 500).route, '/shop/basket')
  for (let i = 0; i < 20_000; i++)
    asked(enricher, `/${(i * 7919).toString(36)}q/a/b/c/d/e/f/g`, 200)
  assert.ok(
    JSON.stringify(enricher.save(), (_, v: unknown) => (v instanceof Map ? [...v] : v)).length <
      1e6,
  )
})

test('the answer to a path does not depend on caches or on a restart', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    'shop',
    'x1',
    '17',
    'about',
    'login',
    'img.png',
    'q',
    'r',
    's',
    't',
  )
  const step = fc.tuple(fc.array(part, { maxLength: 4 }), fc.constantFrom(200, 404))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(59), (steps, cut) => {
      const whole = new Enricher({ maxChildren: 3 })
      let parted = new Enricher({ maxChildren: 3, cacheSize: 2 })
      for (const [i, [parts, status]] of steps.entries()) {
        if (i === cut) parted = new Enricher({ maxChildren: 3, cacheSize: 2 }, parted.save())
        const target = `/${parts.join('/')}`
        assert.equal(asked(parted, target, status).route, asked(whole, target, status).route)
      }
      assert.deepEqual(parted.save(), whole.save())
    }),
  )
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
