import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cause, finding } from '../../../test/findings.ts'
import type { Finding, Reason } from '../../event/finding.ts'
import { evidence, keepLine, keepReasons, newLines, type Reasons, strongest } from './evidence.ts'

function told(steps: readonly (readonly [number, Partial<Finding>?])[]): number[] {
  const lines = newLines()
  for (const [at, some] of steps) keepLine(lines, finding(at, some), cause(at))
  return evidence(lines).map(({ position }) => position)
}

const because = (field: string, seen: string, other: Partial<Reason> = {}): Reason => ({
  field,
  seen,
  usual: '',
  weight: 1,
  ...other,
})

test('the first line stays, the latest five follow', () => {
  const steps = Array.from({ length: 12 }, (_, i) => [i * 2000] as const)
  assert.deepEqual(told(steps), [0, 14_000, 16_000, 18_000, 20_000, 22_000])
})

test('of a flood few lines are kept: one a second once there are five', () => {
  const steps = Array.from({ length: 3000 }, (_, i) => [i] as const)
  assert.deepEqual(told(steps), [0, 2, 3, 4, 1004, 2004])
})

test('what is worst and what worked first are kept at once, and named before the latest', () => {
  const steps = Array.from({ length: 200 }, (_, i) => [i] as const)
  const worst = [200, { score: 0.9 }] as const
  const works = [[201, { outcome: 'succeeded' }] as const, [202, { outcome: 'succeeded' }] as const]
  assert.deepEqual(told([...steps, worst, ...works]), [0, 200, 201, 2, 3, 4])
})

test('one line with two findings is one piece of evidence, a long one is cut', () => {
  assert.deepEqual(told([[0], [0, { score: 0.9 }], [0]]), [0])
  const lines = newLines()
  keepLine(lines, finding(0), cause(0, { line: 'x'.repeat(5000) }))
  keepLine(lines, finding(0), cause(0, { source: 'b' }))
  assert.deepEqual(
    evidence(lines).map(({ line }) => line.length),
    [1024, 6],
  )
})

test('reasons are told apart by detector and field; their weights become shares', () => {
  const reasons: Reasons = []
  keepReasons(reasons, finding(0, { reasons: [because('a', '1'), because('b', '2')] }))
  keepReasons(reasons, finding(0, { reasons: [because('a', '1')], detector: 'other', score: 0.25 }))
  keepReasons(reasons, finding(0, { reasons: [because('b', '2')] }))
  assert.deepEqual(
    strongest(reasons).map(({ field, weight }) => [field, weight]),
    [
      ['b', 1 / 1.75],
      ['a', 0.5 / 1.75],
      ['a', 0.25 / 1.75],
    ],
  )
})

test('of one reason the gravest is told, of equals the first payload and the latest measure', () => {
  const seenOf = (steps: readonly Finding[]): string => {
    const reasons: Reasons = []
    for (const step of steps) keepReasons(reasons, step)
    return strongest(reasons)[0]!.seen
  }
  const seen = (at: number, text: string, other: Partial<Finding> = {}): Finding =>
    finding(at, { reasons: [because('a', text)], ...other })
  assert.equal(seenOf([seen(0, '1'), seen(1000, '2')]), '2')
  assert.equal(seenOf([seen(0, '1'), seen(999, '2')]), '1')
  assert.equal(seenOf([seen(0, '1'), seen(1, '2', { severity: 'high' }), seen(5000, '3')]), '2')
  assert.equal(seenOf([seen(0, '1', { score: 0.9 }), seen(5000, '2')]), '1')
  const matched = { raw: 'r', decoded: 'd', start: 0, end: 1 }
  const payload = (at: number, text: string): Finding =>
    finding(at, { reasons: [because('a', text, { matched })] })
  assert.equal(seenOf([payload(0, '1'), payload(5000, '2')]), '1')
})

test('twenty-four reasons are kept, six told, each of them brief', () => {
  const reasons: Reasons = []
  for (let i = 0; i < 40; i++)
    keepReasons(reasons, finding(0, { reasons: [because(`f${i}`, 'x'.repeat(900))] }))
  assert.equal(reasons.length, 24)
  assert.equal(strongest(reasons).length, 6)
  assert.equal(reasons[0]!.reason.seen.length, 256)
})
