import { isScalar, type Node } from 'yaml'
import type { Entry, Reader } from '../rules/sigma-reader.ts'
import { textOf } from './expressions/texts.ts'
import type { Labels } from './labels.ts'
import { types, type ScenarioType } from './scenario.ts'

/** An expression as it stands in the file. */
export interface Source {
  readonly text: string
  readonly node: Node
}

/** A scenario as its file says, before its expressions are read. */
export interface Draft {
  readonly node: Node
  readonly name: string
  readonly description: string
  readonly type: ScenarioType
  readonly expressions: ReadonlyMap<Role, Source>
  readonly scope: { readonly type: string; readonly expression: Source | undefined }
  readonly capacity: number
  readonly leak: number
  readonly duration: number
  readonly blackhole: number
  readonly cacheSize: number
  readonly reprocess: boolean
  readonly labels: Labels
  readonly prior: number
  readonly threshold: number
  /** Other names of the data files that it names: those at their source. */
  readonly data: ReadonlyMap<string, string>
  readonly hints: readonly {
    readonly condition: Source
    readonly evil: number
    readonly benign: number
    readonly stays: boolean
  }[]
}

const roles = [
  'filter',
  'groupby',
  'distinct',
  'cancel_on',
  'overflow_filter',
  'condition',
] as const
export type Role = (typeof roles)[number]

const keys = [
  ...roles,
  'type',
  'name',
  'description',
  'capacity',
  'leakspeed',
  'duration',
  'blackhole',
  'cache_size',
  'reprocess',
  'labels',
  'scope',
  'data',
  'format',
  'debug',
  'references',
  'profiling',
  'simulated',
  'bayesian_prior',
  'bayesian_threshold',
  'bayesian_conditions',
]
const dataKeys = ['source_url', 'dest_file', 'type', 'strategy', 'size', 'ttl', 'cache']
const hintKeys = ['condition', 'prob_given_evil', 'prob_given_benign', 'guillotine']
const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** Reads one document. What is no scenario is told by `kind`; undefined when there are mistakes. */
export function readDraft(reader: Reader, node: Node): Draft | undefined {
  const before = reader.mistakes.length
  const top = reader.known(node, 'a scenario', keys)
  const type = reader.choice(top.get('type'), types)
  for (const key of ['type', 'name', 'description'])
    if (!top.has(key)) reader.fail(node, `the scenario has no ${key}`)
  const number = (key: string, least: number, most: number, usual: number): number =>
    reader.number(top.get(key), least, most) ?? usual
  const draft: Draft = {
    node,
    name: wordOf(reader, top.get('name')) ?? '',
    description: wordOf(reader, top.get('description')) ?? '',
    type: type ?? 'leaky',
    expressions: new Map(
      roles.flatMap((role) => {
        const source = sourceOf(reader, top.get(role))
        return source ? [[role, source] as const] : []
      }),
    ),
    scope: readScope(reader, top.get('scope')),
    capacity: number('capacity', -1, 1e6, type === 'trigger' ? 0 : -1),
    leak: duration(reader, top.get('leakspeed')),
    duration: duration(reader, top.get('duration')),
    blackhole: duration(reader, top.get('blackhole')),
    cacheSize: number('cache_size', 0, 1e6, 0),
    reprocess: reader.flag(top.get('reprocess')) ?? false,
    labels: readLabels(reader, top.get('labels')),
    prior: number('bayesian_prior', 0, 1, 0),
    threshold: number('bayesian_threshold', 0, 1, 1),
    data: readData(reader, top.get('data')),
    hints: readHints(reader, top.get('bayesian_conditions')),
  }
  if (type) checkNeeds(reader, draft, top)
  return reader.mistakes.length > before ? undefined : draft
}

/** What a type cannot do without. */
function checkNeeds(reader: Reader, draft: Draft, top: ReadonlyMap<string, Entry>): void {
  const { type, capacity, leak, duration: length, hints, node } = draft
  const needs: Readonly<Record<ScenarioType, readonly string[]>> = {
    leaky: ['capacity', 'leakspeed'],
    trigger: [],
    counter: ['duration'],
    conditional: ['condition', 'leakspeed'],
    bayesian: ['leakspeed', 'bayesian_prior', 'bayesian_threshold', 'bayesian_conditions'],
  }
  for (const key of needs[type])
    if (!top.has(key)) reader.fail(node, `a ${type} scenario needs '${key}'`)
  const at = (key: string): Node => top.get(key)?.value ?? node
  if (type === 'leaky' && capacity === 0)
    reader.fail(at('capacity'), 'a leaky bucket holds 1 or more')
  if (type === 'leaky' && capacity > 0 && leak <= 0)
    reader.fail(at('leakspeed'), 'a leaky bucket leaks in a time above 0')
  if (type === 'counter' && length <= 0)
    reader.fail(at('duration'), 'a counter counts for a time above 0')
  if (type === 'bayesian' && hints.length === 0)
    reader.fail(at('bayesian_conditions'), 'there is no condition')
}

