import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ServerError } from '../../event/event.ts'
import { Request } from '../../event/request.ts'
import { readable } from '../../text/readable.ts'
import type { Atom, Condition, Signature } from './rule.ts'
import { compileCondition, compileSignatures } from './signatures.ts'

type Op = Exclude<Atom['test']['op'], 'exists'>

function atom(field: string, op: Op, value: string | number, more: Partial<Atom> = {}): Atom {
  return {
    is: 'atom',
    field,
    view: 'decoded',
    test: { op, value } as Atom['test'],
    cased: false,
    ...more,
  }
}

const and = (...of: Condition[]): Condition => ({ is: 'and', of })
const or = (...of: Condition[]): Condition => ({ is: 'or', of })
const not = (of: Condition): Condition => ({ is: 'not', of })

function signature(name: string, condition: Condition, more: Partial<Signature> = {}): Signature {
  return {
    is: 'signature', name, id: name, title: name, description: name, falsepositives: [], mitre: [],
    kind: 'sql_injection', topic: 'web-attack', severity: 'medium', confidence: 'medium', score: 0.6,
    silent: false, showsSuccess: false, condition, ...more,
  } // prettier-ignore
}

function request(target: string, more: Partial<Request> = {}): Request {
  return Object.assign(new Request(), {
    method: 'GET',
    target,
    status: 200,
    client: '192.0.2.1',
    ...more,
  })
}

/** Whether one condition holds for a request. */
function holds(condition: Condition, event: Request): boolean {
  const verdict = compileSignatures([signature('x', condition)]).judge(event)
  return verdict?.marks.has('x') ?? false
}

const union = atom('request', 'matches', '\\bunion\\s+select\\b')

test('an event that holds nothing is answered with undefined', () => {
  const set = compileSignatures([signature('union', union)])
  assert.equal(set.judge(request('/a/b?c=d')), undefined)
  assert.equal(set.judge(request('/?q=union+of+states')), undefined)
})

test('a finding shows the bytes before and after decoding', () => {
  const set = compileSignatures([signature('web/union', union)])
  const event = request('/?q=1%27%20un%2f**%2fion%20%53elect--', { time: 5, status: 403 })
  const [finding, ...others] = set.judge(event)!.findings
  assert.deepEqual(others, [])
  assert.equal(finding!.detector, 'web/union')
  assert.equal(finding!.outcome, 'failed')
  assert.equal(finding!.time, 5)
  assert.deepEqual(finding!.entity, { type: 'client', value: '192.0.2.1' })
  const [reason] = finding!.reasons
  assert.equal(reason!.field, 'request.target')
  assert.match(readable(reason!.seen), /union Select/)
  const { raw, decoded, start, end } = reason!.matched!
  assert.equal(decoded, 'union Select')
  assert.equal(raw, 'un%2f**%2fion%20%53elect')
  assert.equal(event.target.slice(start, end), raw)
})

test('what is hidden scores more', () => {
  const set = compileSignatures([signature('union', union)])
  const score = (target: string): number => set.judge(request(target))!.findings[0]!.score
  const plain = score('/?q=union select')
  assert.equal(plain, 0.6)
  assert.equal(score('/?q=union%20select'), plain)
  for (const hidden of [
    '/?q=union%2520select',
    '/?q=u%u006eion+select',
    '/?q=un%00ion+select',
    '/?q=un/**/ion select',
  ])
    assert.ok(score(hidden) > plain, hidden)
})

test('rules of one kind add up to one finding; a weak one alone is a note', () => {
  const set = compileSignatures([
    signature('one', atom('request', 'contains', 'aaa'), { score: 0.4, severity: 'low' }),
    signature('two', atom('request', 'contains', 'bbb'), { score: 0.3, severity: 'high' }),
    signature('other', atom('request', 'contains', 'ccc'), { kind: 'scanner' }),
    signature('counted', atom('request', 'contains', 'aaa'), { silent: true }),
  ])
  const one = set.judge(request('/aaa'))!
  assert.deepEqual([one.findings[0]!.note, one.findings[0]!.score], [true, 0.4])
  assert.deepEqual([...one.marks], ['one', 'counted'])
  const both = set.judge(request('/aaa/bbb/ccc'))!
  assert.deepEqual(
    both.findings.map((f) => [f.detector, f.kind, f.severity, f.note]),
    [
      ['one', 'sql_injection', 'high', false],
      ['other', 'scanner', 'medium', false],
    ],
  )
  assert.ok(Math.abs(both.findings[0]!.score - (1 - 0.6 * 0.7 * 0.8)) < 1e-9)
  assert.deepEqual(
    both.findings[0]!.reasons.map((r) => r.weight.toFixed(2)),
    ['0.57', '0.43'],
  )
})

