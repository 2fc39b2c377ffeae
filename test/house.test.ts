import { strict as assert } from 'node:assert'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'

/** What each folder may import besides itself: the direction of the flow. */
const above: Record<string, string[]> = {
  stats: [],
  text: [],
  event: [],
  contract: ['event'],
  traffic: ['stats'],
}
const edge = ['stats', 'text', 'event', 'contract']
for (const room of ['sources', 'parsers', 'enrich', 'windows', 'detectors', 'alerts'])
  above[room] = edge
above['config'] = edge
above['pipeline'] = [
  ...edge,
  'sources',
  'parsers',
  'enrich',
  'windows',
  'detectors',
  'alerts',
  'config',
]
above['cli'] = [...above['pipeline'], 'pipeline', 'traffic']
const drivers: Record<string, string[]> = {
  yaml: ['config', 'detectors'],
  re2js: ['text', 'detectors'],
}
const src = join(import.meta.dirname, '../src')

test('imports only go in the direction of the flow', () => {
  const wrong: string[] = []
  for (const file of globSync('*/**/*.ts', { cwd: src })) {
    const room = file.split('/')[0]!
    const isTest = file.endsWith('.test.ts')
    for (const [, stated, loaded] of readFileSync(join(src, file), 'utf8').matchAll(
      /^(?:import |(?:import|export)\b[^'"`;=()]*? from )'([^']+)'$|\bimport\('([^']+)'/gm,
    )) {
      const target = stated ?? loaded
      if (target!.startsWith('node:') || isTest) continue
      const to = target!.startsWith('.')
        ? relative(src, join(src, dirname(file), target!)).split('/')[0]!
        : ''
      const fine = to
        ? to === room || above[room]?.includes(to)
        : drivers[target!.split('/')[0]!]?.includes(room)
      if (!fine) wrong.push(`${file} imports ${target}`)
    }
  }
  assert.deepEqual(wrong, [])
})

test('rooms hold at most 15 files', () => {
  const rooms = Map.groupBy(
    globSync('**/*.ts', { cwd: src }).filter((f) => !f.endsWith('.test.ts')),
    dirname,
  )
  assert.deepEqual(
    [...rooms]
      .filter(([, files]) => files.length > 15)
      .map(([room, files]) => `${room}: ${files.length}`),
    [],
  )
})
