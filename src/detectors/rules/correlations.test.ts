import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { Request } from '../../event/request.ts'
import { assemble } from '../../pipeline/assemble.ts'
import { createCorrelations } from './correlations.ts'
import { loadRules } from './load.ts'

const counted = (name: string, path: string): string => `title: ${name}
logsource: { category: webserver }
detection: { asked: { path: ${path} }, condition: asked }
tripline: { silent: true }
`
const counting = (name: string, of: string): string => `title: ${name}
correlation:
  type: event_count
  rules: [${of}]
  group-by: [c-ip]
  timespan: 1m
  condition: { gte: 3 }
`
const { rules, mistakes } = loadRules([
  { name: 'a.yml', text: counted('a', '/a') },
  { name: 'b.yml', text: counted('b', '/b') },
  { name: 'many-a.yml', text: counting('Many a', 'a') },
  { name: 'many-b.yml', text: counting('Many b', 'b') },
])

test('a correlation speaks only of events that it counts', () => {
  assert.deepEqual(mistakes, [])
  const engine = assemble({
    signatures: rules.filter((rule) => rule.is === 'signature'),
    detectors: createCorrelations(rules).map((detector) => ({ detector, options: {} })),
    seed: 1,
  })
  const said = ['/a', '/a', '/a', '/b', '/b', '/b', '/c', '/a'].map((target, second) => {
    const time = Date.UTC(2026, 0, 1) + second * 1000
    const request = Object.assign(new Request(), {
      time,
      client: '192.0.2.1',
      peer: '192.0.2.1',
      method: 'GET',
      target,
      status: 200,
    })
    return engine.judge(request).map(({ detector }) => detector)
  })
  assert.deepEqual(said, [[], [], ['many-a'], [], [], ['many-b'], [], ['many-a']])
})