describe('places', () => {
  const both = and(atom('request', 'contains', 'union'), atom('request', 'contains', 'select'))
  test('a payload is in one place', () => {
    assert.equal(holds(both, request('/union', { referrer: 'select' })), false)
    for (const place of ['target', 'agent', 'referrer', 'user', 'method'] as const)
      assert.equal(holds(both, request('/', { [place]: 'union select' })), true, place)
  })
  test('named places are kept apart', () => {
    const named = and(atom('target', 'contains', 'x.php'), atom('agent', 'starts', 'curl/'))
    assert.equal(holds(named, request('/x.php', { agent: 'curl/8' })), true)
    assert.equal(holds(named, request('/x.php', { agent: 'Mozilla' })), false)
    assert.equal(holds(named, request('/', { agent: 'curl/8', referrer: '/x.php' })), false)
    const either = or(atom('target', 'contains', 'aa1'), atom('agent', 'contains', 'bb2'))
    assert.equal(holds(either, request('/aa1')), true)
    assert.equal(holds(either, request('/', { agent: 'bb2' })), true)
    assert.equal(holds(either, request('/bb2', { agent: 'aa1' })), false)
  })
  test('parts of the target', () => {
    assert.equal(holds(atom('path', 'equals', '/admin'), request('/%61dmin?x=1')), true)
    assert.equal(holds(atom('path', 'contains', 'evil'), request('/?evil')), false)
    assert.equal(holds(atom('query', 'starts', 'a=b c'), request('/x?a=b+c')), true)
    assert.equal(holds(atom('extension', 'equals', 'php'), request('/a.b/x.PHP?y=z.js')), true)
    assert.equal(holds(atom('extension', 'equals', 'b'), request('/a.b/x')), false)
  })
  test('arguments are looked at one by one when a test is anchored', () => {
    const begins = atom('request', 'matches', '^(?:https?:)?//evil')
    assert.equal(holds(begins, request('/x?u=//evil')), true)
    assert.equal(holds(begins, request('/x?a=1;u=https%3a//evil&b=2')), true)
    assert.equal(holds(begins, request('/x//evil')), false)
    assert.equal(holds(atom('request', 'ends', '--'), request('/x?a=1--&b=2')), true)
    assert.equal(holds(atom('request', 'equals', 'a&b'), request('/x?q=a%26b')), true)
  })
})

test('raw, case, and missing fields', () => {
  assert.equal(holds(atom('target', 'contains', '%27', { view: 'raw' }), request('/%27')), true)
  assert.equal(holds(atom('target', 'contains', "'", { view: 'raw' }), request('/%27')), false)
  assert.equal(holds(atom('target', 'contains', 'Ab', { cased: true }), request('/ab')), false)
  assert.equal(holds(atom('target', 'matches', 'A+b', { cased: true }), request('/aab')), false)
  const absent: Condition = { ...atom('agent', 'equals', ''), test: { op: 'exists', value: false } }
  assert.equal(
    holds(and(absent, atom('method', 'equals', 'POST')), request('/', { method: 'POST' })),
    true,
  )
})

test('text and other fields together', () => {
  const found = and(
    atom('request', 'contains', '.env'),
    atom('status', 'eq', 200),
    not(atom('bytes', 'lt', 10)),
  )
  const set = compileSignatures([signature('x', found)])
  assert.ok(set.judge(request('/.env', { bytes: 99 })))
  assert.equal(set.judge(request('/.env', { bytes: 5 })), undefined)
  assert.equal(set.judge(request('/.env', { status: 404, bytes: 99 })), undefined)
  assert.ok(set.judge(request('/.env', { bytes: 99 })))
})

test('rules without a literal run, and are named', () => {
  const browserless = and(atom('status', 'eq', 200), not(atom('agent', 'contains', 'mozilla')))
  const set = compileSignatures([signature('no-browser', browserless)])
  assert.deepEqual(set.costly, ['no-browser'])
  assert.ok(set.judge(request('/', { agent: 'x' })))
  assert.ok(set.judge(request('/')))
  assert.equal(set.judge(request('/', { agent: 'Mozilla/5.0' })), undefined)
})

