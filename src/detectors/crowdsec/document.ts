import { isMap, isScalar, type Node, type Scalar } from 'yaml'
import { types } from './scenario.ts'

/** What stands in the same folders as scenarios, by a key that it has. */
const others: readonly (readonly [string, readonly string[]])[] = [
  ['a parser: lines are read by our own', ['nodes', 'grok', 'statics', 'onsuccess']],
  ['a list of exceptions, not a scenario', ['whitelist', 'whitelists']],
  ['a collection, not a scenario', ['scenarios', 'collections', 'parsers']],
  [
    'rules of an application firewall, not a scenario',
    ['inband_rules', 'outofband_rules', 'rules', 'seclang_rules'],
  ],
]

/** What a document is that is no scenario; undefined when it may be one. */
export function otherKind(node: Node): string | undefined {
  if (!isMap(node)) return undefined
  const type = node.get('type', true)
  if (isScalar(type) && types.some((one) => one === type.value)) return undefined
  return others.find(([, keys]) => keys.some((key) => node.has(key)))?.[0]
}

/** Where in a file's text a character of a scalar stands. */
export function placeOf(text: string, node: Scalar<string>, at: number): number {
  const start = node.range?.[0] ?? 0
  if (!node.type?.startsWith('BLOCK')) return start + at + (node.type === 'PLAIN' ? 0 : 1)
  const before = node.value.slice(0, at)
  const row = before.split('\n').length - 1
  const column = at - (before.lastIndexOf('\n') + 1)
  let from = text.indexOf('\n', start) + 1
  const indent = /^(?: *\n)*( *)/.exec(text.slice(from, from + 1000))?.[1]?.length ?? 0
  for (let i = 0; i < row; i++) from = text.indexOf('\n', from) + 1
  return from + indent + column
}
