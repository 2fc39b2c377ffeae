import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { clfTime } from './clf-time.ts'
import { anyTime, epochTime, isoTime } from './time.ts'

const moment = fc.date({ min: new Date(0), max: new Date('2199-01-01'), noInvalidDate: true })
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

test('times come back from every form they are written in', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: -720, max: 840 }), (date, offset) => {
      const time = date.getTime()
      const local = new Date(time + offset * 60_000)
      fc.pre(local.getUTCFullYear() >= 1970)
      const text = local.toISOString()
      const size = Math.abs(offset)
      const zone = `${offset < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}${String(size % 60).padStart(2, '0')}`
      const clf = `${text.slice(8, 10)}/${months[local.getUTCMonth()]}/${text.slice(0, 4)}:${text.slice(11, 19)}`
      const whole = Math.floor(time / 1000) * 1000
      assert.equal(isoTime(date.toISOString()), time)
      assert.equal(isoTime(text.replace('Z', zone)), time)
      assert.equal(
        isoTime(text.replace('T', ' ').replace('Z', `${zone.slice(0, 3)}:${zone.slice(3)}`)),
        time,
      )
      assert.equal(clfTime(`[${clf} ${zone}]`, 1, 27), whole)
      assert.equal(clfTime(`${clf}.${text.slice(20, 23)} ${zone}`, 0, 30), time)
    }),
    { seed: 5, numRuns: 300 },
  )
})

test('epoch times in seconds, milliseconds, microseconds and nanoseconds', () => {
  const time = 1_795_241_462_865
  for (const text of [
    '1795241462.865323',
    '1795241462865',
    '1795241462865323',
    '1795241462865323000',
    ' +1795241462.8653 ',
  ])
    assert.equal(epochTime(text), time, text)
  for (const text of ['', ' ', 'abc', 'NaN', '-1.5', '0x62', '1_000', '1.2.3', '12,5'])
    assert.ok(Number.isNaN(epochTime(text)), text)
})

test('what is no time is none', () => {
  for (const text of [
    '2026-13-01T00:00:00Z',
    '2026-11-21T25:00:00Z',
    '2026-11-21',
    '2026-11-21T06:11:02+',
    '21/Foo/2026:06:11:02 +0000',
    'x',
  ])
    assert.ok(Number.isNaN(anyTime(text)), text)
})
