import { strict as assert } from 'node:assert'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { parse } from 'yaml'
import { matchesSchema } from './schema.ts'
import { folder, golden, tripline } from './tripline.ts'

const log = join(golden, 'attack.log')

describe('the config', () => {
  test('all mistakes are told at once, whatever the command', async () => {
    const cwd = folder()
    writeFileSync(
      join(cwd, 'tripline.yaml'),
      'lateness: 30\nruels:\n  disable: []\nlimits:\n  kyes: 5\n',
    )
    const expected = `The config cannot be used.
  tripline.yaml:1:11  lateness needs a duration with its unit ("30s", "5m", "1h"), found 30.
  tripline.yaml:2:1   ruels is not an option. Did you mean rules?
  tripline.yaml:5:3   limits.kyes is not an option. Did you mean keys?
3 problems. Check again with  tripline check        TRIPLINE_E_CONFIG
`
    for (const words of [
      ['look', log],
      ['score', log],
      ['check'],
      ['explain', 'x'],
      ['list', 'rules'],
    ]) {
      const { code, out, err } = await tripline(words, { cwd })
      assert.deepEqual([code, out, err], [3, '', expected], words.join(' '))
    }
  })

  test('aliases that cannot be used are a mistake of the config', async () => {
    const cwd = folder()
    const rows = ['a: &a [x, x, x, x, x, x, x, x, x]']
    for (const [i, name] of 'bcdefgh'.split('').entries())
      rows.push(`${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]!}`).join(', ')}]`)
    for (const text of [rows.join('\n'), 'failOn: *x\n', 'failOn: &b [*b]\n']) {
      writeFileSync(join(cwd, 'tripline.yaml'), text)
      const { code, err } = await tripline(['check'], { cwd })
      assert.equal(code, 3)
      assert.match(err, /tripline\.yaml:1:1 +.*alias/)
    }
  })

  test('names that do not exist are told together, each at its place', async () => {
    const cwd = folder()
    writeFileSync(
      join(cwd, 'tripline.yaml'),
      `parser: combind
trustedProxies: [10.0.0.0/8, nowhere]
rules:
  disable: [web/sql-union, web/sql-unoin]
  paths: [none]
severity:
  sql_injektion: high
lateness: 5
failOn: low
failOn: high
`,
    )
    const { code, err } = await tripline(['check'], { cwd })
    assert.equal(code, 3)
    for (const place of ['1:9', '2:30', '4:28', '5:3', '7:3', '8:11', '10:1'])
      assert.match(err, new RegExp(`tripline\\.yaml:${place} `), err)
    assert.match(err, /^7 problems/m)
    assert.match(err, /"web\/sql-unoin".* Did you mean web\/sql-union\?/)
  })

  test('rules, parsers and proxies that do not exist are config errors', async () => {
    const rule = await tripline(['check', '--set', 'rules.disable=web/sql-unoin'])
    assert.deepEqual([rule.code, /Did you mean web\/sql-union\?/.test(rule.err)], [3, true])
    const parser = await tripline(['check', '--set', 'parser=combind'])
    assert.deepEqual([parser.code, /Did you mean combined\?/.test(parser.err)], [3, true])
    const proxy = await tripline(['check', '--set', 'trustedProxies=nowhere'])
    assert.deepEqual([proxy.code, /nowhere/.test(proxy.err)], [3, true])
  })

  test('check --show tells every value and where it comes from', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'tripline.yaml'), 'lateness: 1m\nlimits:\n  keys: 2000\n')
    const { code, out } = await tripline(['check', '--show', '--set', 'failOn=high'], {
      cwd,
      env: { TRIPLINE_LIMITS__KEYS: '3000' },
    })
    assert.equal(code, 0)
    assert.match(out, /^lateness +1m +tripline\.yaml:1:11$/m)
    assert.match(out, /^limits\.keys +3000 +TRIPLINE_LIMITS__KEYS$/m)
    assert.match(out, /^failOn +high +--set$/m)
    assert.match(out, /^parser +"" +default$/m)
  })

  test('check fails when a source names no file', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'tripline.yaml'), 'sources:\n  - type: file\n    paths: [none.log]\n')
    const { code, err } = await tripline(['check'], { cwd })
    assert.equal(code, 4)
    assert.match(err, /✗ source {3}none\.log \(0 files\)/)
  })

  test('severity and silence are what the config says', async () => {
    const graver = await tripline([log, '--set', 'severity.sql_injection=critical'])
    assert.match(graver.out, /CRITICAL/)
    const milder = await tripline([
      log,
      '--set',
      'severity.sql_injection=info',
      '--fail-on',
      'high',
    ])
    assert.equal(milder.code, 0)
  })

  test('init describes a log and writes a config of at most 30 lines that check takes', async () => {
    const cwd = folder()
    writeFileSync(join(cwd, 'site.log'), readFileSync(log))
    const first = await tripline(['init', '--from', 'site.log'], { cwd })
    assert.equal(first.code, 0)
    assert.match(first.err, /site\.log +combined/)
    const text = readFileSync(join(cwd, 'tripline.yaml'), 'utf8')
    assert.match(text, /^# yaml-language-server: \$schema=\S+\n/)
    assert.ok(text.split('\n').length <= 31)
    matchesSchema('config', parse(text))
    assert.equal((await tripline(['check'], { cwd })).code, 0)
    assert.match((await tripline(['look'], { cwd })).out, /sql injection/)
    const again = await tripline(['init', '--from', 'site.log'], { cwd })
    assert.equal(again.code, 2)
    assert.match(again.err, /exists already/)
  })
})
