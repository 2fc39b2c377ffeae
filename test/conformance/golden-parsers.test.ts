import { strict as assert } from 'node:assert'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { createReader } from '../../src/parsers/reader.ts'

const folder = join(import.meta.dirname, '../golden/parsers')
const ofPlace = new Set(['line', 'source', 'position'])

/** What was logged: fields that say "not logged" are left out. */
function logged(line: string, reader: ReturnType<typeof createReader>): unknown {
  const result = reader.read(line)
  if (result === undefined) return null
  if (result.kind === 'unparsed') return { kind: result.kind, fault: result.fault }
  const fields = Object.entries(result).filter(
    ([name, value]) =>
      !ofPlace.has(name) && value !== '' && value !== -1 && !(name === 'status' && value === 0),
  )
  return Object.fromEntries([...fields, ['time', new Date(result.time).toISOString()]])
}

for (const file of globSync('*.log', { cwd: folder }))
  test(`${basename(file)} is read as it was agreed`, () => {
    const reader = createReader({ year: 2026 })
    const lines = readFileSync(join(folder, file), 'latin1').trimEnd().split('\n')
    const expected = readFileSync(join(folder, file.replace('.log', '.jsonl')), 'latin1')
      .trimEnd()
      .split('\n')
    assert.deepEqual(
      lines.map((line) => JSON.parse(JSON.stringify(logged(line, reader))) as unknown),
      expected.map((line) => JSON.parse(line) as unknown),
    )
  })
