import type { Schema } from '../contract/detector.ts'
import { suggestion } from '../text/nearest.ts'
import { parseDuration, parseSize } from './units.ts'

/** Names and indexes from the root of a config to a value. */
export type Path = readonly (string | number)[]

/** One mistake in a config. */
export interface Problem {
  readonly path: Path
  /** True when the name is wrong, false when the value is. */
  readonly atName: boolean
  /** A sentence that begins with the dotted path. */
  readonly message: string
}

/**
 * The value as the program uses it: durations in milliseconds, sizes in bytes. Every mistake is
 * added to `problems`; a value with mistakes comes back without them. Defaults are not filled in.
 */
export function checkValue(
  value: unknown,
  schema: Schema,
  path: Path,
  problems: Problem[],
): unknown {
  if (schema.enum?.includes(value)) return value
  if (!schema.enum) {
    const usable = converted(value, schema)
    if (isTable(usable) && isOf('object', schema)) return checkTable(usable, schema, path, problems)
    if (Array.isArray(usable)) return checkList(usable, schema, path, problems)
    if (usable !== undefined) return usable
  }
  const near = typeof value === 'string' ? suggestion(value, (schema.enum ?? []).map(String)) : ''
  problems.push({
    path,
    atName: false,
    message: `${dotted(path)} needs ${expectation(schema)}, found ${shown(value)}.${near}`,
  })
  return undefined
}

/** The value in the program's own measure, or undefined when it is not of the schema's type. */
function converted(value: unknown, schema: Schema): unknown {
  if (schema.format === 'duration') return amount(value, parseDuration, schema)
  if (schema.format === 'size') return amount(value, parseSize, schema)
  if (isTable(value)) return isOf('object', schema) ? value : undefined
  if (Array.isArray(value)) return isOf('array', schema) ? value : undefined
  return isScalar(value, schema) ? value : undefined
}

/** Zero needs no unit; every other number does, so that nobody takes seconds for minutes. */
function amount(
  value: unknown,
  parse: (text: string) => number | undefined,
  schema: Schema,
): number | undefined {
  const found = typeof value === 'string' || value === 0 ? parse(String(value)) : undefined
  return found !== undefined && within(found, schema) ? found : undefined
}

function checkList(
  value: readonly unknown[],
  schema: Schema,
  path: Path,
  problems: Problem[],
): readonly unknown[] {
  const { items } = schema
  return items ? value.map((item, i) => checkValue(item, items, [...path, i], problems)) : value
}

/** `sinks.0.url` */
export function dotted(path: Path): string {
  return path.length === 0 ? 'The config' : path.join('.')
}

export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function checkTable(
  value: Record<string, unknown>,
  schema: Schema,
  path: Path,
  problems: Problem[],
): Record<string, unknown> {
  const known = schema.properties ?? {}
  const result: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value)) {
    const at = [...path, name]
    const rest =
      typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
    const innerSchema = Object.hasOwn(known, name) ? known[name] : rest
    if (innerSchema) {
      if (inner !== null) result[name] = checkValue(inner, innerSchema, at, problems)
    } else
      problems.push({
        path: at,
        atName: true,
        message: `${dotted(at)} is not an option.${suggestion(name, Object.keys(known))}`,
      })
  }
  for (const name of schema.required ?? [])
    if (value[name] === undefined || value[name] === null)
      problems.push({ path, atName: false, message: `${dotted([...path, name])} is missing.` })
  return result
}

function isOf(type: string, schema: Schema): boolean {
  return schema.type === type || (Array.isArray(schema.type) && schema.type.includes(type))
}

function isScalar(value: unknown, schema: Schema): boolean {
  if (typeof value === 'number')
    return (
      Number.isFinite(value) &&
      (isOf('number', schema) || (isOf('integer', schema) && Number.isInteger(value))) &&
      within(value, schema)
    )
  if (typeof value === 'string') return isOf('string', schema)
  return typeof value === 'boolean' && isOf('boolean', schema)
}

function within(value: number, schema: Schema): boolean {
  return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity)
}

function expectation(schema: Schema): string {
  if (schema.enum) return oneOf(schema.enum.map(String))
  if (schema.format === 'duration') return 'a duration with its unit ("30s", "5m", "1h")'
  if (schema.format === 'size') return 'a size with its unit ("64KB", "10MB")'
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  const words: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a table of options',
  }
  return `${words[String(type)] ?? String(type)}${bounds(schema)}`
}

function bounds(schema: Schema): string {
  const { minimum, maximum } = schema
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`
  if (minimum !== undefined) return ` of at least ${minimum}`
  return maximum === undefined ? '' : ` of at most ${maximum}`
}

function oneOf(choices: readonly string[]): string {
  return choices.length === 1
    ? `"${choices[0]}"`
    : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
