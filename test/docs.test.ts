import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pages } from '../docs/pages.ts'

test('the reference is what `npm run docs` would write', async () => {
  for (const [name, text] of Object.entries(await pages())) {
    const written = readFileSync(join(import.meta.dirname, '../docs/reference', name), 'utf8')
    assert.ok(written === text, `docs/reference/${name} is old: npm run docs`)
  }
})
