import { strict as assert } from 'node:assert'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { tripline } from './tripline.ts'

const rule = (more: string): string => `title: Probe
logsource: { category: webserver }
detection:
  tool: { agent|contains: [probe, scan] }
  where: { path|startswith: /api }
  condition: tool and where
tripline:
  tests:
${more}
`
const right = `    fires: [{ request: GET /api/x, agent: a probe }, { request: GET /api, agent: scan }]
    silent: [{ request: GET /x, agent: probe }, { request: GET /api/x, agent: curl }]
    evasion: [{ request: GET /%61pi, agent: PROBE }]`
const wrong = `    fires: [{ request: GET /x, agent: a probe }]
    silent: [{ request: GET /api/x, agent: scan }]`

function folder(files: Readonly<Record<string, string>>): string {
  const cwd = mkdtempSync(join(tmpdir(), 'rules-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  return cwd
}

test('rules whose tests come out right', async () => {
  const cwd = folder({ 'probe.yml': rule(right) })
  const { code, out } = await tripline(['test', 'probe.yml', '--mutants'], { cwd })
  assert.equal(code, 0)
  assert.match(out, /✓ probe +5 right +3 of 3 parts +\d+ of \d+ changes/)
  assert.match(out, /no test notices it agent contains probe and 1 more cut in half/)
  assert.match(out, /1 rule, 5 examples right, 0 wrong; 3 of 3 parts/)
})

test('what failed is shown as a diff, with what was there and what failed', async () => {
  const cwd = folder({ 'probe.yml': rule(wrong) })
  const { code, out } = await tripline(['test', '.', '--sarif', 'out.sarif'], { cwd })
  assert.equal(code, 5)
  assert.match(
    out,
    /✗ probe {2}probe\.yml:9:13\n +GET \/x \| agent a probe\n +- expected {2}fires\n +\+ got +silent\n +there +agent contains probe\n +failed +path starts \/api\n/,
  )
  assert.match(
    out,
    /- expected {2}silent\n +\+ got +fires\n +there +agent contains scan {2}path starts \/api\n +matched +request\.target \/api\n/,
  )
  const { runs } = JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8')) as {
    runs: { results: { ruleId: string; locations: unknown[] }[] }[]
  }
  const [first] = runs[0]!.results
  assert.equal(first!.ruleId, 'failed-test')
  assert.deepEqual(first!.locations, [
    {
      physicalLocation: {
        artifactLocation: { uri: 'probe.yml' },
        region: { startLine: 9, startColumn: 13 },
      },
    },
  ])
})

test('for other programs', async () => {
  const cwd = folder({ 'probe.yml': rule(wrong) })
  const { code, out } = await tripline(['test', '.', '--json'], { cwd })
  const record = JSON.parse(out) as Record<string, unknown> & {
    failures: Record<string, unknown>[]
  }
  assert.equal(code, 5)
  assert.deepEqual([record['passed'], record['failed']], [0, 2])
  assert.deepEqual(record.failures[0], {
    rule: 'probe',
    file: 'probe.yml',
    line: 9,
    column: 13,
    list: 'fires',
    request: 'GET /x | agent a probe',
    expected: 'fires',
    got: 'silent',
    there: ['agent contains probe'],
    conditions: ['path starts /api'],
    matched: [],
  })
  const { conditions, matched } = record.failures[1]!
  assert.deepEqual([conditions, matched], [[], ['request.target /api']])
})

test('cases in a file beside the rule are filled in', async () => {
  const cases = (expect: string): string => `silent: [GET /api]
cases:
  - request: GET /api/x
    agent: a probe
    expect:${expect}
  - { request: GET /y, expect: [] }
`
  const cwd = folder({ 'probe.yml': rule(right), 'probe.test.yml': cases('') })
  const open = await tripline(['test', '.'], { cwd })
  assert.equal(open.code, 5)
  assert.match(
    open.out,
    /✗ case {2}probe\.test\.yml:3:5\n.*\n +- expected {2}no rule\n +\+ got +probe\n/,
  )
  const filled = await tripline(['test', '.', '--fill'], { cwd })
  assert.equal(filled.code, 0)
  assert.match(filled.out, /Filled in 1 expectation\./)
  assert.equal(readFileSync(join(cwd, 'probe.test.yml'), 'utf8'), cases(' [probe]'))
  assert.equal((await tripline(['test', '.'], { cwd })).code, 0)
})

test('mistakes refuse all, or are told beside the results', async () => {
  const cwd = folder({
    'probe.yml': rule(right),
    'bad.yml': rule(right).replace('path|startswith', 'paht|startswith'),
  })
  const refused = await tripline(['test', '.'], { cwd })
  assert.equal(refused.code, 3)
  assert.match(refused.err, /bad\.yml:5:12 unknown field 'paht', nearest is 'path'/)
  const { code, out } = await tripline(['test', '.', '--keep-going'], { cwd })
  assert.equal(code, 3)
  assert.match(out, /✗ bad\.yml:5:12 unknown field 'paht', nearest is 'path'\n/)
  assert.match(out, /✓ probe +5 right/)
})

test('rules that cannot be run, or have no tests, do not pass in silence', async () => {
  const bad = {
    'users.yml': rule(right).replace('agent|contains: [probe, scan]', "agent|expand: '%users%'"),
    'count.yml': rule(right).replace('tool and where', 'tool and where | count() by c-ip > 5'),
    'process.yml': rule('')
      .replace('webserver', 'process_creation')
      .replace(/tripline:[^]*/, ''),
  }
  const cwd = folder({ ...bad, 'probe.yml': rule(right), 'bare.yml': rule('    fires: []') })
  const { code, out } = await tripline(['test', '.', '--sarif', 'out.sarif'], { cwd })
  assert.equal(code, 3)
  assert.match(
    out,
    /~ users {2}not run: the placeholder %users% has no values.* {2}users\.yml:4:\d+/,
  )
  assert.match(out, /~ count {2}not run: '\| count\(\) by c-ip > 5'/)
  assert.match(out, /~ process {2}not run: logs of the category process_creation are not read/)
  assert.match(out, /~ bare +no tests/)
  assert.match(
    out,
    /2 rules, 5 examples right, 0 wrong; .*; 3 rules not run; 1 rule without tests\n/,
  )
  assert.match(readFileSync(join(cwd, 'out.sarif'), 'utf8'), /"not-run"/)
  assert.equal((await tripline(['test', '.', '--keep-going'], { cwd })).code, 0)
  const json = await tripline(['test', 'users.yml', '--json', '--keep-going'], { cwd })
  assert.equal(json.code, 3)
  const { notRun } = JSON.parse(json.out) as { notRun: { name: string; file: string }[] }
  assert.deepEqual(
    notRun.map(({ name, file }) => [name, file]),
    [['users', 'users.yml']],
  )
})

test('a folder without rules is an error', async () => {
  const { code, err } = await tripline(['test', '.'], { cwd: folder({ 'notes.txt': '' }) })
  assert.equal(code, 4)
  assert.match(err, /There is no rule to test\./)
})

test('mistakes are told to other programs too', async () => {
  const cwd = folder({ 'bad.yml': rule(right).replace('path|startswith', 'paht|startswith') })
  const tested = await tripline(['test', 'bad.yml', '--json'], { cwd })
  assert.equal(tested.code, 3)
  const { mistakes } = JSON.parse(tested.out) as { mistakes: object[] }
  assert.deepEqual(mistakes, [
    { file: 'bad.yml', line: 5, column: 12, what: "unknown field 'paht'", nearest: 'path' },
  ])
  const checked = await tripline(['check', '--rules', 'bad.yml', '--json'], { cwd })
  assert.equal(checked.code, 3)
  assert.match(
    (JSON.parse(checked.out) as { mistakes: string[] }).mistakes.join(),
    /bad\.yml:5:12 unknown field 'paht'/,
  )
})

test('a path that cannot be read', async () => {
  const { code, err } = await tripline(['test', 'nowhere'], { cwd: folder({}) })
  assert.equal(code, 4)
  assert.match(err, /nowhere cannot be read\./)
})
