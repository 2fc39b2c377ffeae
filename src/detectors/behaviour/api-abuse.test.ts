import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heard, row } from '../../../test/drive.ts'
import apiAbuse from './api-abuse.ts'

test('one client calling the API all the time is abuse', () => {
  const { kinds } = heard(
    apiAbuse,
    row(900, 400, (i) => ({ target: `/api/v2/price/${i}` })),
  )
  assert.deepEqual(kinds, ['api_abuse'])
})

test('a partner that calls now and then is none, nor are pages', () => {
  assert.deepEqual(
    heard(
      apiAbuse,
      row(300, 4000, () => ({ target: '/api/v2/stock/7' })),
    ).kinds,
    [],
  )
  assert.deepEqual(
    heard(
      apiAbuse,
      row(900, 400, (i) => ({ target: `/product/${i}` })),
    ).kinds,
    [],
  )
})

test('refusals, other agents and other routes hide no abuse', () => {
  const evasion = row(900, 400, (i) => ({
    target: `/api/v${i % 3}/x${i % 5}/${i}`,
    agent: `a${i}`,
    status: i % 2 ? 429 : 200,
  }))
  assert.deepEqual(heard(apiAbuse, evasion).kinds, ['api_abuse'])
})
