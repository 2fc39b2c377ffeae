import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import type { Finding } from '../../event/finding.ts'
import { Request } from '../../event/request.ts'
import type { Signature } from '../rules/rule.ts'
import { compileSignatures } from '../rules/signatures.ts'

/** A rule that holds where a word stands. */
function rule(word: string, about: Partial<Signature>): Signature {
  const title = word
  return {
    is: 'signature',
    name: `web/${word}`,
    id: word,
    title,
    description: '',
    falsepositives: [],
    mitre: [],
    kind: 'sql_injection',
    topic: 'web-attack',
    severity: 'high',
    confidence: 'medium',
    score: 0.55,
    silent: false,
    showsSuccess: false,
    condition: {
      is: 'atom',
      field: 'request',
      view: 'decoded',
      test: { op: 'contains', value: word },
      cased: false,
    },
    ...about,
  }
}

const rules = compileSignatures([
  rule('payload', {}),
  rule('certain', { confidence: 'high' }),
  rule('markup', { kind: 'cross_site_scripting', score: 0.4 }),
  rule('toolname', { kind: 'scanner', score: 0.6 }),
])

function found(about: Partial<Request>): Finding {
  return rules.judge(Object.assign(new Request(), { status: 200 }, about))!.findings[0]!
}

const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`)

describe('points', () => {
  test('path and arguments count in full', () => {
    near(found({ target: '/payload' }).score, 0.55)
    near(found({ target: '/?a=payload' }).score, 0.55)
  })

  test('what a title can hold counts less in agent and referrer', () => {
    near(found({ agent: 'payload' }).score, 0.55 * 0.92)
    near(found({ referrer: 'https://h.example/?q=payload' }).score, 0.55 * 0.92)
  })

  test('what is beyond doubt, and what agents are looked at for, counts in full', () => {
    near(found({ agent: 'certain' }).score, 0.55)
    near(found({ agent: 'toolname' }).score, 0.6)
  })

  test('other kinds in the same request raise it, the name of a scanner more', () => {
    near(found({ target: '/?a=payload&b=markup' }).score, 1 - 0.45 * 0.9)
    near(found({ target: '/?a=payload', agent: 'toolname' }).score, 1 - 0.45 * 0.8)
  })

  test('a refusal lowers it, an error of the server raises it', () => {
    near(found({ target: '/payload', status: 403 }).score, 0.55 * 0.95)
    near(found({ target: '/payload', status: 500 }).score, 1 - 0.45 * 0.9)
    near(found({ target: '/payload', status: 502 }).score, 0.55)
  })

  test('a single weak hit is a note', () => {
    assert.ok(found({ target: '/markup' }).note)
    assert.ok(!found({ target: '/payload' }).note)
  })
})
