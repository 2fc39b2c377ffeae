import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Request } from '../event/request.ts'
import { formats } from './formats.ts'
import { createReader } from './reader.ts'

const rows = formats.filter(({ sample }) => !sample.includes('\n')).map(({ sample }) => sample)
const combined = rows[0]!

test('a mixed file is read line by line', () => {
  const reader = createReader({ source: 'mixed.log' })
  const events = rows.map((line, index) => reader.read(line, index * 100))
  assert.ok(events.every((event) => event !== undefined && event.kind !== 'unparsed'))
  assert.deepEqual(
    events.map((event) => event?.position),
    rows.map((_, index) => index * 100),
  )
  assert.ok(events.every((event) => event?.source === 'mixed.log'))
  assert.equal(reader.counts.parsers.length, rows.length)
})

test('what a line becomes does not depend on the lines before it', () => {
  const lines = [...rows, 'nothing known', '', '{"a":1}']
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 40 }), (order) => {
      const reader = createReader()
      for (const line of order)
        assert.deepEqual(known(reader.read(line)), known(createReader().read(line)))
    }),
    { seed: 4, numRuns: 60 },
  )
})

function known(result: ReturnType<ReturnType<typeof createReader>['read']>) {
  return result?.kind === 'unparsed' ? result.line : result
}

test('saved and loaded at any line, it goes on identically', () => {
  const lines = [
    '#Fields: date time c-ip cs-method cs-uri-stem sc-status',
    '2026-11-21 06:11:02 203.0.113.9 GET /a 200',
    ...rows,
    'odd',
    '2026-11-21 06:11:03 203.0.113.9 GET /b 404',
  ]
  for (let at = 0; at <= lines.length; at++) {
    const whole = createReader()
    const first = createReader()
    const before = lines
      .slice(0, at)
      .map((line) => [known(whole.read(line)), known(first.read(line))])
    const second = createReader({ saved: structuredClone(first.save()) })
    const after = lines.slice(at).map((line) => [known(whole.read(line)), known(second.read(line))])
    for (const [one, other] of [...before, ...after]) assert.deepEqual(other, one)
    assert.deepEqual(second.counts, whole.counts)
  }
})

test('a line that cannot be read says where the closest parser stopped', () => {
  const reader = createReader()
  reader.read(combined)
  const result = reader.read(
    '[21/Nov/2026:06:11:02 +0000] - 304 304 - GET https shop.example "/" [Client nobody!] [Length 1] [Gzip -] [Sent-to x] "a" "b"',
  )
  assert.ok(result?.kind === 'unparsed')
  assert.deepEqual(
    [result.fault.parser, result.fault.field, result.fault.found],
    ['nginx-proxy-manager', 'client', 'nobody!]'],
  )
  assert.equal(reader.counts.unparsed, 1)
})

test('surplus quotes at both ends, doubled quotes inside, carriage returns', () => {
  for (const line of [`"${combined}"`, `"${combined.replaceAll('"', '""')}"`, `${combined}\r`]) {
    const event = createReader().read(line) as Request
    assert.deepEqual(
      [event.kind, event.agent, event.line],
      ['request', 'Mozilla/5.0 (X11; Linux x86_64)', line],
    )
  }
})

test('the envelope gives the server, and the time where the line has none', () => {
  const line =
    'Nov 21 06:11:02 web1 apache2[181]: [core:error] [pid 181] [client 203.0.113.9:4711] AH00128: File does not exist: /srv/x'
  const event = createReader({ year: 2026 }).read(line)
  assert.ok(event?.kind === 'error')
  assert.deepEqual(
    [event.time, event.server, event.client],
    [Date.UTC(2026, 10, 21, 6, 11, 2), 'web1', '203.0.113.9'],
  )
  assert.equal(createReader().read(line)?.kind, 'unparsed')
})

test('envelopes inside envelopes', () => {
  const inner = JSON.stringify({
    log: `<190>Nov 21 06:11:02 web1 nginx: ${combined}\n`,
    stream: 'stdout',
    time: '2026-11-21T06:11:02Z',
  })
  const event = createReader().read(inner)
  assert.ok(event?.kind === 'request')
  assert.equal(event.server, 'web1')
})

test('tables: rows count only behind their header', () => {
  const reader = createReader()
  assert.equal(reader.read('proto,state,dur,sbytes,dbytes,service,label'), undefined)
  const flow = reader.read('udp,INT,0.5,100,20,-,1')
  assert.ok(flow?.kind === 'flow')
  assert.deepEqual(
    [flow.transport, flow.state, flow.duration, flow.bytes, flow.service, flow.columns['label']],
    ['udp', 'INT', 500, 120, '', 1],
  )
  assert.equal(reader.read('udp,INT,0.5')?.kind, 'unparsed')
  assert.equal(createReader().read('udp,INT,0.5,100,20,-,1')?.kind, 'unparsed')
})

test('a series without header is known by its first row, and only there', () => {
  const reader = createReader()
  const metric = reader.read('2026-11-21 06:11:02,4.5')
  assert.ok(metric?.kind === 'metric')
  assert.equal(metric.value, 4.5)
  assert.equal(reader.read('2026-11-21 06:12:02,many')?.kind, 'unparsed')
  const log = createReader()
  log.read(combined)
  assert.equal(log.read('2026-11-21 06:11:02,4.5')?.kind, 'unparsed')
})

test('only the named parser reads', () => {
  const reader = createReader({ parser: 'common' })
  assert.equal(reader.read(combined)?.kind, 'unparsed')
  assert.throws(() => createReader({ parser: 'nosuch' }), /no parser called nosuch/)
})

test('docker compose: the container is the server', () => {
  for (const prefix of ['web-1  | ', 'my_app.web-1 | ']) {
    const event = createReader().read(prefix + combined)
    assert.ok(event?.kind === 'request', prefix)
    assert.equal(event.server, prefix.slice(0, prefix.indexOf(' ')))
    assert.equal(event.line, prefix + combined)
  }
})

test('what stands before a line that could be read is what is wrong', () => {
  for (const prefix of ['foo bar', '2026-11-21 06:11:02,123 INFO', 'pod/web-1 container'])
    for (const isKnown of [false, true]) {
      const reader = createReader()
      if (isKnown) reader.read(combined)
      const result = reader.read(`${prefix} ${combined}`)
      assert.ok(result?.kind === 'unparsed')
      const { parser, field, at, found } = result.fault
      assert.deepEqual([parser, field, at, found], ['combined', 'prefix', 0, prefix])
    }
})

test('ingress-nginx without request number or alternative upstream', () => {
  for (const end of ['[] 10.0.0.7:80 5 0.003 200', '10.0.0.7:80 5 0.003 200', '[] - - - -']) {
    const reader = createReader()
    const event = reader.read(`${combined} 412 0.003 [shop-web-80] ${end}`)
    assert.ok(event?.kind === 'request')
    assert.deepEqual([reader.counts.parsers[0]?.parser, event.duration], ['ingress-nginx', 3])
  }
})
