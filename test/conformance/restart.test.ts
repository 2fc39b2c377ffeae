import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Detector } from '../../src/contract/detector.ts'
import { behaviours } from '../../src/pipeline/detectors.ts'
import { scenes } from '../behaviours.ts'
import { heard } from '../drive.ts'

/** The same detector without a memory: what a broken `save` makes of it. */
function forgetful(detector: Detector): Detector {
  return { ...detector, start: (options) => detector.start(options) }
}

for (const detector of await behaviours())
  test(`${detector.name} goes on after a restart, before and during what it finds`, () => {
    const { usual, attack } = scenes[detector.name]!
    const all = [...usual, ...attack]
    const whole = heard(detector, all)
    assert.notDeepEqual(whole.kinds, [])
    const cuts = [usual.length + 1, usual.length + (attack.length >> 1)]
    for (const cut of cuts) assert.deepEqual(heard(detector, all, cut), whole)
    assert.ok(cuts.some((cut) => !same(heard(forgetful(detector), all, cut), whole)))
  })

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
