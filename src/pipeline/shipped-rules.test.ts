import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { loadRules } from '../detectors/rules/load.ts'
import { prepareRules, shippedFiles, shippedRules } from './shipped-rules.ts'

test('prepared rules are those of the files', async () => {
  const { rules, mistakes } = loadRules(shippedFiles())
  assert.deepEqual(mistakes, [])
  assert.deepEqual((JSON.parse(await prepareRules()) as { rules: unknown }).rules, rules)
  assert.deepEqual(await shippedRules(), rules)
})
