import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { nearest } from './nearest.ts'

test('the nearest name is found through swaps, losses and case', () => {
  const names = ['look', 'score', 'windows', 'explain', 'warmUp']
  assert.equal(nearest('lokk', names), 'look')
  assert.equal(nearest('scroe', names), 'score')
  assert.equal(nearest('window', names), 'windows')
  assert.equal(nearest('warm-up', names), 'warmUp')
  assert.equal(nearest('deploy', names), undefined)
})
