import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { join } from 'node:path'
import { type LoadedCrowdsec, loadCrowdsec } from '../src/detectors/crowdsec/load.ts'
import type { Event } from '../src/event/event.ts'
import { createReader } from '../src/parsers/reader.ts'
import { assemble } from '../src/pipeline/assemble.ts'
import { file, folder } from './data.ts'

/** A hub of CrowdSec: `scenarios` with the data they name; it is the user's, as Debian's package brings it. */
const hub: string = process.env['TRIPLINE_CROWDSEC_HUB'] ?? '/usr/share/crowdsec'
const cases = 'conformance/crowdsec_hub'

/** What became of the hub's own tests. */
export interface HubResult {
  readonly cases: number
  readonly right: number
  /** Cases whose scenarios are not in the hub that is here: nothing is said of them. */
  readonly absent: readonly string[]
  readonly wrong: readonly {
    readonly name: string
    readonly wanted: string
    readonly got: string
  }[]
  readonly loaded: Pick<LoadedCrowdsec, 'unsupported' | 'mistakes'> & { readonly scenarios: number }
}

interface Case {
  readonly case: string
  readonly log_file: string
  readonly scenarios: readonly string[]
  readonly expected_overflows: readonly {
    readonly scenario: string
    readonly sources: readonly string[]
  }[]
}

/** Runs the hub's tests through our parsers and its scenarios; undefined when either is not here. */
export function hubTests(): HubResult | undefined {
  if (!existsSync(hub) || !existsSync(join(folder, cases))) return undefined
  const files = hubFiles()
  const all = loadCrowdsec(files, { keepGoing: true })
  const known = new Set(files.map(({ name }) => name))
  const tests = file(`${cases}/cases.jsonl`).lines.map((line) => JSON.parse(line) as Case)
  const absent: string[] = []
  const wrong: { name: string; wanted: string; got: string }[] = []
  for (const test of tests) {
    const wants = test.scenarios.map(scenarioFile)
    if (wants.some((name) => ![...known].some((one) => one.endsWith(name)))) {
      absent.push(test.case)
      continue
    }
    const used = files.filter(
      ({ name }) => !/\.ya?ml$/.test(name) || wants.some((one) => name.endsWith(one)),
    )
    const { wanted, got } = wants.length > 0 ? overflows(test, used) : addresses(test)
    if (wanted !== got) wrong.push({ name: test.case, wanted, got })
  }
  const { unsupported, mistakes, scenarios } = all
  return {
    cases: tests.length,
    right: tests.length - absent.length - wrong.length,
    absent,
    wrong,
    loaded: { unsupported, mistakes, scenarios: scenarios.length },
  }
}

function hubFiles(): { name: string; text: string }[] {
  return globSync('**/*.{yaml,yml,txt,json}', { cwd: hub })
    .filter(
      (name) => /(?:^|\/)(?:scenarios|data)\//.test(name) && statSync(join(hub, name)).isFile(),
    )
    .toSorted()
    .map((name) => ({ name, text: readFileSync(join(hub, name), 'utf8') }))
}

/** './scenarios/a/b.yaml' and 'a/b' are the same. */
function scenarioFile(name: string): string {
  return `/${name.replace(/^(?:\.\/)?scenarios\//, '').replace(/\.ya?ml$/, '')}.yaml`
}

type Compared = { readonly wanted: string; readonly got: string }

/** Which scenario overflows for whom. */
function overflows(test: Case, used: readonly { name: string; text: string }[]): Compared {
  const { detectors, scenarios } = loadCrowdsec(used, { keepGoing: true })
  const names = new Set(scenarios.map(({ name }) => name))
  const engine = assemble({
    signatures: [],
    detectors: detectors.map((detector) => ({ detector, options: {} })),
  })
  const found = eventsOf(test)
    .flatMap((event) => engine.judge(event))
    .filter(({ detector }) => names.has(detector))
  engine.finish()
  return {
    wanted: text(
      test.expected_overflows.flatMap(({ scenario, sources }) =>
        sources.map((source) => `${scenario} ${source}`),
      ),
    ),
    got: text(found.map(({ detector, entity }) => `${detector} ${entity.value}`)),
  }
}

/** Whose lines these are, for tests of parsers alone: every address that is wanted, as often as it is. */
function addresses(test: Case): Compared {
  const stem = join(folder, cases, test.log_file, '../parser.assert')
  const assert = existsSync(stem)
    ? readFileSync(stem, 'utf8')
    : gunzipSync(readFileSync(`${stem}.gz`)).toString('utf8')
  const said = assert.matchAll(
    /^results\["s01-parse"\]\["[^"]*"\]\[\d+\]\.Evt\.Meta\["source_ip"\] == "([^"]*)"$/gm,
  )
  const clients = eventsOf(test).map((event) => (event.kind === 'metric' ? '' : event.client))
  const missing = [...said].flatMap(([, client]) => {
    const at = clients.indexOf(client!)
    if (at < 0) return client!
    clients.splice(at, 1)
    return []
  })
  return { wanted: missing.join(), got: '' }
}

function eventsOf(test: Case): Event[] {
  const reader = createReader()
  return file(`${cases}/${test.log_file}`).lines.flatMap((line, at) => {
    const event = reader.read(line, at)
    return event === undefined || event.kind === 'unparsed' ? [] : [event]
  })
}

function text(pairs: readonly string[]): string {
  return [...new Set(pairs)].toSorted().join(', ')
}