function readScope(reader: Reader, entry: Entry | undefined): Draft['scope'] {
  if (!entry) return { type: 'Ip', expression: undefined }
  const found = reader.known(entry.value, "'scope'", ['type', 'expression'])
  const type = wordOf(reader, found.get('type')) ?? 'Ip'
  const expression = sourceOf(reader, found.get('expression'))
  if (type !== 'Ip' && type !== 'Range' && !expression)
    reader.fail(entry.value, `a scope '${type}' needs an expression`)
  return { type, expression }
}

function readData(reader: Reader, entry: Entry | undefined): Draft['data'] {
  const files = entry ? reader.items(entry.value) : []
  return new Map(
    files.flatMap((item) => {
      const found = reader.known(item, "'data'", dataKeys)
      const [name, source] = [valueOf(found.get('dest_file')), valueOf(found.get('source_url'))]
      return typeof name === 'string' && typeof source === 'string'
        ? [[name, source.slice(source.lastIndexOf('/') + 1)] as const]
        : []
    }),
  )
}

function readHints(reader: Reader, entry: Entry | undefined): Draft['hints'] {
  if (!entry) return []
  return reader.items(entry.value).flatMap((item) => {
    const found = reader.known(item, 'a condition', hintKeys)
    const condition = sourceOf(reader, found.get('condition'))
    const evil = reader.number(found.get('prob_given_evil'), 0, 1)
    const benign = reader.number(found.get('prob_given_benign'), 0, 1)
    const stays = reader.flag(found.get('guillotine')) ?? false
    if (condition && evil !== undefined && benign !== undefined)
      return { condition, evil, benign, stays }
    reader.fail(item, "a condition needs 'condition', 'prob_given_evil' and 'prob_given_benign'")
    return []
  })
}

/** Labels are free: those that are known are read, the others are for people. */
function readLabels(reader: Reader, entry: Entry | undefined): Labels {
  const found = new Map(
    entry ? reader.entries(entry.value, "'labels'").map((one) => [one.name, one]) : [],
  )
  const text = (key: string): string => {
    const value = valueOf(found.get(key))
    return typeof value === 'string' ? value : ''
  }
  const classes = found.get('classification')
  const remediation = valueOf(found.get('remediation'))
  return {
    type: text('type'),
    behavior: text('behavior'),
    label: text('label'),
    classification: classes
      ? reader.items(classes.value).map((one) => String(isScalar(one) ? one.value : ''))
      : [],
    confidence: reader.number(found.get('confidence'), 0, 3),
    spoofable: reader.number(found.get('spoofable'), 0, 3) ?? 0,
    remediation: remediation === true || remediation === 'true',
  }
}

function valueOf(entry: Entry | undefined): unknown {
  return entry && isScalar(entry.value) ? entry.value.value : undefined
}

function wordOf(reader: Reader, entry: Entry | undefined): string | undefined {
  const text = reader.text(entry)
  if (text === '' && entry) reader.fail(entry.value, `'${entry.name}' is empty`)
  return text
}

function sourceOf(reader: Reader, entry: Entry | undefined): Source | undefined {
  const text = wordOf(reader, entry)
  return entry && text ? { text, node: entry.value } : undefined
}

/** Milliseconds of a time as Go writes it: '10s', '1h30m', '500ms'; 0 when there is none. */
function duration(reader: Reader, entry: Entry | undefined): number {
  if (!entry) return 0
  const text = isScalar(entry.value) ? textOf(entry.value.value) : ''
  let rest = text
  let sum = 0
  while (rest !== '') {
    const found = /^(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/.exec(rest)
    if (!found) break
    sum += Number(found[1]) * units[found[2]!]!
    rest = rest.slice(found[0].length)
  }
  if (text !== '' && rest === '') return sum
  if (text === '0') return 0
  reader.fail(entry.value, `'${entry.name}' must be a time like 10s, 5m or 1h30m`)
  return 0
}
