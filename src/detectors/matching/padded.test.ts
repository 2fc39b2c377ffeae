import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { Request } from '../../event/request.ts'
import { furnishing } from '../../pipeline/furnishing.ts'
import { compileSignatures } from '../rules/signatures.ts'

const set = compileSignatures((await furnishing()).signatures, { remember: false })

const attacks = {
  sql_injection: '1%27+union+select+password+from+users--',
  path_traversal: '../../../../etc/passwd',
  cross_site_scripting: '%3Cscript%3Ealert(1)%3C/script%3E',
  command_injection: ';cat+/etc/passwd',
}

/** What is found in a target that holds an attack of a kind, unless that is a note. */
function found(kind: string, target: string): number {
  const about = Object.assign(new Request(), { client: '192.0.2.1', status: 200, target })
  const finding = set.judge(about)?.findings.find((one) => one.kind === kind && !one.note)
  const end = finding?.reasons[0]?.matched?.end ?? 0
  assert.ok(end <= target.length)
  return finding?.score ?? 0
}

function assertFound(around: (attack: string) => string): void {
  for (const [kind, attack] of Object.entries(attacks))
    assert.ok(found(kind, around(attack)) >= 0.5, kind)
}

test('plain arguments hide no attack, wherever it is', () => {
  for (const plain of ['a&', 'a=1&', 'a;', 'page=about-us&'])
    for (const [before, behind] of [
      [260, 0],
      [0, 260],
      [10_000, 0],
      [5000, 5000],
      [0, 10_000],
    ] as const)
      // prettier-ignore
      assertFound((attack) => `/?${plain.repeat(before)}id=${attack}&${plain.repeat(behind)}`)
})

test('padding in an argument hides no attack, wherever it is', () => {
  for (const [before, behind] of [
    [3000, 3000],
    [12_000, 0],
    [0, 12_000],
    [6000, 6000],
  ] as const)
    // prettier-ignore
    assertFound((attack) => `/?q=${'a'.repeat(before)}${attack.replace(/^\.\./, '/..')}${attack.startsWith('..') ? '' : '+'}${'b'.repeat(behind)}`)
})

test('an argument of its own behind 12 kB of another is looked at', () => {
  assertFound((attack) => `/?q=${'a'.repeat(12_000)}&id=${attack}`)
})

test('a target of 1 MB is looked at', () => {
  assertFound((attack) => `/?q=${'a'.repeat(500_000)}&id=${attack}&r=${'b'.repeat(500_000)}`)
})

test('too much to look at with words of attacks in it is a finding, without them a note', () => {
  const hiding = `/?${"a=o'b&".repeat(10_000)}id=${attacks.sql_injection}`
  assert.equal(found('evasion', hiding), 0.5)
  assert.equal(found('evasion', `/?q=${'some+words+(and+more)+'.repeat(1000)}`), 0)
  assert.equal(found('evasion', `/${'a'.repeat(20_000)}`), 0)
})
