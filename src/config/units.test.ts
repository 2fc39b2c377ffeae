import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { durationText, parseDuration, parseSize, sizeText } from './units.ts'

test('durations and sizes are read with their unit only', () => {
  assert.equal(parseDuration('5m'), 300_000)
  assert.equal(parseDuration('1.5h'), 5_400_000)
  assert.equal(parseDuration('5'), undefined)
  assert.equal(parseDuration('5 fortnights'), undefined)
  assert.equal(parseSize('10MB'), 10_000_000)
  assert.equal(parseSize('1GiB'), 1_073_741_824)
  assert.equal(parseSize('ten'), undefined)
})

test('durations and sizes are written as they are read', () => {
  for (const ms of [0, 1, 1500, 60_000, 5_400_000, 86_400_000])
    assert.equal(parseDuration(durationText(ms)), ms)
  for (const bytes of [0, 999, 64_000, 10_000_000]) assert.equal(parseSize(sizeText(bytes)), bytes)
})
