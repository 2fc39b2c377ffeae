import { isMap, isScalar, type Node } from 'yaml'
import type { Entry, Reader } from '../sigma-reader.ts'
import type { Logsource } from './logsource.ts'

/** One step of a pipeline, for rules about some logs or all. */
interface Step {
  readonly logsources: readonly Partial<Logsource>[]
  rename(field: string): readonly string[]
}

const keys = [
  'name',
  'priority',
  'vars',
  'transformations',
  'allowed_backends',
  'finalizers',
  'postprocessing',
]
const stepKeys = ['id', 'type', 'mapping', 'prefix', 'suffix', 'rule_conditions']
/** Steps that change nothing here: values of placeholders are always put in. */
const idle: ReadonlySet<string> = new Set([
  'value_placeholders',
  'wildcard_placeholders',
  'set_state',
])

/** Processing pipelines of Sigma: names of fields, and values of placeholders. */
export class Pipelines {
  readonly #steps: Step[] = []
  readonly #placeholders = new Map<string, readonly string[]>()

  /** Whether a document is a pipeline. */
  static isOne(top: ReadonlyMap<string, unknown>): boolean {
    return top.has('transformations') || (top.has('vars') && !top.has('detection'))
  }

  /** Adds what a document says; what it asks for beyond that is noted as not supported. */
  add(reader: Reader, contents: Node): void {
    const top = reader.known(contents, 'a pipeline', keys)
    const vars = top.get('vars')
    for (const entry of vars ? reader.entries(vars.value, "'vars'") : [])
      this.#placeholders.set(entry.name, valuesOf(reader, entry))
    const list = top.get('transformations')
    for (const node of list ? reader.items(list.value) : []) this.#addStep(reader, node)
  }

  /** Makes a reader ready for a rule about some log. */
  prepare(reader: Reader, source: Logsource): void {
    const steps = this.#steps.filter(({ logsources }) =>
      logsources.every((one) => isAbout(source, one)),
    )
    reader.placeholders = this.#placeholders
    reader.rename = (field) =>
      steps.reduce<readonly string[]>(
        (names, step) => names.flatMap((name) => step.rename(name)),
        [field],
      )
  }

  #addStep(reader: Reader, node: Node): void {
    if (!isMap(node)) return reader.fail(node, 'a transformation must be a map')
    const found = new Map(
      reader.entries(node, 'a transformation').map((entry) => [entry.name, entry]),
    )
    const type = reader.text(found.get('type')) ?? ''
    if (idle.has(type)) return undefined
    const rename = renameOf(reader, type, found)
    if (!rename) return reader.lack(node, `the transformation ${type || 'without a type'}`)
    for (const entry of found.values())
      if (!stepKeys.includes(entry.name)) reader.lack(entry.key, `'${entry.name}' of ${type}`)
    const conditions = found.get('rule_conditions')
    const logsources = conditions
      ? reader.items(conditions.value).flatMap((one) => logsourceOf(reader, one) ?? [])
      : []
    this.#steps.push({ logsources, rename })
    return undefined
  }
}

type Rename = Step['rename']

function renameOf(
  reader: Reader,
  type: string,
  found: ReadonlyMap<string, Entry>,
): Rename | undefined {
  const prefix = reader.text(found.get('prefix')) ?? ''
  const suffix = reader.text(found.get('suffix')) ?? ''
  if (type === 'field_name_prefix') return (field) => [prefix + field]
  if (type === 'field_name_suffix') return (field) => [field + suffix]
  const mapping = found.get('mapping')
  if (!mapping) return undefined
  const pairs = reader
    .entries(mapping.value, "'mapping'")
    .map((entry) => [entry.name, valuesOf(reader, entry)] as const)
  if (type === 'field_name_mapping') {
    const names = new Map(pairs)
    return (field) => names.get(field) ?? [field]
  }
  if (type !== 'field_name_prefix_mapping') return undefined
  return (field) => {
    const [old = '', now] = pairs.find(([start]) => field.startsWith(start)) ?? []
    return now ? now.map((start) => start + field.slice(old.length)) : [field]
  }
}

function logsourceOf(reader: Reader, node: Node): Partial<Logsource> | undefined {
  if (!isMap(node)) return reader.fail(node, 'a condition must be a map')
  const found = new Map(reader.entries(node, 'a condition').map((entry) => [entry.name, entry]))
  const type = reader.text(found.get('type'))
  if (type !== 'logsource') return reader.lack(node, `the condition ${type ?? 'without a type'}`)
  return Object.fromEntries(
    (['category', 'product', 'service'] as const).flatMap((name) => {
      const text = reader.text(found.get(name))
      return text === undefined ? [] : [[name, text]]
    }),
  )
}

function isAbout(source: Logsource, wanted: Partial<Logsource>): boolean {
  return (['category', 'product', 'service'] as const).every(
    (name) => wanted[name] === undefined || wanted[name] === source[name],
  )
}

function valuesOf(reader: Reader, entry: Entry): readonly string[] {
  return reader.items(entry.value).flatMap((node) => {
    const value = isScalar(node) ? node.value : undefined
    if (typeof value === 'string' || typeof value === 'number') return [String(value)]
    reader.fail(node, `'${entry.name}' must be text or a list of it`)
    return []
  })
}
