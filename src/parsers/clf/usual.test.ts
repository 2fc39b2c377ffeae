import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Page } from '../../contract/page.ts'
import combined from '../formats/combined.ts'
import { readUsual } from './usual.ts'

const usual =
  '203.0.113.9 - - [21/Nov/2026:06:11:02 +0000] "GET /product?id=7 HTTP/1.1" 200 5120 "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64)"'

function pageOf(line: string): Page {
  const text = `before "\\\n${line}\n1 - - [x] "after"\n`
  const page = new Page(text, Buffer.from(text, 'latin1'))
  page.at = text.indexOf('\n') + 1
  return page
}

function isSame(line: string): void {
  assert.deepEqual(combined.parse(line, pageOf(line)), combined.parse(line), JSON.stringify(line))
}

test('the usual lines are read from the page', () => {
  for (const line of [
    usual,
    usual.replace('GET', 'POST'),
    usual.replace('5120', '-'),
    `${usual} "-"`,
    usual.replace('HTTP/1.1', 'HTTP/2.0'),
  ])
    assert.ok(readUsual(line, pageOf(line)), line)
})

const parts = fc.tuple(
  fc.constantFrom('203.0.113.9', '::1', 'a"b', '', 'host', '1.2.3.4,5', '20'),
  fc.constantFrom(' - - [', ' - ana [', ' x - [', ' - [', '- - ['),
  fc.constantFrom('21/Nov/2026', '31/Feb/2026', '21/Foo/2026', '17/May/2015'),
  fc.constantFrom(':06:11:02', ':24:00:00', ':23:59:60', ':6:11:02'),
  fc.constantFrom(' +0000] "', ' -0930] "', ' 0000] "', '.123 +0000] "', '] "', ' +9900] "'),
  fc.constantFrom(
    'GET / HTTP/1.1',
    'GET /',
    '-',
    '',
    'HEAD /a HTTP/2.0',
    'GET  HTTP/1.1',
    'PUT /"b" HTTP/1.0',
    'x',
  ),
  fc.constantFrom(
    '" 200 5 "',
    '" 000 5 "',
    '" - - "',
    '" 200 - "',
    '" 20 5 "',
    '" 200 1234567890123456 "',
    '" 200 5',
  ),
  fc.constantFrom('-', '', 'https://a/', 'a"b', '\\x22', '" "'),
  fc.constantFrom('" "', '"  "', '"', ' '),
  fc.constantFrom(
    '-"',
    '"',
    'curl/8.5.0"',
    'cut off',
    'é\xe9"',
    'x" "-"',
    'x" "1.2.3.4"',
    'x" 1 2 "y"',
    'x" ',
  ),
)

test('what is read from a page is what is read from the line', () => {
  fc.assert(
    fc.property(parts, (pieces) => isSame(pieces.join(''))),
    { seed: 6, numRuns: 3000 },
  )
})

test('the same with any character replaced, left out or doubled', () => {
  for (let at = 0; at <= usual.length; at++)
    for (const other of ['', '"', ' ', '\\', '-', '[', '0', '\xff'])
      isSame(usual.slice(0, at) + other + usual.slice(at + 1))
  for (let at = 0; at < usual.length; at++) {
    isSame(usual.slice(0, at))
    isSame(usual.slice(0, at) + usual.slice(at - 1))
  }
})
