import { strict as assert } from 'node:assert'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { parse } from 'yaml'
import { isGolden } from './golden.ts'
import { matchesSchema } from './schema.ts'
import { folder, golden, tripline } from './tripline.ts'

const log = join(golden, 'attack.log')
const attack = readFileSync(log, 'utf8')
  .split('\n')
  .find((line) => line.includes('%27%20OR'))!
const head = '203.0.113.9 - - [21/Nov/2026:06:03:20 +0000] "GET '
const tail = ' HTTP/1.1" 200 153 "-" "Mozilla/5.0"'

interface Explained {
  readonly verdict: string
  readonly views: readonly {
    readonly field: string
    readonly forms: readonly {
      readonly name: string
      readonly text: string
      readonly changed: readonly { readonly start: number; readonly end: number }[]
    }[]
  }[]
  readonly rules: readonly {
    readonly name: string
    readonly holds: boolean
    readonly failed: readonly string[]
  }[]
  readonly points: readonly { readonly silencedWithout: readonly string[] }[]
  readonly exceptions: readonly Readonly<Record<string, string>>[]
  readonly excepted: readonly { readonly rule: string }[]
  readonly hidden?: readonly {
    readonly lines: number
    readonly clients: number
    readonly ofThisClient: number
    readonly examples: readonly string[]
  }[]
}

async function explained(line: string, ...more: string[]): Promise<Explained> {
  const { out, err } = await tripline(['explain', line, '--json', ...more])
  assert.notEqual(out, '', err)
  const record = JSON.parse(out) as Explained
  matchesSchema('explain', record)
  return record
}

describe('explain', () => {
  test('shows the whole way, at any width, with colour and without', async () => {
    for (const columns of [80, 120]) {
      const plain = await tripline(['explain', attack], { columns, env: { NO_COLOR: '1' } })
      isGolden(`explain-${columns}.txt`, plain.out)
      for (const row of plain.out.split('\n')) assert.ok(row.length <= columns, row)
      const coloured = await tripline(['explain', attack], { columns, env: { FORCE_COLOR: '1' } })
      isGolden(`explain-${columns}-colour.txt`, coloured.out)
      const bare = coloured.out.replace(/\x1b\[[0-9;]*m/g, '')
      assert.equal(bare, plain.out.replace(/^│ +\^[\^ ]*\n/gm, ''))
    }
  })

  test('marks the bytes as logged that decoding changed', async () => {
    const { views } = await explained(`${head}/a?x=%2527%20or%201=1${tail}`)
    const form = views
      .find(({ field }) => field === 'target')!
      .forms.find(({ name }) => name === 'decoded')!
    assert.equal(form.text, "/a?x=' or 1=1")
    assert.deepEqual(form.changed, [
      { start: 5, end: 13 },
      { start: 15, end: 18 },
    ])
  })

  test('names rules that came near, and what failed', async () => {
    const { rules, verdict } = await explained(`${head}/a?x=union+of+select+committees${tail}`)
    assert.equal(verdict, 'normal')
    const near = rules.find(({ name }) => name === 'web/sql-union')
    assert.ok(near && !near.holds && near.failed.length > 0)
  })

  test('without the rules that it names, the line is a note at most', async () => {
    const { points } = await explained(attack)
    const without = points.flatMap(({ silencedWithout }) => silencedWithout)
    assert.ok(without.length > 0)
    const disable = `rules.disable=${without.join(',')}`
    const after = await explained(attack, '--set', disable)
    assert.notEqual(after.verdict, 'attack')
  })

  test('the exceptions that it proposes silence the line, as text and as data', async () => {
    const cwd = folder()
    const { out } = await tripline(['explain', attack], { cwd })
    writeFileSync(join(cwd, 'tripline.yaml'), out.slice(out.indexOf('\n\n#')))
    const after = await tripline(['explain', attack, '--json'], { cwd })
    const { verdict, excepted, exceptions } = JSON.parse(after.out) as Explained
    assert.deepEqual([verdict, exceptions], ['normal', []])
    assert.ok(excepted.length > 0)
    const written = (parse(out.slice(out.indexOf('\n\n#'))) as { exceptions: object[] }).exceptions
    const proposed = (await explained(attack)).exceptions
    assert.deepEqual(
      written,
      proposed.map((one) => ({ ...one, reason: 'why it is no attack' })),
    )
    for (const one of proposed)
      assert.deepEqual(
        [one['route'], one['parameter'], one['client']],
        ['/product', 'id', '203.0.113.9'],
      )
  })

  test('--on says what else they would hide in the last lines', async () => {
    const cwd = folder()
    const others = ['198.51.100.1', '198.51.100.2', '203.0.113.9'].map((client, i) =>
      attack.replace('203.0.113.9', client).replace('id=1', `id=${i + 2}`),
    )
    writeFileSync(join(cwd, 'a.log'), `${[attack, ...others, `${head}/${tail}`].join('\n')}\n`)
    const on = join(cwd, 'a.log')
    const { hidden } = await explained(attack, '--on', on)
    assert.ok(hidden)
    for (const { lines, clients, ofThisClient, examples } of hidden) {
      assert.deepEqual([lines, clients, ofThisClient], [3, 3, 1])
      assert.deepEqual(examples, others)
    }
    const last = await explained(attack, '--on', on, '--last', '2')
    assert.deepEqual(
      last.hidden?.map(({ lines }) => lines),
      hidden.map(() => 1),
    )
    const { out } = await tripline(['explain', attack, '--on', on])
    assert.match(out, /# hides 1 other hit; without client: 3 hits of 3 clients/)
  })

  test('an alert is found by its number alone, in what the config says to read', async () => {
    const cwd = folder()
    assert.equal((await tripline(['explain', '1'], { cwd })).code, 2)
    writeFileSync(
      join(cwd, 'tripline.yaml'),
      `sources:\n  - { type: file, paths: [${JSON.stringify(log)}] }\n`,
    )
    const alone = await tripline(['explain', '1'], { cwd })
    assert.equal(alone.out, (await tripline(['explain', '1', log])).out)
  })

  test('the request that a line of an error log speaks of is explained too', async () => {
    const line = `2026/11/21 06:11:02 [error] 31#31: *46 open() "/x" failed (2: No such file or directory), client: 203.0.113.9, server: shop.example, request: "GET /product?id=1%27%20OR%20%271%27=%271 HTTP/1.1", host: "shop.example"`
    const { verdict, views, rules, exceptions } = await explained(line)
    assert.equal(verdict, 'attack')
    assert.ok(views[0]!.forms.some(({ text }) => text.includes("1' OR '1'='1")))
    assert.ok(rules.some(({ name, holds }) => name === 'web/sql-boolean' && holds))
    assert.ok(exceptions.every((one) => one['parameter'] === 'id'))
  })

  test('what cannot be read is explained in the same shape', async () => {
    matchesSchema('explain', JSON.parse((await tripline(['explain', 'no log line', '--json'])).out))
  })
})
