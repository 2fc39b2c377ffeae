import { strict as assert } from 'node:assert'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { matchesSchema } from './schema.ts'
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

test('a report of a reading that was interrupted says so', async () => {
  const cwd = folder()
  writeFileSync(join(cwd, 'a.log'), Array.from({ length: 20_000 }, (_, i) => line(i)).join(''))
  /** Ctrl-C when the clock is looked at the fifth time: after some of the log. */
  const interrupted = (words: readonly string[]): ReturnType<typeof tripline> => {
    const end = new AbortController()
    let looks = 0
    const now = (): number => {
      if (++looks === 5) end.abort()
      return looks
    }
    return tripline(words, { cwd, interrupt: end.signal, now })
  }
  const { code, err } = await interrupted(['a.log'])
  assert.equal(code, 130)
  assert.match(
    err,
    /Interrupted after [\d,]+ lines \(\d+(?:\.\d+)? ?%\): what follows was not looked at\./,
  )
  const json = await interrupted(['a.log', '--json'])
  const report = JSON.parse(json.out) as { input: { interrupted: boolean; share: number } }
  matchesSchema('look', report)
  assert.equal(report.input.interrupted, true)
  assert.ok(report.input.share > 0 && report.input.share < 1)
  const whole = JSON.parse((await tripline(['a.log', '--json'], { cwd })).out) as typeof report
  assert.deepEqual([whole.input.interrupted, whole.input.share], [false, 1])
})
