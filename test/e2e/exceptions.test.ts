import { strict as assert } from 'node:assert'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { matchesSchema } from './schema.ts'
import { folder, tripline } from './tripline.ts'

const line = (target: string, client = '203.0.113.9'): string =>
  `${client} - - [21/Nov/2026:06:03:20 +0000] "GET ${target} HTTP/1.1" 200 153 "-" "Mozilla/5.0"\n`
const usual = '/search?q=1%27%20OR%20%271%27=%271'

/** A folder with a log, a config and a file of exceptions. */
function site(config: string, more = ''): string {
  const cwd = folder()
  writeFileSync(
    join(cwd, 'a.log'),
    line(usual) + line(usual, '198.51.100.7') + line(`${usual}&x=1`),
  )
  writeFileSync(join(cwd, 'tripline.yaml'), config)
  writeFileSync(join(cwd, 'more.yaml'), more)
  return cwd
}

interface Report {
  readonly alerts: readonly object[]
  readonly exceptions: readonly { readonly hits: number; readonly ended: boolean }[]
}

test('hits are let through and counted, by the config and by files, until they end', async () => {
  const one =
    '  - { route: /search, parameter: q, reason: people search for SQL, until: 2026-12-31 }\n'
  for (const [config, more] of [
    [`exceptions:\n${one}`, ''],
    ['exceptionFiles: [more.yaml]\n', `exceptions:\n${one}`],
  ] as const) {
    const cwd = site(config, more)
    const report = JSON.parse((await tripline(['a.log', '--json'], { cwd })).out) as Report
    matchesSchema('look', report)
    assert.deepEqual(report.alerts, [])
    assert.ok(report.exceptions[0]!.hits >= 3)
    const { err } = await tripline(['a.log'], { cwd })
    assert.match(err, /\d+ hits let through: any rule on \/search in q, as people search for SQL/)
    for (const scored of (await tripline(['score', 'a.log'], { cwd })).out.trimEnd().split('\n')) {
      const record = JSON.parse(scored) as { verdict: string; excepted: { exception: string }[] }
      matchesSchema('score', record)
      assert.equal(record.verdict, 'normal')
      assert.equal(record.excepted[0]!.exception, 'people search for SQL')
    }
  }
})

test('an exception that has ended lets nothing through, and check says so', async () => {
  const cwd = site(
    'exceptions:\n  - { route: /search, parameter: q, reason: for a while, until: 2026-01-31 }\n',
  )
  const report = JSON.parse((await tripline(['a.log', '--json'], { cwd })).out) as Report
  assert.ok(report.alerts.length > 0)
  assert.equal(report.exceptions[0]!.ended, true)
  matchesSchema('look', report)
  const told = await tripline(['a.log'], { cwd })
  assert.match(told.err, /An exception ended on 2026-01-31: any rule on \/search in q\n/)
  const { code, err } = await tripline(['check'], { cwd })
  assert.equal(code, 0)
  assert.match(err, /~ ended +any rule on \/search in q, on 2026-01-31/)
})

test('what an exception cannot be is told, each at its place', async () => {
  const wrong = `exceptions:
  - { rule: web/sql-bolean, route: /x, reason: a }
  - { rule: web/sql-boolean, reason: a }
  - { rule: web/sql-boolean, client: 10.0.0.0/99, reason: a, until: soon }
  - { rule: web/sql-boolean, broad: true }
  - { rule: web/sql-boolean, client: nonsense, reason: a }
  - { rule: web/sql-boolean, client: 300.1.1.1, reason: a }
  - { rule: web/sql-boolean, route: product, reason: a }
  - { rule: web/sql-boolean, route: /x, reason: ' ' }
`
  const { code, err } = await tripline(['check'], { cwd: site(wrong) })
  assert.equal(code, 3)
  for (const told of [
    /yaml:2:\d+ +There is no rule or detector "web\/sql-bolean"\. Did you mean web\/sql-boolean\?/,
    /yaml:3:5 +exceptions\.1 names only a rule\. Name two of/,
    /yaml:4:\d+ +exceptions\.2\.client needs .* found "10\.0\.0\.0\/99"\./,
    /yaml:4:\d+ +exceptions\.2\.until needs a day/,
    /yaml:5:5 +exceptions\.3\.reason is missing/,
    /yaml:6:\d+ +exceptions\.4\.client needs an address .* found "nonsense"\./,
    /yaml:7:\d+ +exceptions\.5\.client needs an address .* found "300\.1\.1\.1"\./,
    /yaml:8:\d+ +exceptions\.6\.route needs a path that begins with \/ .* found "product"\./,
    /yaml:9:\d+ +exceptions\.7\.reason needs a word on why/,
  ])
    assert.match(err, told)
  const proper = wrong.replace('  - { rule: web/sql-boolean, broad: true }\n', '')
  const others = await tripline(['check'], { cwd: site('exceptionFiles: [more.yaml]\n', proper) })
  assert.match(others.err, /more\.yaml:5:\d+ +exceptions\.3\.client needs an address/)
  const inFile = await tripline(['check'], { cwd: site('exceptionFiles: [more.yaml]\n', wrong) })
  assert.match(inFile.err, /more\.yaml:5:5 +exceptions\.3\.reason is missing/)
})
