import type { Schema } from '../contract/detector.ts'
import { isTable, type Path } from './check-value.ts'
import type { Layer, Placed } from './document.ts'
import { suggestion } from '../text/nearest.ts'

const prefix = 'TRIPLINE_'
/** Variables that are no options of the config: where it is, and where tests and evaluation find data. */
const others = new Set(['TRIPLINE_CONFIG', 'TRIPLINE_DATA'])

/**
 * The layer of `TRIPLINE_*` variables: `TRIPLINE_LIMITS__KEYS` is `limits.keys`, a list is written
 * with commas. Names that fit no option are added to `problems`.
 */
export function environmentLayer(
  variables: Readonly<Record<string, string | undefined>>,
  schema: Schema,
  problems: Placed[],
): Layer {
  const tree: Record<string, unknown> = {}
  const places = new Map<string, string>()
  for (const [variable, text] of Object.entries(variables)) {
    if (!variable.startsWith(prefix) || others.has(variable) || text === undefined) continue
    const found = resolve(variable.slice(prefix.length).split('__'), schema)
    if (found) {
      assign(tree, found.path, written(text, found.schema))
      places.set(found.path.join('.'), variable)
    } else
      problems.push({
        place: variable,
        message: `There is no option of this name.${suggestion(variable, variableNames(schema))}`,
      })
  }
  const place = (path: Path): string => {
    for (let n = path.length; n > 0; n--) {
      const variable = places.get(path.slice(0, n).join('.'))
      if (variable) return variable
    }
    return [...places].find(([name]) => name.startsWith(`${path.join('.')}.`))?.[1] ?? prefix
  }
  return { name: 'environment', tree, place }
}

/** The layer of `--set limits.keys=5000` and of flags that have an option of the config. */
export function flagLayer(
  flags: readonly { readonly path: string; readonly text: string; readonly flag: string }[],
  schema: Schema,
): Layer {
  const tree: Record<string, unknown> = {}
  const places = new Map<string, string>()
  for (const { path, text, flag } of flags) {
    const names = splitPath(path, schema)
    assign(tree, names, written(text, schemaAt(names, schema)))
    places.set(names.join('.'), flag)
  }
  return {
    name: 'flag',
    tree,
    place: (path) =>
      [...places].find(([name]) => `${path.join('.')}.`.startsWith(`${name}.`))?.[1] ?? '--set',
  }
}

/** A scalar as the schema wants it; lists are cut at commas. */
function written(text: string, schema: Schema | undefined): unknown {
  const type = schema?.format === undefined ? schema?.type : 'string'
  if (type === 'array')
    return text === '' ? [] : text.split(',').map((item) => written(item.trim(), schema?.items))
  const isNumber = type === 'number' || type === 'integer'
  if (isNumber && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true'
  return text
}

/** Names with dots of their own ('detectors.behaviour/x.y') are kept whole where the schema knows them. */
function splitPath(path: string, schema: Schema): string[] {
  const names: string[] = []
  let rest = path
  let inner: Schema | undefined = schema
  while (rest !== '') {
    const known: string | undefined = Object.keys(inner?.properties ?? {})
      .filter((name) => rest === name || rest.startsWith(`${name}.`))
      .toSorted((a, b) => b.length - a.length)[0]
    const name: string = known ?? rest.split('.')[0]!
    names.push(name)
    rest = rest.slice(name.length + 1)
    inner = inner && step(inner, name)
  }
  return names
}

function step(schema: Schema, name: string): Schema | undefined {
  if (schema.type === 'array') return schema.items
  const rest = schema.additionalProperties
  return schema.properties?.[name] ?? (typeof rest === 'object' ? rest : undefined)
}

function schemaAt(path: readonly string[], schema: Schema): Schema | undefined {
  return path.reduce<Schema | undefined>((inner, name) => inner && step(inner, name), schema)
}

function resolve(
  words: readonly string[],
  schema: Schema,
): { path: (string | number)[]; schema: Schema } | undefined {
  const path: (string | number)[] = []
  let inner: Schema | undefined = schema
  for (const word of words) {
    if (inner.type === 'array' && /^\d{1,3}$/.test(word)) path.push(Number(word))
    else {
      const known: string | undefined = Object.keys(inner.properties ?? {}).find(
        (name) => variableName(name) === word,
      )
      const name = known ?? (typeof inner.additionalProperties === 'object' ? word : undefined)
      if (name === undefined) return undefined
      path.push(known ?? word.toLowerCase())
    }
    inner = step(inner, String(path.at(-1)))
    if (!inner) return undefined
  }
  return { path, schema: inner }
}

/** 'trustedProxies' is TRUSTED_PROXIES. */
function variableName(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]/g, '_')
    .toUpperCase()
}

function variableNames(schema: Schema, before = prefix): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const variable = before + variableName(name)
    return inner.properties ? variableNames(inner, `${variable}__`) : [variable]
  })
}

function assign(tree: Record<string, unknown>, path: Path, value: unknown): void {
  let at: Record<string, unknown> = tree
  for (const [i, name] of path.entries()) {
    if (i === path.length - 1) at[name] = value
    else {
      const inner = at[name]
      const next =
        isTable(inner) || Array.isArray(inner) ? inner : typeof path[i + 1] === 'number' ? [] : {}
      at[name] = next
      at = next as Record<string, unknown>
    }
  }
}
