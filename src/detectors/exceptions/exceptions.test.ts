import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Request } from '../../event/request.ts'
import { type Exception, Exceptions, rangeOf } from './exceptions.ts'
import { partAt, without } from './parameter.ts'
import { compileSignatures } from '../rules/signatures.ts'
import type { Signature } from '../rules/rule.ts'

const any: Exception = {
  rule: '',
  route: '',
  parameter: '',
  client: '',
  reason: 'it is ours',
  until: Number.POSITIVE_INFINITY,
}

function signature(name: string, value: string, more: Partial<Signature> = {}): Signature {
  return {
    is: 'signature',
    name,
    id: '',
    title: name,
    description: '',
    falsepositives: [],
    mitre: [],
    kind: 'sql_injection',
    topic: 'web-attack',
    severity: 'high',
    confidence: 'high',
    score: 0.8,
    showsSuccess: false,
    silent: false,
    condition: {
      is: 'atom',
      field: 'request',
      view: 'decoded',
      test: { op: 'contains', value },
      cased: false,
    },
    ...more,
  }
}

const rules = [signature('a/union', 'union select'), signature('b/script', '<script')]

function request(target: string, more: Partial<Request> = {}): Request {
  return Object.assign(new Request(), {
    method: 'GET',
    target,
    route: target.split('?')[0]!,
    client: '203.0.113.9',
    time: 1000,
    ...more,
  })
}

/** What is found and what is let through. */
function heard(list: readonly Exception[], event: Request): [string[], string[]] {
  const exceptions = new Exceptions(list)
  const set = compileSignatures(rules, { remember: true, exceptions })
  const found =
    set.judge(event)?.findings.flatMap(({ reasons }) => reasons.map((r) => r.seen)) ?? []
  return [found, exceptions.hits.map(({ rule }) => rule)]
}

describe('exceptions', () => {
  const event = request('/search?q=union+select&p=1')
  const narrow = {
    ...any,
    rule: 'a/union',
    route: '/search',
    parameter: 'q',
    client: '203.0.113.0/24',
  }

  test('a hit is let through only where all that is named is so', () => {
    assert.deepEqual(heard([narrow], event), [[], ['a/union']])
    for (const other of [
      { rule: 'b/script' },
      { route: '/other' },
      { parameter: 'p' },
      { client: '198.51.100.1' },
      { until: 1000 },
    ])
      assert.equal(heard([{ ...narrow, ...other }], event)[0].length, 1, JSON.stringify(other))
    assert.deepEqual(heard([{ ...narrow, until: 1001 }], event), [[], ['a/union']])
  })

  test('what stands elsewhere in the request is found all the same', () => {
    for (const target of [
      '/search?q=union+select&p=union+select',
      '/search?p=union+select&q=union+select',
      '/search?q=a;p=union+select&q=union+select',
      '/search?q=union+select&%71x=union+select',
    ])
      assert.equal(heard([narrow], request(target))[0].length, 1, target)
    const two = request('/search?q=union+select%3Cscript')
    assert.deepEqual(heard([narrow], two)[1], ['a/union'])
    assert.equal(heard([narrow], two)[0].length, 1)
    const agent = request('/search?q=union+select', { agent: 'union select' })
    assert.equal(heard([narrow], agent)[0].length, 1)
    assert.deepEqual(heard([narrow], request('/search?q=union+select&%71=union+select')), [
      [],
      ['a/union'],
    ])
  })

  test('parts that are no argument have names of their own', () => {
    const inPath = request('/union%20select/x', { route: '/x' })
    assert.deepEqual(heard([{ ...any, rule: 'a/union', parameter: '(path)' }], inPath)[0], [])
    const inAgent = request('/', { agent: 'union select' })
    assert.deepEqual(heard([{ ...any, rule: 'a/union', parameter: '(agent)' }], inAgent)[0], [])
    assert.equal(heard([{ ...any, rule: 'a/union', parameter: '(path)' }], inAgent)[0].length, 1)
  })

  test('signs of evasion in what was let through are no note', () => {
    const hidden = request('/search?q=%25%37%35nion%2520select%00')
    assert.deepEqual(heard([narrow], hidden), [[], ['a/union']])
    assert.equal(heard([], hidden)[0].length, 1)
  })

  test('an exception never changes what is said of requests without its parameter', () => {
    const names = fc.constantFrom('q', 'p', 'qq', '')
    const values = fc.constantFrom('1', 'union+select', '%3Cscript', 'x;y', '%2575nion%20select')
    const targets = fc
      .array(fc.tuple(names, values), { maxLength: 4 })
      .map((pairs) => `/search?${pairs.map(([n, v]) => `${n}=${v}`).join('&')}`)
    fc.assert(
      fc.property(targets, (target) => {
        const held = (text: string): boolean => /union(?:\+|%20)select|%2575nion/.test(text)
        const others = target
          .slice(8)
          .split(/[&;]/)
          .filter((one) => !one.startsWith('q='))
        const expected = others.some(held)
        const exceptions = new Exceptions([{ ...narrow, client: '' }])
        const set = compileSignatures(rules, { remember: true, exceptions })
        const marks = set.judge(request(target))?.marks
        assert.equal(marks?.has('a/union') ?? false, expected, target)
      }),
      { numRuns: 60 },
    )
  })

  test('counts go on after a restart', () => {
    const before = new Exceptions([narrow, { ...narrow, rule: 'b/script' }])
    before.note(before.list[1]!, { rule: 'b/script', kind: 'x', seen: '' })
    const after = new Exceptions(before.list, before.counts)
    assert.deepEqual(after.counts, [0, 1])
  })
})

test('a part of a target is found by its offset, and made harmless without moving anything', () => {
  const target = '/a/b?x=1&y+z=22&&w;=&v'
  const parts = Array.from(target, (_, i) => partAt(target, 'target', i))
  assert.deepEqual([...new Set(parts)], ['(path)', 'x', 'y z', '', 'w', 'v'])
  assert.equal(without(target, 'target', 'y z'), '/a/b?x=1&y+z=xx&&w;=&v')
  assert.equal(without(target, 'target', '(path)'), '/x/x?x=1&y+z=22&&w;=&v')
  assert.equal(without('abc', 'agent', '(agent)'), 'xxx')
})

test('clients are addresses and networks of both families', () => {
  assert.deepEqual(rangeOf('10.0.0.0/8'), { address: '10.0.0.0', bits: 8, family: 'ipv4' })
  assert.equal(rangeOf('2001:db8::/32')?.family, 'ipv6')
  for (const wrong of ['x', '10.0.0.0/33', '10.0.0.0/8/8', '::/129', '1.2.3.4/x'])
    assert.equal(rangeOf(wrong), undefined, wrong)
})
