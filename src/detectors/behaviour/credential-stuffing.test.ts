import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, heard, row } from '../../../test/drive.ts'
import stuffing from './credential-stuffing.ts'

const login = { method: 'POST', target: '/login' }
const people = row(360, 10_000, (i) => ({ ...login, peer: address(i), status: i % 10 ? 302 : 200 }))
const hour = 3_600_000

test('many addresses that fail a few times each are stuffing, told of the route', () => {
  const attack = row(
    300,
    1000,
    (i) => ({ ...login, peer: address(5000 + (i % 100)), status: 200 }),
    hour,
  )
  const { findings, kinds } = heard(stuffing, [...people, ...attack])
  assert.deepEqual(kinds, ['credential_stuffing'])
  assert.deepEqual(findings[0]!.entity, { type: 'route', value: 'shop.example/login' })
})

test('a morning on which many log in, and one who fails alone, are none', () => {
  const morning = row(
    600,
    500,
    (i) => ({ ...login, peer: address(i), status: i % 12 ? 302 : 200 }),
    hour,
  )
  assert.deepEqual(heard(stuffing, [...people, ...morning]).kinds, [])
  const alone = row(300, 1000, () => ({ ...login, status: 200 }), hour)
  assert.deepEqual(heard(stuffing, [...people, ...alone]).kinds, [])
})

test('one try for each address and agent hides nothing', () => {
  const evasion = row(
    200,
    1400,
    (i) => ({
      ...login,
      target: `/login?${i}`,
      peer: address(5000 + i),
      agent: `a${i}`,
      status: 401,
    }),
    hour,
  )
  assert.deepEqual(heard(stuffing, [...people, ...evasion]).kinds, ['credential_stuffing'])
})
