import type { Schema } from '../contract/detector.ts'
import { checkValue, isTable, type Path, type Problem } from './check-value.ts'
import type { Layer, Placed } from './document.ts'

/** A checked config, and for each option where its value came from ('default', 'tripline.yaml:3:1', …). */
export interface Merged {
  readonly tree: Record<string, unknown>
  readonly origins: ReadonlyMap<string, string>
}

/** Checks every layer and merges them, strongest first, over the defaults of the schema. Lists are replaced whole. */
export function mergeLayers(layers: readonly Layer[], schema: Schema, problems: Placed[]): Merged {
  const origins = new Map<string, string>()
  const tree: Record<string, unknown> = {}
  fillDefaults(tree, schema, [], origins)
  for (const layer of layers.toReversed()) {
    const found: Problem[] = []
    const checked = checkValue(layer.tree, schema, [], found)
    for (const problem of found)
      problems.push({ place: layer.place(problem.path, problem.atName), message: problem.message })
    if (isTable(checked))
      overlay(tree, checked, [], (path) => {
        for (const name of origins.keys())
          if (name.startsWith(`${path.join('.')}.`)) origins.delete(name)
        origins.set(path.join('.'), layer.place(path, false))
      })
  }
  return { tree, origins }
}

function fillDefaults(
  tree: Record<string, unknown>,
  schema: Schema,
  path: Path,
  origins: Map<string, string>,
): void {
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const at = [...path, name]
    if (inner.properties) {
      const table: Record<string, unknown> = {}
      tree[name] = table
      fillDefaults(table, inner, at, origins)
    } else if (inner.default !== undefined) {
      tree[name] = structuredClone(inner.default)
      origins.set(at.join('.'), 'default')
    }
  }
}

function overlay(
  tree: Record<string, unknown>,
  from: Record<string, unknown>,
  path: Path,
  seen: (path: Path) => void,
): void {
  for (const [name, value] of Object.entries(from)) {
    if (value === undefined) continue
    const inner = tree[name]
    if (isTable(value) && (isTable(inner) || inner === undefined)) {
      const table = isTable(inner) ? inner : {}
      tree[name] = table
      overlay(table, value, [...path, name], seen)
    } else {
      tree[name] = value
      seen([...path, name])
    }
  }
}
