import { strict as assert } from 'node:assert'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { root } from './tripline.ts'

const folder = join(root, 'docs/reference')
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': isoTime } })
for (const file of globSync('*.schema.json', { cwd: folder }))
  ajv.addSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')) as object, file)

/** Fails with every place where a value breaks one of the published schemas. */
export function matchesSchema(name: string, value: unknown): void {
  const validate = ajv.getSchema(`${name}.schema.json`)
  assert.ok(validate, `no schema ${name}`)
  void validate(value)
  assert.deepEqual(validate.errors ?? [], [])
}

function isoTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)
}
