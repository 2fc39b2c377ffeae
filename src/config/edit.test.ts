import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { parse } from 'yaml'
import { withItem, withoutItem, withSwitch } from './edit.ts'

const path = ['rules', 'paths']

test('an item is added and taken out, comments and the rest stay', () => {
  const before = '# first\nlateness: 30s # why\nrules:\n  # mine\n  paths:\n    - ./a # old\n'
  const added = withItem(before, path, './b c')
  assert.equal(added, `${before}    - ./b c\n`)
  assert.equal(withoutItem(added, path, './b c'), before)
  assert.deepEqual(parse(withoutItem(before, path, './a')), {
    lateness: '30s',
    rules: { paths: [] },
  })
})

test('lists and tables are made where there are none', () => {
  for (const before of ['', '# only words\n', 'rules:\n', 'rules: {}\n', 'rules:\n  paths:\n'])
    assert.deepEqual(parse(withItem(before, path, 'x')), { rules: { paths: ['x'] } }, before)
  assert.match(withItem('# only words\n', path, 'x'), /^# only words/)
  assert.equal(withItem('rules: { paths: [a] }\n', path, 'b'), 'rules: { paths: [ a, b ] }\n')
  assert.equal(withoutItem('a: 1\n', path, 'x'), 'a: 1\n')
  assert.equal(
    withSwitch('rules:\n  paths: [a] # x\n', ['rules', 'keepGoing']),
    'rules:\n  paths: [ a ] # x\n  keepGoing: true\n',
  )
})
