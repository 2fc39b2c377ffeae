import { strict as assert } from 'node:assert'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { isGolden } from './golden.ts'
import { matchesSchema } from './schema.ts'
import { folder, golden, root, tripline } from './tripline.ts'

const log = join(golden, 'attack.log')
const spark = join(process.env['TRIPLINE_DATA'] ?? join(root, '../shared/data'), 'windows')

interface Scored {
  readonly line: number
  readonly verdict: string
  readonly kinds: readonly string[]
}

describe('machine output', () => {
  test('score judges every line under its own number', async () => {
    const { code, out, err } = await tripline(['score', log])
    assert.deepEqual([code, err.includes('TRIPLINE_E')], [0, false])
    const scored = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Scored)
    for (const one of scored) matchesSchema('score', one)
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
    assert.ok(lines.includes(''))
    assert.deepEqual(
      scored.map(({ line }) => line),
      lines.map((_, i) => i + 1),
    )
    for (const { line, verdict, kinds } of scored) {
      const text = lines[line - 1]!
      if (text.startsWith('203.0.113.9')) {
        assert.equal(verdict, 'attack', text)
        assert.ok(kinds.includes('sql_injection'), text)
      } else assert.equal(verdict, text.startsWith('this is') ? 'unparsed' : 'normal', text)
    }
  })

  test('explain shows a numbered line after all lines before it, and an alert with its reasons', async () => {
    const number =
      readFileSync(log, 'utf8')
        .split('\n')
        .findIndex((l) => l.startsWith('203.')) + 1
    const line = await tripline(['explain', `${log}:${number}`])
    assert.match(line.out, /✓ web\/sql-boolean/)
    const alert = await tripline(['explain', '1', log])
    isGolden('alert.txt', alert.out)
    const json = JSON.parse((await tripline(['explain', '1', log, '--json'])).out) as { id: string }
    matchesSchema('alert', json)
    assert.equal((await tripline(['explain', json.id, log])).out, alert.out)
    assert.equal((await tripline(['explain', '99', log])).code, 2)
  })

  test('explain takes a line that begins with -, and says that a number is wanted', async () => {
    const line = '- - - [21/Nov/2026:06:03:20 +0000] "GET / HTTP/1.1" 200 1 "-" "curl/8"'
    assert.equal((await tripline(['explain', line])).code, 0)
    const { code, err } = await tripline(['explain', `${log}:abc`])
    assert.equal(code, 2)
    assert.match(err, /attack\.log: needs the number of a line, found "abc"\./)
  })

  test('an unreadable line is explained too', async () => {
    const { code, out } = await tripline(['explain', 'this is no log line'])
    assert.equal(code, 4)
    assert.match(out, /parser +✗ \S+ — fails at field \d+/)
  })

  test('bench keeps its schema', async () => {
    const { out } = await tripline(['bench', log, '--json'])
    matchesSchema('bench', JSON.parse(out))
    const cwd = folder()
    writeFileSync(join(cwd, 'packed.gz'), gzipSync(readFileSync(log)))
    const packed = await tripline(['bench', 'packed.gz', '--parser', 'combined'], { cwd })
    assert.equal(packed.code, 0)
    assert.match(packed.err, /Unpacked to/)
    assert.match(packed.out, /66 lines/)
    assert.match(packed.err, /The log is too short to tell/)
  })

  test('windows counts as the spec says', async () => {
    const cwd = folder()
    writeFileSync(
      join(cwd, 'spec.yaml'),
      'windows:\n  - { measure: count, key: [client], span: 10m, where: { status: 400..499 }, as: refused }\n',
    )
    const { code, out } = await tripline(['windows', log, '--spec', 'spec.yaml'], { cwd })
    assert.equal(code, 0)
    assert.equal(
      out,
      '{"window":{"start":"2026-11-21T06:00:00.000Z","end":"2026-11-21T06:10:00.000Z"},"client":"203.0.113.9","refused":5}\n',
    )
    writeFileSync(join(cwd, 'bad.yaml'), 'windows:\n  - { measure: cuont, span: 10 }\n')
    const bad = await tripline(['windows', log, '--spec', 'bad.yaml'], { cwd })
    assert.equal(bad.code, 3)
    assert.match(bad.err, /bad\.yaml:2:\d+ .*Did you mean count\?/)
  })

  test(
    'windows gives exactly what Spark gave',
    { skip: !existsSync(spark) && 'no golden files here' },
    async () => {
      const cwd = folder()
      for (const name of ['attack', 'uniform']) {
        await tripline(
          ['windows', join(spark, `${name}.jsonl.gz`), '--preset', 'window-alerts', '--out', name],
          { cwd },
        )
        for (const goal of ['g1', 'g2', 'g3', 'g4']) {
          const expected = gunzipSync(readFileSync(join(spark, `${name}.expected/${goal}.csv.gz`)))
          assert.ok(
            readFileSync(join(cwd, name, `${goal}.csv`)).equals(expected),
            `${name} ${goal}`,
          )
        }
      }
    },
  )

  test(
    'windows says how many events came too late, and how many lines were not read',
    { skip: !existsSync(spark) && 'no golden files here' },
    async () => {
      const edge = join(spark, 'edge.jsonl.gz')
      const { err } = await tripline(['windows', edge, '--preset', 'window-alerts'])
      assert.match(err, /77 events counted, 42 lines not read, 46 too late\./)
    },
  )
})
