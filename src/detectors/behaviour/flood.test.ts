import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, heard, row } from '../../../test/drive.ts'
import flood from './flood.ts'

test('one client far above all others is a flood, within seconds', () => {
  const { findings, kinds } = heard(flood, row(400, 20))
  assert.deepEqual(kinds, ['flood'])
  assert.ok(findings.every(({ severity }) => severity === 'high'))
  assert.ok(findings[0]!.time - row(1, 1)[0]!.time <= 5000)
})

test('a busy office and a page full of pictures are none', () => {
  const office = row(4000, 300, (i) => ({ target: `/product/${i % 90}` }))
  const pictures = row(300, 20, (i) => ({ target: `/images/${i}.webp`, peer: '192.0.2.9' }))
  assert.deepEqual(heard(flood, [...office, ...pictures]).kinds, [])
})

test('changing agent, method and target hides no flood', () => {
  const evasion = row(400, 20, (i) => ({
    target: `/${i}?x=${i}`,
    agent: `a${i}`,
    method: i % 2 ? 'POST' : 'HEAD',
    status: 503,
  }))
  assert.deepEqual(heard(flood, evasion).kinds, ['flood'])
})

test('many clients at an ordinary pace are none', () => {
  assert.deepEqual(
    heard(
      flood,
      row(2000, 20, (i) => ({ peer: address(i) })),
    ).kinds,
    [],
  )
})
