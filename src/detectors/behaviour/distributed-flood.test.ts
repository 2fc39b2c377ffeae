import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, heard, row } from '../../../test/drive.ts'
import flood from './distributed-flood.ts'

const visitors = row(3600, 1000, (i) => ({ peer: address(i % 300), target: `/product/${i % 50}` }))
const hour = 3_600_000

test('many clients at once, far above the hour before, are a flood; who asks for other things is not of it', () => {
  const attack = row(
    3000,
    20,
    (i) => ({ peer: address(5000 + (i % 250)), target: `/search?q=${i}` }),
    hour,
  )
  const bystander = row(20, 2500, () => ({ peer: '192.0.2.77', target: '/contact' }), hour)
  const { findings, kinds } = heard(flood, [...visitors, ...attack, ...bystander])
  assert.deepEqual(kinds, ['distributed_flood'])
  assert.ok(findings[0]!.time - attack[0]!.time <= 10_000)
  assert.ok(findings.length > 1000)
})

test('a lively hour, and one client alone, are none', () => {
  const lively = row(
    1200,
    330,
    (i) => ({ peer: address(i % 300), target: `/product/${i % 50}` }),
    hour,
  )
  assert.deepEqual(heard(flood, [...visitors, ...lively]).kinds, [])
  assert.deepEqual(
    heard(flood, [...visitors, ...row(3000, 20, () => ({ target: '/search' }), hour)]).kinds,
    [],
  )
})

test('two targets and thousands of addresses hide nothing', () => {
  const evasion = row(
    3000,
    20,
    (i) => ({
      peer: address(5000 + i),
      target: i % 2 ? `/?x=${i}` : `/search?q=${i}`,
      agent: `a${i}`,
    }),
    hour,
  )
  assert.deepEqual(heard(flood, [...visitors, ...evasion]).kinds, ['distributed_flood'])
})

test('a site that is busy from the first line on is none, whatever its pace', () => {
  for (const every of [50, 20, 5]) {
    const busy = row(240_000 / every, every, (i) => ({
      peer: address((i * 7919) % 2000),
      target: `/product/${i % 50}`,
    }))
    assert.deepEqual(heard(flood, busy).kinds, [])
  }
})

test('one client that floods a busy site is not called many', () => {
  const attack = row(1800, 16, () => ({ target: '/search' }), hour)
  const meanwhile = row(
    300,
    100,
    (i) => ({ peer: address(i % 300), target: `/product/${i % 50}` }),
    hour,
  )
  assert.deepEqual(heard(flood, [...visitors, ...attack, ...meanwhile]).kinds, [])
})
