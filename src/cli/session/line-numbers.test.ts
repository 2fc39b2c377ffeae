import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { Request } from '../../event/request.ts'
import { LineNumbers } from './line-numbers.ts'

function numbers(lines: readonly (readonly [source: string, position: number])[]): number[] {
  const counted = new LineNumbers()
  return lines.map(([source, position]) =>
    counted.next(Object.assign(new Request(), { source, position })),
  )
}

test('each file is numbered by itself', () => {
  assert.deepEqual(
    numbers([
      ['a', 0],
      ['b', 0],
      ['a', 10],
      ['b', 10],
    ]),
    [1, 1, 2, 2],
  )
})

test('late lines of a rotated file go on where it was left', () => {
  assert.deepEqual(
    numbers([
      ['a', 0],
      ['a', 10],
      ['a (rotated)', 20],
      ['a', 0],
      ['a (rotated)', 30],
      ['a', 10],
    ]),
    [1, 2, 3, 1, 4, 2],
  )
  assert.deepEqual(
    numbers([
      ['a', 0],
      ['a', 10],
      ['a', 0],
      ['a (rotated)', 20],
    ]),
    [1, 2, 1, 3],
  )
})

test('lines that are no record count', () => {
  const counted = new LineNumbers()
  assert.equal(counted.next({ kind: 'skipped', source: 'a' }), 1)
  assert.equal(counted.next(Object.assign(new Request(), { source: 'a', position: 1 })), 2)
})
