import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { survivorsOf } from '../../../src/cli/trial/survivors.ts'
import { loadRules } from '../../../src/detectors/rules/load.ts'
import { shippedFiles } from '../../../src/pipeline/shipped-rules.ts'

const { rules, tests } = loadRules(shippedFiles(true))

for (const rule of rules)
  if (rule.is === 'signature')
    test(`${rule.name}: a test notices any change of its condition`, () => {
      const { unnoticed } = survivorsOf(rule, tests.get(rule.name)!)
      assert.deepEqual(
        unnoticed.map(({ change }) => change),
        [],
      )
    })
