import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Request } from '../event/request.ts'
import { requests } from '../traffic/generate.ts'
import { Enricher } from './enricher.ts'

interface Ask {
  readonly target: string
  readonly status?: number
  readonly method?: string
  readonly host?: string
  /** Number of the client; each has a network of its own. */
  readonly by?: number
  /** Seconds. */
  readonly at?: number
}

function ask(enricher: Enricher, { target, by = 0, at = 0, ...rest }: Ask): string {
  const request = new Request()
  const client = `203.${by >> 8}.${by & 255}.9`
  Object.assign(request, { status: 200, method: 'GET', ...rest, target, time: at * 1000 })
  request.peer = request.client = client
  enricher.enrich(request)
  return request.route
}

const sections = ['/search', '/login', '/cart', '/imprint', '/account/orders']

/** People who use the sections of a small site. */
function settled(options: ConstructorParameters<typeof Enricher>[0] = {}): Enricher {
  const enricher = new Enricher(options)
  for (let i = 0; i < 100; i++)
    for (const target of sections)
      ask(enricher, { target, by: i % 30, method: target === '/login' ? 'POST' : 'GET' })
  return enricher
}

function assertKept(enricher: Enricher): void {
  for (const target of sections) assert.equal(ask(enricher, { target, status: 500 }), target)
}

for (const hosts of [undefined, ['shop.example']])
  test(`a generated shop on ${hosts ? 'one host' : 'three hosts'} gets the routes a person would draw`, () => {
    const enricher = new Enricher()
    const late = new Set<string>()
    const options = { minutes: 180, rate: 300, campaigns: 'all' as const, ...(hosts && { hosts }) }
    const start = Date.UTC(2026, 10, 21, 12)
    for (const hit of requests({ ...options, start })) {
      const event = Object.assign(new Request(), hit, { peer: hit.client, agent: '' })
      enricher.enrich(event)
      const isLate = hit.time > start + 120 * 60_000
      if (isLate && hit.status < 300 && hit.label.campaign === '') late.add(event.route)
    }
    for (const route of ['/', '/search', '/login', '/cart', '/checkout', '/account/orders'])
      assert.ok(late.has(route), route)
    for (const route of ['/product/{slug}', '/category/bags', '/order/{uuid}/thanks'])
      assert.ok(late.has(route), route)
    assert.ok(!late.has('/{slug}') && ![...late].some((route) => /-\d{4}$/.test(route)))
    assert.ok(late.size < 90, String(late.size))
  })

test('many names below one path become a slug, the much used ones stay', () => {
  const enricher = new Enricher()
  for (let i = 0; i < 400; i++) {
    const title = `${'abcdefghij'[i % 10]}-title-${'klmnopqrst'[Math.floor(i / 10) % 10]}-${'uvwx'[i & 3]}`
    ask(enricher, { target: `/blog/${title}`, by: i })
    ask(enricher, { target: '/blog/archive', by: i })
  }
  assert.equal(ask(enricher, { target: '/blog/never-seen-before' }), '/blog/{slug}')
  assert.equal(ask(enricher, { target: '/blog/a-title-k-u' }), '/blog/{slug}')
  assert.equal(ask(enricher, { target: '/blog/archive' }), '/blog/archive')
})

test('a crawler or attacker who is answered well for any path hides no section', () => {
  const enricher = settled()
  for (let i = 0; i < 20_000; i++)
    ask(enricher, { target: `/${(i * 7919).toString(36)}q`, by: 999, at: i / 10 })
  assertKept(enricher)
})

test('nor do many attackers together', () => {
  const enricher = settled()
  for (let i = 0; i < 20_000; i++)
    ask(enricher, { target: `/${(i * 7919).toString(36)}q/a`, by: 1000 + (i % 500), at: i / 10 })
  assertKept(enricher)
})

test('a section is learned although guesses came first', () => {
  const enricher = new Enricher()
  for (let i = 0; i < 300; i++) ask(enricher, { target: `/${(i * 7919).toString(36)}q`, by: 999 })
  for (let i = 0; i < 30; i++) for (const target of sections) ask(enricher, { target, by: i })
  assertKept(enricher)
})

test('a scanner neither hides the routes of the site nor fills memory', () => {
  const enricher = new Enricher({ cacheSize: 64 })
  ask(enricher, { target: '/shop/basket' })
  const routes = new Set<string>()
  for (let i = 0; i < 20_000; i++) {
    const target = `/${(i * 7919).toString(36)}x/${'z'.repeat(i % 300)}`
    routes.add(ask(enricher, { target, status: 404 }))
  }
  assert.ok(routes.size < 60, String(routes.size))
  assert.equal(ask(enricher, { target: '/shop/basket', status: 500 }), '/shop/basket')
  for (let i = 0; i < 20_000; i++)
    ask(enricher, { target: `/${(i * 7919).toString(36)}q/a/b/c/d/e/f/g`, by: i & 255 })
  assert.ok(sizeOf(enricher) < 1e6)
})

function sizeOf(enricher: Enricher): number {
  return JSON.stringify(enricher.save(), (_, v: unknown) => (v instanceof Map ? [...v] : v)).length
}

test('hosts have routes of their own once they are used; made-up hosts share', () => {
  const enricher = new Enricher({ maxChildren: 4 })
  for (let i = 0; i < 200; i++) {
    ask(enricher, { target: `/title-${'abcdefghij'[i % 10]}-x`, host: 'blog.example', by: i })
    ask(enricher, { target: '/search', host: 'shop.example', by: i })
  }
  assert.equal(ask(enricher, { target: '/title-q-x', host: 'blog.example' }), '/{slug}')
  assert.equal(ask(enricher, { target: '/search', host: 'shop.example' }), '/search')
  for (let i = 0; i < 5000; i++)
    ask(enricher, { target: '/x', host: `${i}.example`, by: 999, at: i })
  assert.equal(enricher.save().sites.sites.length, 3)
  for (let i = 0; i < 5000; i++)
    ask(enricher, { target: '/y', host: `${i % 400}.example`, by: i, at: i })
  assert.ok(enricher.save().sites.sites.length <= 257)
})

const part = fc.constantFrom('a', 'b', 'shop', 'x-y-z', '17', 'about', 'login', 'i.png', 'q', 'r')
const step: fc.Arbitrary<Ask> = fc.record({
  target: fc.array(part, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
  status: fc.constantFrom(200, 200, 200, 404, 301),
  method: fc.constantFrom('GET', 'POST'),
  host: fc.constantFrom('', 'one.example', 'two.example'),
  by: fc.nat(5),
  at: fc.nat(3000),
})

test('routes do not depend on the size of caches, nor on a restart', () => {
  const sizes = fc.constantFrom(1, 2, 8, 1000)
  fc.assert(
    fc.property(
      fc.array(step, { size: 'max', minLength: 100, maxLength: 300 }),
      sizes,
      (steps, cacheSize) => {
        const whole = new Enricher({ maxChildren: 2 })
        let parted = new Enricher({ maxChildren: 2, cacheSize })
        for (const [i, one] of steps.entries()) {
          if (i === 80) parted = new Enricher({ maxChildren: 2, cacheSize }, parted.save())
          assert.equal(ask(parted, one), ask(whole, one))
        }
        assert.deepEqual(parted.save(), whole.save())
      },
    ),
    { numRuns: 60 },
  )
})
