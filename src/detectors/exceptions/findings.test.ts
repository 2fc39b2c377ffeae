import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import { loadCrs } from '../crs/load.ts'
import type { Finding } from '../../event/finding.ts'
import { Request } from '../../event/request.ts'
import { type Exception, Exceptions } from './exceptions.ts'
import { withoutExcepted } from './findings.ts'

const { detector } = loadCrs([
  {
    name: 'a.conf',
    text: ['wibble', 'wobble']
      .map(
        (word, i) =>
          `SecRule ARGS "@contains ${word}" "id:${100001 + i},phase:2,deny,severity:CRITICAL,msg:'${word}'"`,
      )
      .join('\n'),
  },
])
const judge = detector!.start({})
const view = { value: () => 0, top: () => 0, now: 0 } as never

const any: Exception = {
  rule: '',
  route: '',
  parameter: '',
  client: '',
  reason: 'it is ours',
  until: Number.POSITIVE_INFINITY,
}

function left(
  target: string,
  of: Partial<Exception>,
): { left?: Finding | undefined; hits: string[] } {
  const event = Object.assign(new Request(), {
    target,
    method: 'GET',
    route: '/',
    client: '1.2.3.4',
  })
  const again = (request: Request): Finding | undefined =>
    judge.score!(request, view) as Finding | undefined
  const exceptions = new Exceptions([{ ...any, ...of }])
  const finding = again(event)
  assert.ok(finding)
  return {
    left: withoutExcepted(finding, event, exceptions, again),
    hits: exceptions.hits.map(({ rule }) => rule),
  }
}

describe('findings of rules that are judged together', () => {
  test('one rule is taken out, the others keep their share of the score', () => {
    const one = left('/?q=wibble&p=wobble', { rule: 'crs/100001', parameter: 'q' })
    assert.deepEqual(one.hits, ['crs/100001'])
    assert.deepEqual(
      one.left?.reasons.map(({ field, weight }) => [field, weight]),
      [['rule 100002', 1]],
    )
    const alone = left('/?p=wobble', { rule: 'none', parameter: 'q' }).left!
    assert.ok(Math.abs(one.left.score - alone.score) < 1e-9)
  })

  test('nothing is left when all rules are taken out, and all when the rule finds elsewhere', () => {
    const gone = left('/?q=wibble', { rule: 'crs/100001', parameter: 'q' })
    assert.deepEqual([gone.left, gone.hits], [undefined, ['crs/100001']])
    const elsewhere = left('/?q=wibble&p=wibble', { rule: 'crs/100001', parameter: 'q' })
    assert.deepEqual([elsewhere.left?.reasons.length, elsewhere.hits], [1, []])
    assert.deepEqual(left('/?q=wibble', { rule: 'crs', route: '/' }).left, undefined)
    assert.ok(left('/?q=wibble', { rule: 'crs', route: '/x' }).left)
  })
})
