import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heard, row } from '../../../test/drive.ts'
import browsing from './forced-browsing.ts'

test('guessing at many pages is seen, though an office shares the address', () => {
  const guesses = row(60, 1000, (i) => ({ target: `/old/${i}.bak`, status: 404 }))
  const office = row(100, 600, (i) => ({ target: `/product/${i}` }))
  assert.deepEqual(heard(browsing, [...guesses, ...office]).kinds, ['forced_browsing'])
})

test('a dead link, missing pictures and failed logins are none', () => {
  assert.deepEqual(
    heard(
      browsing,
      row(200, 500, () => ({ target: '/gone', status: 404 })),
    ).kinds,
    [],
  )
  assert.deepEqual(
    heard(
      browsing,
      row(200, 500, (i) => ({ target: `/images/${i}.png`, status: 404 })),
    ).kinds,
    [],
  )
  assert.deepEqual(
    heard(
      browsing,
      row(200, 500, (i) => ({ target: `/login?${i}`, status: 401 })),
    ).kinds,
    [],
  )
})

test('one guess in four minutes is seen in the end', () => {
  const evasion = row(30, 240_000, (i) => ({
    target: `/admin${i}`,
    status: i % 2 ? 403 : 404,
    agent: `a${i}`,
  }))
  assert.deepEqual(heard(browsing, evasion).kinds, ['forced_browsing'])
})

test('a crawler that meets a dead link now and then is none', () => {
  const crawler = row(3000, 3600, (i) => ({ target: `/p/${i}`, status: i % 50 ? 200 : 404 }))
  assert.deepEqual(heard(browsing, crawler).kinds, [])
})
