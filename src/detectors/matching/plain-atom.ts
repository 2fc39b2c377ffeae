import { BlockList, isIP } from 'node:net'
import type { Event } from '../../event/event.ts'
import { Pattern } from '../../text/search/pattern.ts'
import { foldCase } from '../../text/decoding/view.ts'
import { languages } from '../../text/tokens/languages.ts'
import type { Atom } from '../rules/rule.ts'

export type Test = (event: Event) => boolean

export type Value = string | number | undefined

/** Value of a field of any event; a flow's own columns by their names; undefined when it has none such. */
export function valueOf(event: Event, field: string): Value {
  const value = (event as unknown as Readonly<Record<string, Value>>)[field]
  if (value !== undefined || event.kind !== 'flow') return value
  return event.columns[field]
}

/** Parts of the target as fields of their own. */
const parts: Readonly<Record<string, (target: string) => string>> = {
  request: (target) => target,
  path: (target) => target.split('?', 1)[0]!,
  query: (target) => (target.includes('?') ? target.slice(target.indexOf('?') + 1) : ''),
  extension: (target) => /\.([^./]*)$/.exec(target.split('?', 1)[0]!)?.[1] ?? '',
}

/** A test of a field as logged: no decoding, no search for payloads. */
export function createPlainTest(atom: Atom): Test {
  const { field, test } = atom
  const part = Object.hasOwn(parts, field) ? parts[field] : undefined
  const read = (event: Event): Value =>
    part ? part('target' in event ? event.target : '') : valueOf(event, field)
  if (test.op === 'exists') return (event) => isThere(read(event)) === test.value
  if (typeof test.value === 'number') return numberTest(read, test.op, test.value)
  if (test.op === 'cidr') return networkTest(read, test.value)
  const matches = textTest(atom)
  return (event) => {
    const value = read(event)
    return value !== undefined && matches(String(value))
  }
}

/** Empty text, status 0 and negative sizes and durations mean "not logged". */
function isThere(value: Value): boolean {
  return typeof value === 'number' ? value > 0 : value !== undefined && value !== ''
}

type NumberOp = 'eq' | 'lt' | 'lte' | 'gt' | 'gte'

function numberTest(read: (event: Event) => Value, op: NumberOp, limit: number): Test {
  const compare = {
    eq: (value: number) => value === limit,
    lt: (value: number) => value < limit,
    lte: (value: number) => value <= limit,
    gt: (value: number) => value > limit,
    gte: (value: number) => value >= limit,
  }[op]
  return (event) => {
    const value = read(event)
    return typeof value === 'number' && compare(value)
  }
}

function networkTest(read: (event: Event) => Value, network: string): Test {
  const [address = '', bits = ''] = network.split('/')
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  const list = new BlockList()
  list.addSubnet(address, Number(bits), family)
  return (event) => {
    const value = String(read(event) ?? '')
    const version = isIP(value)
    return version > 0 && list.check(value, version === 6 ? 'ipv6' : 'ipv4')
  }
}

function textTest(atom: Atom): (text: string) => boolean {
  const { test } = atom
  if (test.op === 'holds') return (text) => languages[test.value].see(text).strength >= test.least
  const { op } = test
  const wanted = String(atom.test.value)
  if (op === 'matches') {
    const pattern = new Pattern(wanted, atom.cased)
    return (text) => pattern.matches(text)
  }
  const value = atom.cased ? wanted : foldCase(wanted)
  const fold = atom.cased ? (text: string) => text : foldCase
  if (op === 'equals') return (text) => text.length === value.length && fold(text) === value
  if (op === 'starts') return (text) => fold(text).startsWith(value)
  if (op === 'ends') return (text) => fold(text).endsWith(value)
  return (text) => fold(text).includes(value)
}
