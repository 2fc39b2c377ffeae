import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { LiveClock } from './live-clock.ts'

test('time passes from the last line of a backlog on', () => {
  const clock = new LiveClock()
  assert.equal(clock.wait(0), undefined)
  for (const time of [1_000_000, 1_500_000]) clock.see(time)
  clock.rest(20)
  assert.equal(clock.wait(25), undefined)
  assert.equal(clock.wait(520), 1_500_500)
  assert.equal(clock.wait(1020), 1_501_000)
})

test('lines that come in bursts are not overtaken', () => {
  const clock = new LiveClock()
  clock.see(1_000_000)
  clock.rest(0)
  clock.wait(500)
  clock.wait(1000)
  for (const time of [1_000_100, 1_004_900]) clock.see(time)
  clock.rest(5000)
  clock.wait(5100)
  assert.equal(clock.wait(5500), 1_000_600)
  for (let i = 2; i < 12; i++) {
    clock.see(1_000_000 + i * 5000)
    clock.rest(i * 5000)
    clock.wait(i * 5000 + 500)
    clock.wait(i * 5000 + 1000)
  }
  assert.equal(clock.wait(60_000), 1_060_000)
})
