import { strict as assert } from 'node:assert'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folder, tripline } from './tripline.ts'

const begin = Date.UTC(2026, 10, 21, 6)

/** A line of one of many visitors; three come in a second. */
function line(number: number): string {
  const time = new Date(begin + (number * 1000) / 3).toISOString().slice(11, 19)
  const visitor = `198.51.${number % 100}.${number % 250}`
  return `shop.example:443 ${visitor} - - [21/Nov/2026:${time} +0000] "GET / HTTP/1.1" 200 512 "-" "Mozilla/5.0"\n`
}

test('a source that falls silent is told while nothing comes', { timeout: 20_000 }, async () => {
  const cwd = folder()
  const path = join(cwd, 'grow.log')
  const lines = Array.from({ length: 5400 }, (_, i) => line(i))
  writeFileSync(path, lines.slice(0, 5000).join(''))
  const end = new AbortController()
  // The clock stands while lines come; then each look at it finds it five minutes later.
  let minutes = 0
  let isSilent = false
  setTimeout(() => {
    appendFileSync(path, lines.slice(5000).join(''))
    setTimeout(() => (isSilent = true), 700)
  }, 700)
  const { code, out, err } = await tripline(['grow.log', '--follow'], {
    cwd,
    interrupt: end.signal,
    now: () => (isSilent ? (minutes += 5) * 60_000 : 0),
    heard: (out) => {
      if (out.includes('silence')) end.abort()
    },
  })
  assert.equal(code, 130)
  assert.match(out, /source silence/)
  assert.match(err, /5,400 lines/)
})
