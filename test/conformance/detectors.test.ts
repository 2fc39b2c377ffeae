import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, test } from 'node:test'
import { deserialize, serialize } from 'node:v8'
import type { Detector } from '../../src/contract/detector.ts'
import type { Finding } from '../../src/event/finding.ts'
import { kinds } from '../../src/event/kinds.ts'
import { fromNginx } from '../../src/parsers/template/nginx.ts'
import { assemble } from '../../src/pipeline/assemble.ts'
import { timedFormat } from '../../src/traffic/formats/clf.ts'
import { generate } from '../../src/traffic/generate.ts'

const folder = join(import.meta.dirname, '../../src/detectors/behaviour')
const files = globSync('*.ts', { cwd: folder }).filter((file) => !file.endsWith('.test.ts'))
const parser = fromNginx(timedFormat)
const start = Date.UTC(2026, 10, 20, 9)
const traffic = { seed: 3, start, minutes: 8, rate: 400, format: 'timed' } as const
const attacked = [...generate({ ...traffic, campaigns: 'all' })].map(({ line }) => line)
const ordinary = [...generate({ ...traffic, campaigns: 'none' })].map(({ line }) => line)

function heard(detector: Detector, lines: readonly string[], cut = -1): Finding[][] {
  const of = { signatures: [], detectors: [{ detector, options: {} }] }
  let engine = assemble(of)
  return lines.map((line, i) => {
    if (i === cut) engine = assemble(of, deserialize(serialize(engine.save())))
    // Signs of hiding are noted by the signatures, which are always there.
    return engine.judge(parser.parse(line)!).filter((one) => one.detector.startsWith('behaviour/'))
  })
}

for (const file of files) {
  const { default: detector } = (await import(join(folder, file))) as { default: Detector }
  const defaults = Object.fromEntries(
    Object.entries(detector.options.properties ?? {}).map(([name, option]) => [
      name,
      option.default,
    ]),
  )
  describe(`detector ${detector.name}`, () => {
    test('is called what its file is called, and says what it is about', () => {
      assert.equal(detector.name, basename(file, '.ts'))
      assert.match(detector.about, /^[A-Z].+\.$/)
    })

    test('has a described default for each option', () => {
      for (const [name, option] of Object.entries(detector.options.properties ?? {})) {
        assert.ok(option.description, name)
        assert.ok(option.default !== undefined, name)
      }
    })

    test('is silent on ordinary traffic', () => {
      assert.deepEqual(heard(detector, ordinary).flat(), [])
    })

    test('gives findings that can be explained', () => {
      for (const finding of heard(detector, attacked).flat()) {
        assert.equal(finding.detector, `behaviour/${detector.name}`)
        assert.ok(finding.kind in kinds)
        assert.ok(finding.score > 0 && finding.score <= 1)
        assert.ok(finding.reasons.length > 0 && finding.reasons.every(({ seen }) => seen !== ''))
        assert.ok(Math.abs(finding.reasons.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-9)
      }
    })

    test('goes on after a restart as if there had been none', () => {
      const whole = heard(detector, attacked)
      assert.deepEqual(heard(detector, attacked, attacked.length >> 1), whole)
    })

    test('saves a copy that can be cloned', () => {
      const judge = detector.start(defaults)
      const saved = judge.save()
      assert.deepEqual(structuredClone(saved), saved)
    })
  })
}

test('there are detectors to check', () => assert.ok(files.length > 5))
