import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import { Trial } from '../../../src/cli/trial/trial.ts'
import { loadRules } from '../../../src/detectors/rules/load.ts'
import { describe as describeMistake } from '../../../src/detectors/rules/mistakes.ts'
import { isTestFile } from '../../../src/detectors/rules/test-file.ts'
import { shippedFiles } from '../../../src/pipeline/shipped-rules.ts'

const files = shippedFiles(true)
const ruleFiles = files.filter(({ name }) => !isTestFile(name))
const loaded = loadRules(files)
const { rules, tests, cases, mistakes } = loaded
const trial = new Trial(loaded)

test('the shipped rules load without a mistake', () => {
  assert.deepEqual(mistakes.map(describeMistake), [])
  assert.equal(rules.length, ruleFiles.length)
})

test('rule files are short, and ids are unique', () => {
  const long = ruleFiles.filter((file) => file.text.trimEnd().split('\n').length > 40)
  assert.deepEqual(
    long.map((file) => file.name),
    [],
  )
  assert.equal(new Set(rules.map((rule) => rule.id)).size, rules.length)
})

test('no literal-free rule looks at targets', () => {
  assert.deepEqual(trial.costly, ['web/odd-method'])
})

test('exactly the rules that are named hold for each case', () => {
  const outcomes = cases.map((one) => trial.runCase(one))
  assert.deepEqual(
    outcomes.map(({ got }) => got),
    outcomes.map(({ expected }) => expected),
  )
})

for (const rule of rules)
  describe(rule.name, () => {
    const { fires, silent, evasion } = tests.get(rule.name)!
    test('says what it is', () => {
      assert.ok(rule.description && rule.falsepositives.length > 0 && rule.mitre.length > 0)
      assert.ok(fires.length > 0 && silent.length > 0 && evasion.length > 0)
    })
    test('fires, sees through evasion, stays silent', () => {
      const wrong = trial.run(rule).filter(({ isRight }) => !isRight)
      assert.deepEqual(
        wrong.map(({ list, example }) => [list, ...example.fields.values()]),
        [],
      )
    })
  })
