import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenes } from '../../test/behaviours.ts'
import { heard, row } from '../../test/drive.ts'
import { behaviours } from '../pipeline/detectors.ts'
import { Begun } from './begun.ts'
import brute from './behaviour/brute-force.ts'

/** They tell of windows that have ended, from their start. */
const byWindow = new Set(['latency-regression', 'source-silence'])

for (const detector of await behaviours())
  if (!byWindow.has(detector.name))
    test(`an alert of ${detector.name} begins with the first event and counts all`, () => {
      const { usual, attack } = scenes[detector.name]!
      const [alert] = heard(detector, [...usual, ...attack]).alerts
      assert.equal(alert!.first, attack[0]!.time)
      // A host's own visitors of the same ten seconds are counted with its flood.
      assert.ok(Math.abs(alert!.count - attack.length) <= attack.length / 100, String(alert!.count))
    })

test('what was long before is not of it; who is always there begins with the window', () => {
  const login = { method: 'POST', target: '/login', status: 401 }
  const long = 3_000_000
  const late = [...row(1, 1, () => login), ...row(40, 1000, () => login, long)]
  const [alert] = heard(brute, late).alerts
  assert.equal(alert!.first, late[1]!.time)
  assert.equal(alert!.count, 40)
  const begun = new Begun()
  begun.note('a', 1000)
  assert.equal(begun.since('a', 9000, 500), 1000)
  assert.equal(begun.since('a', 9000, 5000), 5000)
  assert.equal(begun.since('a', 900, 0), 900)
  assert.equal(begun.since('b', 9000, 5000), 5000)
  begun.note('a', 7000)
  assert.equal(new Begun(begun.save()).since('a', 9000, 0), 7000)
})
