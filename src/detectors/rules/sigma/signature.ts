import { isMap, isScalar, isSeq, type Node } from 'yaml'
import type { Atom, Condition, Signature } from '../rule.ts'
import { readAbout } from './about.ts'
import { modernForm } from './aggregation.ts'
import { join, readCondition } from './condition.ts'
import { ofLogsource, readLogsource } from './logsource.ts'
import type { Pipelines } from './pipeline.ts'
import type { Entry, Reader } from '../sigma-reader.ts'
import { fieldCondition, keywordCondition } from './values/values.ts'

type View = Atom['view']
const views: readonly View[] = ['raw', 'decoded']
const ourKeys = ['kind', 'topic', 'score', 'confidence', 'silent', 'success', 'view', 'tests']

/** A Sigma rule as a signature. The views looked at are ours: `tripline.view`, for all or by selection. */
export function readSignature(
  reader: Reader,
  name: string,
  top: ReadonlyMap<string, Entry>,
  pipelines: Pipelines,
): Signature | undefined {
  const tripline = top.get('tripline')
  const ours = tripline ? reader.known(tripline.value, "'tripline'", ourKeys) : new Map()
  const logsource = top.get('logsource')
  const from = logsource && readLogsource(reader, logsource)
  if (logsource && !from && reader.isForeign) return undefined
  if (from) pipelines.prepare(reader, from)
  const about = readAbout(reader, name, top, ours)
  const said = readDetection(reader, top.get('detection'), ours.get('view'))
  if (!said) return undefined
  const only = from && ofLogsource(from)
  const condition = only ? join('and', [only, said]) : said
  const silent = reader.flag(ours.get('silent')) ?? false
  const showsSuccess = reader.flag(ours.get('success')) ?? false
  return { is: 'signature', ...about, condition, silent, showsSuccess }
}

/** Reads selections and their condition. The keys in `besides` mean something else. */
export function readDetection(
  reader: Reader,
  detection: Entry | undefined,
  view: Entry | undefined,
  besides: readonly string[] = [],
): Condition | undefined {
  if (!detection) return undefined
  const entries = reader.entries(detection.value, "'detection'")
  const names = entries.map((entry) => entry.name)
  const viewOf = readViews(reader, view, names)
  const selections = new Map<string, Condition | undefined>()
  for (const entry of entries) {
    if (entry.name !== 'condition' && entry.name !== 'timeframe' && !besides.includes(entry.name))
      selections.set(entry.name, readSelection(reader, entry.value, viewOf(entry.name)))
  }
  const condition = entries.find((entry) => entry.name === 'condition')
  if (!condition) return reader.fail(detection.key, "'detection' has no condition")
  const timeframe = entries.find((entry) => entry.name === 'timeframe')
  const of = reader.items(condition.value).map((node) => {
    const text = reader.text({ ...condition, value: node })
    if (text?.includes('|')) return reader.lack(node, modernForm(text, reader.text(timeframe)))
    return text === undefined ? undefined : readCondition(reader, node, text, selections)
  })
  if (of.length === 0 || of.some((part) => !part)) return undefined
  return join('or', of as Condition[])
}

function readViews(
  reader: Reader,
  entry: Entry | undefined,
  names: readonly string[],
): (selection: string) => View {
  if (!entry || !isMap(entry.value)) {
    const all = reader.choice(entry, views) ?? 'decoded'
    return () => all
  }
  const found = new Map<string, View>()
  for (const [name, view] of reader.known(entry.value, "'view'", names))
    found.set(name, reader.choice(view, views) ?? 'decoded')
  return (selection) => found.get(selection) ?? 'decoded'
}

/** A map joins its fields with "and"; a list of maps with "or"; a list of values is keywords. */
function readSelection(reader: Reader, node: Node, view: View): Condition | undefined {
  if (isSeq(node) && node.items.length > 0 && node.items.every((item) => isMap(item))) {
    const of = (node.items as Node[]).map((item) => readSelection(reader, item, view))
    return of.some((part) => !part) ? undefined : join('or', of as Condition[])
  }
  if (isSeq(node) || isScalar(node)) return keywordCondition(reader, node, view)
  const entries = reader.entries(node, 'a selection')
  const of = entries.map((entry) => fieldCondition(reader, entry, view))
  if (of.length === 0 || of.some((part) => !part)) return undefined
  return join('and', of as Condition[])
}
