import { strict as assert } from 'node:assert'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Schema } from '../contract/detector.ts'
import { Failure } from '../contract/failure.ts'
import { editorSchema } from './json-schema.ts'
import { loadSettings, type Inputs, type Loaded } from './load.ts'
import { settingsSchema } from './settings.ts'

const detectors: Record<string, Schema> = {
  'error-burst': {
    type: 'object',
    properties: {
      warmUp: { type: 'number', format: 'duration', default: 60_000 },
      factor: { type: 'number', minimum: 1, default: 4 },
    },
  },
}
const folder = mkdtempSync(join(tmpdir(), 'tripline-config-'))

function load(yaml: string, more: Partial<Inputs> = {}): Promise<Loaded> {
  const file = join(folder, 'tripline.yaml')
  writeFileSync(file, yaml)
  return loadSettings({ file, environment: {}, flags: [], detectors, ...more })
}

async function mistakes(yaml: string, more: Partial<Inputs> = {}): Promise<string[]> {
  try {
    await load(yaml, more)
  } catch (error) {
    assert.ok(error instanceof Failure)
    assert.equal(error.code, 'TRIPLINE_E_CONFIG')
    return error.where.map((line) => line.replace(`${folder}/`, '').replace(/ {2,}/, '  '))
  }
  return []
}

test('an empty config gives the defaults', async () => {
  const { settings, origins } = await load('')
  assert.equal(settings.lateness, 10_000)
  assert.equal(settings.failOn, 'never')
  assert.deepEqual(settings.detectors, {
    'error-burst': { warmUp: 60_000, factor: 4 },
    crowdsec: { keys: 10_000 },
    fail2ban: { keys: 10_000 },
  })
  assert.equal(origins.get('detectors.error-burst.warmUp'), 'default')
})

test('all mistakes are told at once, with line, column and the nearest name', async () => {
  const yaml = `parser: combined
lateness: 30
detectors:
  error-burst:
    warmup: 5m
  error-brust:
    factor: 0
limits:
  keys: many
severity:
  sql_injection: hihg
sources:
  - type: fiel
trustedProxies: 10.0.0.0/8
`
  assert.deepEqual(await mistakes(yaml), [
    'tripline.yaml:2:11  lateness needs a duration with its unit ("30s", "5m", "1h"), found 30.',
    'tripline.yaml:5:5  detectors.error-burst.warmup is not an option. Did you mean warmUp?',
    'tripline.yaml:6:3  detectors.error-brust is not an option. Did you mean error-burst?',
    'tripline.yaml:9:9  limits.keys needs a whole number from 100 to 10000000, found "many".',
    'tripline.yaml:11:18  severity.sql_injection needs info, low, medium, high or critical, found "hihg". Did you mean high?',
    'tripline.yaml:13:11  sources.0.type needs "file", found "fiel". Did you mean file?',
    'tripline.yaml:13:5  sources.0.paths is missing.',
    'tripline.yaml:14:17  trustedProxies needs a list, found "10.0.0.0/8".',
  ])
})

test('broken YAML is told with its place', async () => {
  assert.match(
    (await mistakes('parser: [combined\nlateness: 3s\n'))[0] ?? '',
    /^tripline\.yaml:\d+:\d+ {2}/,
  )
  assert.match(
    (await mistakes('lateness: 3s\nlateness: 4s\n'))[0] ?? '',
    /^tripline\.yaml:2:1 .*unique/,
  )
})

test('every option, misspelt, is found again', async () => {
  const schema = settingsSchema(detectors)
  for (const name of Object.keys(schema.properties ?? {})) {
    const misspelt = name.slice(0, -2) + name.at(-1)! + name.at(-2)!
    if (misspelt === name) continue
    assert.deepEqual(await mistakes(`${misspelt}: 1\n`), [
      `tripline.yaml:1:1  ${misspelt} is not an option. Did you mean ${name}?`,
    ])
  }
})

test('flags are stronger than the environment, and that than the file', async () => {
  const yaml = 'limits:\n  keys: 1000\nlateness: 1m\nparser: json\n'
  const { settings, origins } = await load(yaml, {
    environment: {
      TRIPLINE_LIMITS__KEYS: '2000',
      TRIPLINE_LATENESS: '2m',
      TRIPLINE_DATA: 'x',
      OTHER: 'x',
    },
    flags: [{ path: 'limits.keys', text: '3000', flag: '--set' }],
  })
  assert.deepEqual(settings.limits, { keys: 3000 })
  assert.equal(settings.lateness, 120_000)
  assert.equal(settings.parser, 'json')
  assert.equal(origins.get('limits.keys'), '--set')
  assert.equal(origins.get('lateness'), 'TRIPLINE_LATENESS')
  assert.match(origins.get('parser') ?? '', /tripline\.yaml:4:9$/)
})

test('lists and tables can be set from the environment', async () => {
  const { settings } = await load('', {
    environment: {
      TRIPLINE_TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8',
      TRIPLINE_DETECTORS__ERROR_BURST__WARM_UP: '5m',
      TRIPLINE_SEVERITY__SQL_INJECTION: 'critical',
    },
  })
  assert.deepEqual(settings.trustedProxies, ['10.0.0.0/8', 'fd00::/8'])
  assert.deepEqual(settings.detectors['error-burst'], { warmUp: 300_000, factor: 4 })
  assert.deepEqual(settings.severity, { sql_injection: 'critical' })
})

test('a variable that fits no option is a mistake', async () => {
  assert.deepEqual(await mistakes('', { environment: { TRIPLINE_LATENES: '1m' } }), [
    'TRIPLINE_LATENES  There is no option of this name. Did you mean TRIPLINE_LATENESS?',
  ])
})

test('a parser and a format together are refused', async () => {
  assert.match((await mistakes('parser: json\nformat: $remote_addr\n'))[0] ?? '', /both given/)
})

test('a named file that is missing is an error, an unnamed one is not', async () => {
  await assert.rejects(load('', { file: join(folder, 'none.yaml') }), /cannot be read/)
  assert.equal((await load('', { file: '' })).file, '')
})

test('editors get texts for durations and closed tables', async () => {
  const schema = editorSchema(settingsSchema(detectors)) as unknown as {
    additionalProperties: boolean
    properties: { lateness: { type: unknown; pattern: string } }
  }
  assert.equal(schema.additionalProperties, false)
  assert.match('30s', new RegExp(schema.properties.lateness.pattern))
})
