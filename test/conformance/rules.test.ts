import { strict as assert } from 'node:assert'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { createCorrelations } from '../../src/detectors/rules/correlations.ts'
import { loadRules } from '../../src/detectors/rules/load.ts'
import { describe as describeMistake } from '../../src/detectors/rules/mistakes.ts'
import { type Example, requestsOf } from '../../src/detectors/rules/rule-tests.ts'
import type { Correlation, Rule, Signature } from '../../src/detectors/rules/rule.ts'
import { compileSignatures } from '../../src/detectors/rules/signatures.ts'
import type { Finding } from '../../src/event/finding.ts'
import { assemble } from '../../src/pipeline/assemble.ts'

const folder = join(import.meta.dirname, '../../rules')
const files = globSync('**/*.yml', { cwd: folder })
  .toSorted()
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
const { rules, tests, mistakes } = loadRules(files)
const signatures = rules.filter((rule): rule is Signature => rule.is === 'signature')
const set = compileSignatures(signatures.map((rule) => ({ ...rule, silent: false })))
const start = Date.UTC(2026, 0, 1)

test('the shipped rules load without a mistake', () => {
  assert.deepEqual(mistakes.map(describeMistake), [])
  assert.equal(rules.length, files.length)
})

test('rule files are short, and ids are unique', () => {
  const long = files.filter((file) => file.text.trimEnd().split('\n').length > 40)
  assert.deepEqual(
    long.map((file) => file.name),
    [],
  )
  assert.equal(new Set(rules.map((rule) => rule.id)).size, rules.length)
})

test('no literal-free rule looks at targets', () => {
  assert.deepEqual(set.costly, ['web/odd-method'])
})

/** Names of the rules that hold for any request of an example. */
function marksOf(example: Example): Set<string> {
  const verdicts = requestsOf(example, start).map((request) => set.judge(request))
  return new Set(verdicts.flatMap((verdict) => [...(verdict?.marks ?? [])]))
}

/** Findings of a correlation for one stream; the engine has only the signatures that it counts. */
function correlated(rule: Correlation, example: Example): readonly Finding[] {
  const engine = assemble({
    signatures: signatures.filter(({ name }) => [...rule.of, ...rule.against].includes(name)),
    detectors: createCorrelations([...signatures, rule]).map((detector) => ({
      detector,
      options: {},
    })),
    seed: 1,
  })
  return requestsOf(example, start).flatMap((request) => [...engine.judge(request)])
}

function isSeen(rule: Rule, example: Example): boolean {
  return rule.is === 'signature'
    ? marksOf(example).has(rule.name)
    : correlated(rule, example).some((finding) => finding.detector === rule.name)
}

for (const rule of rules)
  describe(rule.name, () => {
    const { fires, silent, evasion } = tests.get(rule.name)!
    test('says what it is', () => {
      assert.ok(rule.description && rule.falsepositives.length > 0 && rule.mitre.length > 0)
      assert.ok(fires.length > 0 && silent.length > 0 && evasion.length > 0)
    })
    for (const [name, examples, expected] of [
      ['fires', fires, true],
      ['sees through evasion', evasion, true],
      ['stays silent', silent, false],
    ] as const)
      test(name, () => {
        for (const example of examples)
          assert.equal(isSeen(rule, example), expected, [...example.fields.values()].join(' | '))
      })
  })
