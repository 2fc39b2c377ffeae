import { isScalar } from 'yaml'
import type { Condition } from '../rule.ts'
import type { Entry, Reader } from '../sigma-reader.ts'
import { readLogsource } from './logsource.ts'
import type { Pipelines } from './pipeline.ts'
import { readDetection } from './signature.ts'

/** A Sigma filter: what must hold beside the condition of other rules. */
export interface Filter {
  readonly condition: Condition
  /** The rules it is for, by name or id; undefined for any. */
  readonly refers: readonly Entry[] | undefined
}

/** Reads a document with `filter`. */
export function readFilter(
  reader: Reader,
  top: ReadonlyMap<string, Entry>,
  pipelines: Pipelines,
): Filter | undefined {
  const filter = top.get('filter')!
  const logsource = top.get('logsource')
  const from = logsource && readLogsource(reader, logsource)
  if (from) pipelines.prepare(reader, from)
  const condition = readDetection(reader, filter, undefined, ['rules'])
  const rules = reader.entries(filter.value, "'filter'").find(({ name }) => name === 'rules')
  if (!rules) return reader.fail(filter.key, "'filter' has no rules")
  if (!condition || (logsource && !from)) return undefined
  const isAny = isScalar(rules.value) && rules.value.value === 'any'
  const refers = isAny ? undefined : reader.items(rules.value).map((value) => ({ ...rules, value }))
  return { condition, refers }
}
