import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import type { Event } from '../event/event.ts'
import { createReader } from '../parsers/reader.ts'
import { assemble } from './assemble.ts'
import { furnishing } from './furnishing.ts'

const nginx = (request: string): string =>
  `2026/11/21 06:11:02 [error] 31#31: *46 open() "/srv/www/x" failed (2: No such file or directory), client: 203.0.113.9, server: shop.example, request: "${request}", host: "shop.example"`
const access = (request: string): string =>
  `203.0.113.9 - - [21/Nov/2026:06:11:02 +0000] "${request}" 404 153 "-" "Mozilla/5.0"`
const apache =
  '[Sat Nov 21 06:11:02.880562 2026] [core:error] [pid 10:tid 140] [client 203.0.113.9:50229] AH00126: Invalid URI in request GET /../../../etc/passwd HTTP/1.1'

const shipped = await furnishing()

function judged(lines: readonly string[]): { events: Event[]; kinds: string[][] } {
  const engine = assemble(shipped)
  const events: Event[] = []
  const kinds = lines.map((line) => {
    const read = createReader().read(line)
    assert.ok(read && read.kind !== 'unparsed', line)
    events.push(read)
    return engine.judge(read).map(({ kind }) => kind)
  })
  return { events, kinds }
}

describe('requests in error logs', () => {
  test('their client, network and route are known', () => {
    const { events } = judged([nginx('GET /shop/7?x=1 HTTP/1.1')])
    const [event] = events
    assert.ok(event?.kind === 'error')
    assert.deepEqual(
      [event.client, event.network, event.route],
      ['203.0.113.9', '203.0.113.0/24', '/shop/{n}'],
    )
  })

  test('what their target holds is found, by nginx and by Apache', () => {
    const injection = 'GET /product?id=1%27%20OR%20%271%27=%271 HTTP/1.1'
    assert.ok(judged([nginx(injection)]).kinds[0]!.includes('sql_injection'))
    assert.ok(judged([apache]).kinds[0]!.includes('path_traversal'))
    assert.deepEqual(judged([nginx('GET /product?id=1 HTTP/1.1')]).kinds, [[]])
  })

  test('rules that look at what an error log does not tell stay silent', () => {
    for (const target of ['/', '/index.html', '/wp-login.php', '/robots.txt', '/a?b=c'])
      assert.deepEqual(judged([nginx(`GET ${target} HTTP/1.1`)]).kinds[0], [], target)
  })

  test('they are counted by the access log alone', () => {
    const lines = (n: number): string[] =>
      Array.from({ length: 400 }, (_, i) => access(`GET /none-${i % n} HTTP/1.1`))
    const doubled = lines(200).flatMap((line, i) => [line, nginx(`GET /none-${i % 200} HTTP/1.1`)])
    const kindsOf = (all: readonly string[]): Set<string> => new Set(judged(all).kinds.flat())
    assert.deepEqual(kindsOf(doubled), kindsOf(lines(200)))
    const errors = doubled.filter((line) => line.startsWith('2026'))
    assert.deepEqual(kindsOf(errors), new Set())
  })
})
