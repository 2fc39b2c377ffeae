import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { Random } from '../../stats/random.ts'
import { commandPayload } from './command.ts'
import { scriptPayload } from './script.ts'
import { sqlPayload } from './sql.ts'
import { traversalPayload } from './traversal.ts'

for (const [name, payload, least] of [
  ['SQL', sqlPayload, 0.97],
  ['script', scriptPayload, 0.97],
  ['traversal', traversalPayload, 0.85],
  ['command', commandPayload, 0.85],
] as const)
  test(`${name} payloads are varied and fit into a request line`, () => {
    const random = new Random(9)
    const all = Array.from({ length: 2000 }, () => payload(random))
    assert.ok(new Set(all).size > least * all.length, String(new Set(all).size))
    for (const one of all) assert.match(one, /^[\x21-\x7e]+$/)
  })

test('payloads hide in every encoding', () => {
  const random = new Random(10)
  const all = Array.from({ length: 2000 }, () => sqlPayload(random) + scriptPayload(random)).join(
    '\n',
  )
  for (const trace of ['%27', '%2527', '%u0027', "'", '/**/', '/*!50000', '&#x'])
    assert.ok(all.includes(trace) || all.includes(encodeURIComponent(trace)), trace)
  assert.match(all, /uNi|UnI|sEl|SeL/)
})
