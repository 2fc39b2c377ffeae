import { strict as assert } from 'node:assert'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { generate } from './generate.ts'
import { load } from './load.ts'
import { demo } from './presets.ts'
import { write } from './write.ts'

const folder = mkdtempSync(join(tmpdir(), 'traffic-'))
after(() => rmSync(folder, { recursive: true }))

test('labels are in step with the lines of the log', async () => {
  const options = { ...demo, minutes: 2, format: 'iis' }
  const log = join(folder, 'shop.log.gz')
  const labels = join(folder, 'shop.log.labels')
  const shares: number[] = []
  const count = await write(options, { log, labels, onProgress: (share) => shares.push(share) })
  const expected = [...generate(options)]
  const lines = gunzipSync(readFileSync(log)).toString('latin1').trimEnd().split('\n')
  assert.deepEqual(
    lines.slice(3),
    expected.map(({ line }) => line),
  )
  assert.deepEqual(
    readFileSync(labels, 'utf8')
      .trimEnd()
      .split('\n')
      .map((text): unknown => JSON.parse(text)),
    expected.map(({ label }) => label),
  )
  assert.equal(count, expected.length)
  assert.ok(shares.length > 2 && shares.every((share) => share >= 0 && share <= 1))
})

test('a file that cannot be written is an error', async () => {
  await assert.rejects(write({ minutes: 2 }, { log: join(folder, 'none', 'x.log') }))
})

test('load has as many lines, clients and targets as asked for', () => {
  const lines = [...load({ lines: 5000, clients: 300, seed: 2 })]
  const parts = lines.map((line) => line.split(' '))
  assert.equal(lines.length, 5000)
  assert.equal(new Set(parts.map(([client]) => client)).size, 300)
  assert.equal(new Set(parts.map((part) => part[6])).size, 5000)
  assert.deepEqual([...load({ lines: 5000, clients: 300, seed: 2 })], lines)
})
