import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { createReader } from '../parsers/reader.ts'
import { assemble } from './assemble.ts'
import { furnishing } from './furnishing.ts'

const exceptions = [
  {
    rule: '',
    route: '/search',
    parameter: 'q',
    client: '',
    reason: 'people search for SQL',
    until: Date.parse('2026-11-21T06:05:00Z'),
  },
]
const lines = Array.from(
  { length: 10 },
  (_, i) =>
    `203.0.113.${i % 3} - - [21/Nov/2026:06:0${i}:20 +0000] "GET /search?q=1%27%20OR%20%271%27=%271 HTTP/1.1" 200 153 "-" "Mozilla/5.0"`,
)
const shipped = await furnishing()

test('exceptions let through until they end, wherever the stream is cut', () => {
  const whole = heard(lines.length)
  assert.equal(whole.findings.slice(0, 5).flat().length, 0)
  assert.ok(whole.findings.slice(5).every((found) => found.includes('sql_injection')))
  assert.ok(whole.hits >= 5)
  for (let cut = 1; cut < lines.length; cut++) assert.deepEqual(heard(cut), whole)
})

function heard(cut: number): { findings: string[][]; hits: number } {
  let engine = assemble({ ...shipped, exceptions })
  const findings = lines.map((line, i) => {
    if (i === cut) engine = assemble({ ...shipped, exceptions }, structuredClone(engine.save()))
    const read = createReader().read(line)
    assert.ok(read && read.kind !== 'unparsed')
    return engine.judge(read).map(({ kind }) => kind)
  })
  return { findings, hits: engine.exceptions[0]!.hits }
}
