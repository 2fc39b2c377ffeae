import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { percent, table } from '../bench/markdown.ts'
import { createProgram, type Program } from '../src/detectors/crs/engine/program.ts'
import { RuleJudge } from '../src/detectors/crs/judge.ts'
import { loadCrs } from '../src/detectors/crs/load.ts'
import type { SecFile } from '../src/detectors/crs/seclang/directives.ts'
import { Included } from '../src/detectors/crs/seclang/included.ts'
import { readRuleset } from '../src/detectors/crs/seclang/ruleset.ts'
import { transformations } from '../src/detectors/crs/transformations/table.ts'
import { Request } from '../src/event/request.ts'
import { readable } from '../src/text/readable.ts'
import { files, isHere } from './data.ts'

/** Folders with the Core Rule Set and its settings, which are never part of the repository. */
const folders = (process.env['TRIPLINE_CRS'] ?? '').split(':').filter((path) => path !== '')

interface Stage {
  readonly rule_id: number
  readonly test_id: number
  readonly family: string
  readonly expect: string
  readonly ids: readonly number[]
  readonly method: string
  readonly uri: string
  readonly version: string
  readonly headers: Readonly<Record<string, string>> | null
  readonly visible_in_access_log: boolean
}

interface Vector {
  readonly name: string
  readonly input: string
  readonly output: string
}

/** How the Core Rule Set's own tests end when its rules are loaded, and the vectors of transformations. */
export function crsPart(): string {
  if (!isHere) return ''
  return `\n## Core Rule Set, loaded\n\n${stagesPart()}\n${vectorsPart()}`
}

function stagesPart(): string {
  if (folders.length === 0) return 'Not measured: `TRIPLINE_CRS` names no folder with its rules.\n'
  const { program, known, unseen, coverage } = load()
  const judge = new RuleJudge(program)
  const stages = files('conformance/crs/crs_tests_dev.jsonl.gz')
    .flatMap(({ lines }) => lines.map((line) => JSON.parse(line) as Stage))
    .filter(
      ({ visible_in_access_log, expect }) => visible_in_access_log && expect.endsWith('match'),
    )
  const judged = stages
    .filter(({ rule_id }) => known.has(rule_id))
    .map((stage) => ({ stage, isRight: isRight(stage, judge, known) }))
  const families = Map.groupBy(judged, ({ stage }) => stage.family.slice('REQUEST-'.length))
  const seen = judged.filter(({ stage }) => !unseen.has(stage.rule_id))
  const right = (list: typeof judged): number => list.filter(({ isRight }) => isRight).length
  const rows = [...families].map(([family, list]) => {
    const shown = list.filter(({ stage }) => !unseen.has(stage.rule_id))
    return [
      family,
      String(list.length),
      percent(right(list), list.length),
      percent(right(shown), shown.length),
    ]
  })
  const wrong = seen
    .filter(({ isRight }) => !isRight)
    .map(
      ({ stage }) =>
        `- ${stage.rule_id}, test ${stage.test_id}, ${stage.expect}: ${readable(stage.uri, 100)}\n`,
    )
  return `At paranoia level 4, tests of version ${versionOf(program)} and those of later versions whose rules it has: ${judged.length} of ${stages.length} stages that are labelled visible in an access log. Rule ids right: ${percent(right(judged), judged.length)}; without stages whose rule looks only at what no log shows (${judged.length - seen.length}, most about the header Accept): ${percent(right(seen), seen.length)}. Of ${coverage.rules.length} rules, ${coverage.fully} work fully, ${coverage.partly} partly, ${coverage.notAtAll} not at all.

${table(['family', 'stages', 'ids right', 'right where a log shows it'], rows)}
Wrong:

${wrong.join('')}`
}

interface Loaded {
  readonly program: Program
  /** Ids of all rules. */
  readonly known: ReadonlySet<number>
  /** Ids of rules that look only at what a log does not show. */
  readonly unseen: ReadonlySet<number>
  readonly coverage: ReturnType<typeof loadCrs>['coverage']
}

const levels = [
  'blocking_paranoia_level',
  'detection_paranoia_level',
  'paranoia_level',
  'executing_paranoia_level',
]

function load(): Loaded {
  const texts = folders.flatMap((folder) =>
    globSync('**/*.{conf,data,example}', { cwd: folder }).map((name): SecFile => {
      const path = join(folder, name)
      return { name: path, text: readFileSync(path, 'latin1') }
    }),
  )
  const rules = texts.filter(({ name, text }) => name.endsWith('.data') || text.includes('Sec'))
  const { entries } = readRuleset(rules)
  const included = new Included(rules)
  const program = createProgram(entries, {
    read: (path, from) => included.data(path, from)?.text,
    fixed: new Map(levels.map((name) => [name, '4'])),
  })
  const { coverage } = loadCrs(rules, { paranoia: 4, keepGoing: true })
  return {
    program,
    known: new Set(entries.flatMap((entry) => (entry.is === 'rule' ? entry.id : []))),
    unseen: new Set(
      coverage.rules.filter(({ works }) => works === 'not at all').map(({ id }) => id),
    ),
    coverage,
  }
}

function versionOf({ before }: Program): string {
  const digits = before.get('crs_setup_version') ?? ''
  return digits === '' ? 'unknown' : `${digits[0]}.${Number(digits.slice(1, -1))}`
}

function isRight(stage: Stage, judge: RuleJudge, known: ReadonlySet<number>): boolean {
  const held = new Set(judge.held(requestOf(stage)).map(({ ready }) => ready.rule.id))
  return stage.ids.every((id) => !known.has(id) || held.has(id) === (stage.expect === 'match'))
}

function requestOf({ method, uri, version, headers }: Stage): Request {
  const header = (wanted: string): string =>
    bytes(Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '')
  return Object.assign(new Request(), {
    client: '192.0.2.1',
    method: bytes(method),
    target: bytes(uri),
    protocol: version,
    status: 200,
    agent: header('user-agent'),
    referrer: header('referer'),
    host: header('host'),
  })
}

function vectorsPart(): string {
  const vectors = files('conformance/secrules_transformations/*.json').flatMap(
    ({ lines }) => JSON.parse(Buffer.from(lines.join('\n'), 'latin1').toString('utf8')) as Vector[],
  )
  const right = vectors.filter(({ name, input, output }) => {
    const change = transformations.get(name.replaceAll('_', '').toLowerCase())
    return change?.(unescaped(input)) === unescaped(output)
  })
  return `Vectors of transformations: ${right.length} of ${vectors.length} right.\n`
}

/** The vectors write bytes as \\xHH and \\u00HH. */
function unescaped(text: string): string {
  return bytes(text).replace(/\\(?:x|u00)([0-9a-z]{2})/gi, (_, digits: string) =>
    String.fromCharCode((Number.parseInt(digits, 16) || 0) & 0xff),
  )
}

function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

if (import.meta.main) console.log(crsPart())
