import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, heard, row } from '../../../test/drive.ts'
import bruteForce from './brute-force.ts'

const login = { method: 'POST', target: '/login' }
/** People log in; one in ten mistypes. */
const people = row(300, 10_000, (i) => ({ ...login, peer: address(i), status: i % 10 ? 302 : 200 }))

test('failure after failure of one client is brute force, after few attempts', () => {
  const attack = row(40, 1500, () => ({ ...login, status: 200 }), 1_000_000)
  const { findings, kinds } = heard(bruteForce, [...people, ...attack])
  assert.deepEqual(kinds, ['brute_force'])
  assert.ok(findings[0]!.time <= attack[14]!.time)
})

test('getting in after all is an account taken over', () => {
  const attack = row(40, 1500, (i) => ({ ...login, status: i === 39 ? 302 : 401 }))
  const { findings } = heard(bruteForce, [...people, ...attack])
  assert.equal(findings.at(-1)!.kind, 'account_takeover')
  assert.equal(findings.at(-1)!.outcome, 'succeeded')
})

test('an office that mistypes as all do, and a login page that is not there, are none', () => {
  const office = row(100, 3000, (i) => ({ ...login, status: i % 7 ? 302 : 200 }))
  assert.deepEqual(heard(bruteForce, [...people, ...office]).kinds, [])
  const missing = row(50, 1000, () => ({ method: 'POST', target: '/wp-login.php', status: 404 }))
  assert.deepEqual(heard(bruteForce, [...people, ...missing]).kinds, [])
})

test('another agent for each attempt and an API instead of the page hide nothing', () => {
  const evasion = row(40, 12_000, (i) => ({
    method: 'POST',
    target: `/api/v2/Session?n=${i}`,
    status: 401,
    agent: `a${i}`,
  }))
  assert.deepEqual(heard(bruteForce, evasion).kinds, ['brute_force'])
})
