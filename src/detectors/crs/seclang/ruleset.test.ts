import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { describe } from '../../rules/mistakes.ts'
import type { SecRule } from './rule.ts'
import { readRuleset } from './ruleset.ts'

const rulesOf = (text: string, more: Record<string, string> = {}): readonly SecRule[] =>
  readRuleset([
    { name: 'rules/a.conf', text },
    ...Object.entries(more).map(([name, data]) => ({ name, text: data })),
  ]).entries.filter((entry) => entry.is === 'rule')
const mistakesIn = (text: string): readonly string[] =>
  readRuleset([{ name: 'a.conf', text }]).mistakes.map(describe)

test('a rule over several lines is read with all its parts', () => {
  const [rule] = rulesOf(`
# a comment
SecRule ARGS|!ARGS:/^skip|x$/|&ARGS_NAMES|REQUEST_HEADERS:User-Agent "!@rx a\\"b" \\
    "id:7,\\
    phase:request,deny,capture,multiMatch,\\
    t:none,t:lowercase,t:none,t:urlDecodeUni,\\
    msg:'It, ''s',\\
    tag:'attack-sqli',tag:'paranoia-level/1',severity:2,\\
    skipAfter:END,\\
    setvar:'tx.%{MATCHED_VAR_NAME}-score=+%{tx.critical}',setvar:!tx.old,\\
    ctl:ruleRemoveTargetById=10-20;ARGS:/^z/"
`)
  assert.ok(rule)
  const { links, file, ...about } = rule
  assert.deepEqual(about, {
    is: 'rule',
    id: 7,
    phase: 2,
    message: "It, ''s",
    tags: ['attack-sqli', 'paranoia-level/1'],
    severity: 'critical',
    isLogged: true,
    verdict: 'deny',
    allows: '',
    skipAfter: 'END',
    skip: 0,
    line: 3,
  })
  assert.equal(file, 'rules/a.conf')
  const [link] = links
  const none = { key: '', pattern: '' }
  assert.deepEqual(link?.targets, [
    {
      collection: 'ARGS',
      ...none,
      isCount: false,
      except: [{ collection: 'ARGS', key: '', pattern: '^skip|x$' }],
    },
    { collection: 'ARGS_NAMES', ...none, isCount: true, except: [] },
    {
      collection: 'REQUEST_HEADERS',
      key: 'user-agent',
      pattern: '',
      isCount: false,
      except: [],
    },
  ])
  assert.equal(link.test?.operator, 'rx')
  assert.equal(link.test.isNegated, true)
  assert.equal(link.test.argumentText, 'a"b')
  assert.deepEqual(link.transformations, ['urldecodeuni'])
  assert.equal(link.isMultiMatch && link.captures, true)
  assert.deepEqual(link.setVars, [
    {
      collection: 'TX',
      key: [{ collection: 'MATCHED_VAR_NAME', key: '' }, '-score'],
      isRemoval: false,
      value: ['+', { collection: 'TX', key: 'critical' }],
    },
    { collection: 'TX', key: ['old'], isRemoval: true, value: ['1'] },
  ])
  assert.deepEqual(link.controls, [
    { by: 'id', value: '10-20', target: { collection: 'ARGS', key: '', pattern: '^z' } },
  ])
})

test('chains are one rule, defaults count, and a pattern needs no name', () => {
  const rules = rulesOf(`
SecDefaultAction "phase:2,deny,nolog"
SecRule ARGS abc "id:1,block,chain"
SecRule ARGS_NAMES "@streq x" "chain"
SecRule &ARGS "@gt 1"
SecAction "id:2,phase:2,pass,log"
`)
  assert.deepEqual(
    rules.map(({ id, links, verdict, isLogged }) => [id, links.length, verdict, isLogged]),
    [
      [1, 3, 'deny', false],
      [2, 1, 'pass', true],
    ],
  )
  assert.equal(rules[0]!.links[0]!.test?.operator, 'rx')
})

