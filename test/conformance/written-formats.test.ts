import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { createReader } from '../../src/parsers/reader.ts'
import { formatCalled, formatNames } from '../../src/traffic/formats/formats.ts'
import { Hit, ordinaryLabel } from '../../src/traffic/hit.ts'

const forged = '/?q=" 200 5 "-" "x'
const targets = [
  '/',
  '/search?q=a&page=2',
  "/admin' OR '1'='1",
  '/a"b\\c',
  '/%00%2e%2e/\\x41',
  '/caf\xc3\xa9?x=\xf0\x9f\x98\x80',
  forged,
]
const agents = [
  'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101',
  '',
  'say "hi" \\ there',
  '" 200 5 "-" "',
]
/** W3C logs write spaces of agents as + and have no way back; load balancers write spaces in targets encoded. */
const lossy = new Set(['iis', 'w3c', 'cloudfront', 'alb', 'google-load-balancer'])

function hits(): Hit[] {
  return targets.flatMap((target, index) =>
    agents.map((agent, other) => {
      const hit = new Hit(ordinaryLabel('customer'))
      hit.time = Date.UTC(2026, 10, 21, 6, 11, 2) + index * 60_000 + other * 1000
      hit.client = other % 2 === 0 ? '203.0.113.9' : '2001:db8::7'
      hit.port = 40_000 + index
      hit.country = 'DE'
      hit.host = 'shop.example'
      hit.server = 'web1'
      hit.method = index % 3 === 0 ? 'GET' : 'POST'
      hit.target = target
      hit.status = 200 + index
      hit.bytes = 100 * index
      hit.sent = 300
      hit.duration = 12.5
      hit.agent = agent
      hit.number = index * 10 + other + 1
      return hit
    }),
  )
}

for (const name of formatNames)
  test(`${name}: what is written is found and read without being told`, () => {
    const format = formatCalled(name)
    const reader = createReader()
    for (const line of format.header) assert.equal(reader.read(line), undefined, line)
    for (const hit of hits()) {
      // Traefik writes quotes as they are: a forged end of the request leaves two ways to read the line.
      if (name === 'traefik-clf' && hit.target === forged) continue
      const line = format.write(hit)
      const event = reader.read(line)
      assert.ok(
        event?.kind === 'request',
        event?.kind === 'unparsed' ? JSON.stringify([line, event.fault]) : line,
      )
      assert.ok(Math.abs(event.time - hit.time) < 1001, line)
      assert.equal(event.status, hit.status)
      assert.equal(event.method, hit.method, line)
      assert.equal(event.client, hit.client, line)
      const hasTarget = event.target !== '' && !lossy.has(name)
      if (hasTarget) assert.equal(event.target, hit.target, line)
      if (event.agent !== '' && !lossy.has(name)) assert.equal(event.agent, hit.agent, line)
    }
    assert.equal(reader.counts.parsers.length, 1, JSON.stringify(reader.counts))
  })
