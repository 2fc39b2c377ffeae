import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heard, row } from '../../../test/drive.ts'
import exfiltration from './exfiltration.ts'

const large = { target: '/account/export?table=customers', bytes: 9_000_000 }

test('large answers one after the other to one client are exfiltration', () => {
  assert.deepEqual(
    heard(
      exfiltration,
      row(20, 10_000, () => large),
    ).kinds,
    ['exfiltration'],
  )
})

test('two large downloads, and a file that is there for all, are none', () => {
  assert.deepEqual(
    heard(
      exfiltration,
      row(2, 10_000, () => ({ ...large, bytes: 60_000_000 })),
    ).kinds,
    [],
  )
  assert.deepEqual(
    heard(
      exfiltration,
      row(20, 10_000, () => ({ target: '/video/tour.mp4', bytes: 9_000_000 })),
    ).kinds,
    [],
  )
})

test('other targets and agents for each piece hide nothing', () => {
  const evasion = row(20, 20_000, (i) => ({
    target: `/r${i}`,
    bytes: 6_000_000 + i,
    agent: `a${i}`,
  }))
  assert.deepEqual(heard(exfiltration, evasion).kinds, ['exfiltration'])
})