test('rules are removed and changed by those that follow', () => {
  const rules = rulesOf(`
SecRule ARGS "@rx a" "id:1,tag:'x/y',msg:'one'"
SecRule ARGS "@rx b" "id:2,tag:'z'"
SecRule ARGS "@rx c" "id:3"
SecRule ARGS "@rx d" "id:14"
SecRuleRemoveById 3 10-20
SecRuleRemoveByTag "^z$"
SecRuleUpdateTargetById 1 "!ARGS:q,REQUEST_URI"
SecRuleUpdateTargetByTag x "REQUEST_LINE"
SecRuleUpdateActionById 1 "pass,nolog,tag:'new'"
`)
  assert.deepEqual(
    rules.map(({ id }) => id),
    [1],
  )
  const [{ links, tags, isLogged }] = rules as [SecRule]
  assert.deepEqual(
    links[0]!.targets.map(({ collection }) => collection),
    ['ARGS', 'REQUEST_LINE'],
  )
  assert.deepEqual(tags, ['x/y', 'new'])
  assert.equal(isLogged, false)
})

test('files are included once, where they are asked for', () => {
  const set = readRuleset([
    { name: 'crs/rules/B.conf', text: 'SecAction "id:3"' },
    { name: 'crs/rules/A.conf', text: 'SecAction "id:2"' },
    { name: 'crs/crs-setup.conf', text: 'SecAction "id:1"' },
    { name: 'crs/crs-setup.conf.example', text: 'SecAction "id:9"' },
    {
      name: 'main.conf',
      text: 'Include crs/crs-setup.conf\nInclude crs/rules/*.conf\nIncludeOptional none.conf',
    },
  ])
  assert.deepEqual(set.mistakes, [])
  assert.deepEqual(
    set.entries.map((entry) => entry.is === 'rule' && entry.id),
    [1, 2, 3],
  )
})

test('every mistake is told with its place and what was meant', () => {
  assert.deepEqual(
    mistakesIn(`SecRul ARGS "@rx a" "id:1"
SecRule ARGZ|REQUEST_URI \\
   "@streqq a" \\
   "id:2,t:lowercaze,blok,setvar:x"
SecRule ARGS
SecRule ARGS "@rx a" "id:3,phase:9"
SecRule ARGS "@rx a" "id:3"
SecRule ARGS "@rx a" "phase:1"
SecRule ARGS "@rx a
SecRuleRemoveById abc
Include nowhere.conf
SecRule ARGS "@rx a" "id:4,chain"
`),
    [
      "a.conf:1:1 there is no directive 'SecRul', nearest is 'SecRule'",
      "a.conf:2:9 there is no variable 'ARGZ', nearest is 'ARGS'",
      "a.conf:3:5 there is no operator 'streqq', nearest is 'streq'",
      "a.conf:4:12 there is no transformation 'lowercaze', nearest is 'lowercase'",
      "a.conf:4:22 there is no action 'blok', nearest is 'block'",
      "a.conf:4:34 setvar takes 'tx.name=value', this is 'x'",
      'a.conf:5:1 a SecRule is \'SecRule VARIABLES "@operator argument" "actions"\'',
      'a.conf:6:23 a phase is 1 to 5',
      'a.conf:7:23 another rule has id 3 too',
      'a.conf:8:23 the rule has no id',
      'a.conf:9:14 the quote " is not closed',
      "a.conf:10:19 'abc' names no rules",
      "a.conf:11:9 there is no file 'nowhere.conf'",
      'a.conf:12:1 the chain of this rule does not go on',
    ],
  )
})

test('no text breaks the reader', () => {
  const piece = fc.constantFrom(
    'SecRule ',
    'SecAction ',
    'ARGS',
    '|',
    '!',
    '&',
    ':/',
    '/',
    '"',
    "'",
    '@rx ',
    ' ',
    '\n',
    '\\\n',
    'id:1',
    ',',
    'chain',
    't:',
    'ctl:ruleRemoveTargetById=',
    ';',
    'setvar:tx.a=',
    '%{',
    '}',
    '\xff',
    'Include a.conf',
    'SecRuleUpdateTargetById 1 ',
    'SecMarker ',
    '@',
    '#',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      readRuleset([{ name: 'a.conf', text: pieces.join('') }])
    }),
    { numRuns: 1000 },
  )
})
