import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { HashIndex, mix } from './hash-index.ts'

test('every id that was put in and not taken out is found, few others are', () => {
  const id = fc.nat({ max: 300 })
  // Few different hashes, so that many ids stand in a row.
  const hashes = [mix, (n: number) => mix(n % 7), (n: number) => n % 5] as const
  fc.assert(
    fc.property(fc.array(id, { maxLength: 600 }), fc.constantFrom(...hashes), (steps, hashOf) => {
      const index = new HashIndex(150, hashOf)
      const held = new Set<number>()
      for (const one of steps) {
        if (held.delete(one)) index.remove(one)
        else {
          held.add(one)
          index.insert(one, hashOf(one))
        }
      }
      for (let one = 0; one <= 300; one++) assert.equal(has(index, one, hashOf(one)), held.has(one))
    }),
  )
})

function has(index: HashIndex, wanted: number, hash: number): boolean {
  for (let id = index.seek(hash); id >= 0; id = index.again(hash)) if (id === wanted) return true
  return false
}
