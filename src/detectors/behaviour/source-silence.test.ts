import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, heard, row } from '../../../test/drive.ts'
import silence from './source-silence.ts'

const other = row(4000, 1000, (i) => ({ host: 'blog.example', peer: address(i % 500) }))
const busy = row(4000, 500, (i) => ({ peer: address((i * 7) % 900) }))

test('a busy host that answers nobody any more is silent, while others go on', () => {
  assert.deepEqual(heard(silence, [...busy, ...other]).kinds, ['source_silence'])
})

test('a host of few, a crawler that goes home, and a day that ends slowly are none', () => {
  const few = row(400, 5000, (i) => ({ peer: address(i % 3) }))
  assert.deepEqual(heard(silence, [...few, ...other]).kinds, [])
  const calm = row(8000, 500, (i) => ({ peer: address((i * 7) % 900) }))
  const crawler = row(20_000, 100, () => ({ peer: '192.0.2.50' }))
  assert.deepEqual(heard(silence, [...calm, ...crawler]).kinds, [])
  const evening = Array.from(
    { length: 4000 },
    (_, i) =>
      row(1, 1, () => ({ peer: address((i * 7) % 900) }), Math.round(500 * i * (1 + i / 8000)))[0]!,
  )
  assert.deepEqual(heard(silence, evening).kinds, [])
})

test('a health check that goes on hides no drop', () => {
  const monitor = row(400, 10_000, () => ({ peer: '192.0.2.60', target: '/health' }))
  const { kinds } = heard(silence, [...busy, ...monitor, ...other])
  assert.equal(kinds.length, 1)
  assert.match(kinds[0]!, /traffic_drop|source_silence/)
})