test('rules about plain fields: spoken ones are judged, counted ones are handed out', () => {
  const set = compileSignatures([
    signature('old', atom('protocol', 'equals', 'HTTP/0.9'), { kind: 'protocol_anomaly' }),
    signature('failed', and(atom('status', 'gte', 400), atom('client', 'cidr', '192.0.2.0/24')), {
      silent: true,
    }),
  ])
  const verdict = set.judge(request('/', { protocol: 'HTTP/0.9' }))
  assert.deepEqual(
    verdict!.findings[0]!.reasons.map((r) => [r.field, r.seen]),
    [['request.protocol', 'HTTP/0.9']],
  )
  assert.equal(set.judge(request('/', { status: 404 })), undefined)
  const failed = set.predicates.get('failed')!
  assert.equal(failed(request('/', { status: 404 })), true)
  assert.equal(failed(request('/', { status: 404, client: '198.51.100.1' })), false)
})

test('other events are judged by rules about what requests do not have', () => {
  const set = compileSignatures([
    signature('refused', or(atom('reason', 'contains', 'refused'), union)),
    signature('union', union),
  ])
  const error = Object.assign(new ServerError(), {
    reason: 'connection Refused',
    client: '192.0.2.9',
  })
  assert.deepEqual(
    set.judge(error)!.findings.map((f) => [f.detector, f.entity.value]),
    [['refused', '192.0.2.9']],
  )
  assert.equal(
    set.judge(Object.assign(new ServerError(), { target: '/?q=union select' })),
    undefined,
  )
})

test('evasion alone is a note', () => {
  const verdict = compileSignatures([]).judge(request('/%c0%ae%c0%ae/'))!
  assert.deepEqual(
    verdict.findings.map((f) => [f.kind, f.note]),
    [['evasion', true]],
  )
  assert.match(verdict.findings[0]!.reasons[0]!.seen, /^ASCII in overlong UTF-8: /)
  assert.match(
    compileSignatures([]).judge(request(`/${'a'.repeat(9000)}`))!.findings[0]!.reasons[0]!.seen,
    /longer than is looked at/,
  )
})

test('explaining shows views, literals and what failed', () => {
  const set = compileSignatures([signature('x', and(atom('request', 'contains', "'"), union))])
  const [target] = set.explain(request('/?q=%27 union'))
  assert.deepEqual(
    target!.views.map((view) => [view.name, view.text, view.changed]),
    [
      ['raw', '/?q=%27 union', []],
      ['decoded', "/?q=' union", [{ start: 4, end: 7 }]],
    ],
  )
  assert.deepEqual(target!.literals, ['union', "'"])
  assert.deepEqual(target!.rules[0]!.failed, ['request matches \\bunion\\s+select\\b'])
})

const word = fc.constantFrom('aa', "'", 'or', 'BB', '%27', '%2541A', '/', '?', '&', '=', ' ')
const field = fc.constantFrom('request', 'target', 'path', 'query', 'agent', 'method', 'host')
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.tuple(field, fc.constantFrom<Op>('contains', 'starts', 'ends', 'equals'), fc.constantFrom('aa', "'", 'or', 'b'))
      .map(([name, op, value]): Condition => atom(name, op, value)),
    fc.tuple(field, fc.constantFrom('a+\\b', "^'?or", '[ab]{2}$', '\\W', "'.*or"))
      .map(([name, value]): Condition => atom(name, 'matches', value)),
    fc.constant<Condition>(atom('status', 'eq', 200)),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((of): Condition => and(...of)),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((of): Condition => or(...of)),
    tie('condition').map((of): Condition => not(of)),
  ),
})) // prettier-ignore
const event = fc
  .tuple(
    fc.array(word, { maxLength: 6 }),
    fc.array(word, { maxLength: 3 }),
    fc.constantFrom(200, 404),
  )
  .map(([target, agent, status]) =>
    request(`/${target.join('')}`, { agent: agent.join(''), status }),
  )

test('remembering changes nothing, and literals leave no match out', () => {
  fc.assert(
    fc.property(
      fc.array(condition, { minLength: 1, maxLength: 4 }),
      fc.array(event, { maxLength: 8 }),
      (conditions, events) => {
        const rules = conditions.map((of, i) => signature(`r${i}`, of, { score: 0.1 + i / 10 }))
        const remembering = compileSignatures(rules)
        const forgetting = compileSignatures(rules, { remember: false })
        const single = conditions.map((of) => compileCondition(of))
        for (const one of [...events, ...events]) {
          const verdict = remembering.judge(one)
          assert.deepEqual(verdict, forgetting.judge(one))
          conditions.forEach((of, i) => {
            if (!isLoose(of)) assert.equal(verdict?.marks.has(`r${i}`) ?? false, single[i]!(one))
          })
        }
      },
    ),
    { numRuns: 60 },
  )
})

/** Conditions in which 'request' stands more than once or with others: alone they are read place by place. */
function isLoose(of: Condition): boolean {
  if (of.is === 'atom') return false
  return JSON.stringify(of).includes('"request"')
}
