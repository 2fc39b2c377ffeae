import type { Schema } from '../contract/detector.ts'
import { Failure } from '../contract/failure.ts'
import { checkValue, type Path, type Problem } from './check-value.ts'
import { type Placed, yamlLayer } from './document.ts'

/**
 * A YAML text as an object of the schema: durations in milliseconds.
 * @param what names it in the error: 'The spec'
 * @param check tells mistakes that the schema does not know
 * @throws Failure TRIPLINE_E_CONFIG with every mistake and its place
 */
export function readTable(
  text: string,
  from: { readonly file: string; readonly what: string },
  schema: Schema,
  check: (value: unknown, tell: (path: Path, message: string) => void) => void = () => {},
): unknown {
  const placed: Placed[] = []
  const layer = yamlLayer(text, from.file, placed)
  const problems: Problem[] = []
  const value = checkValue(layer.tree, schema, [], problems)
  for (const { path, atName, message } of problems)
    placed.push({ place: layer.place(path, atName), message })
  if (placed.length === 0)
    check(value, (path, message) => placed.push({ place: layer.place(path, false), message }))
  if (placed.length === 0) return value
  throw new Failure('TRIPLINE_E_CONFIG', `${from.what} cannot be used.`, {
    where: placed.map(({ place, message }) => `${place}  ${message}`),
    hint: `${placed.length} ${placed.length === 1 ? 'problem' : 'problems'}.`,
  })
}
