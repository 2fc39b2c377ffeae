import { BlockList, isIP } from 'node:net'
import type { Event } from '../../event/event.ts'
import { Pattern } from '../../text/search/pattern.ts'
import { foldCase } from '../../text/decoding/view.ts'
import { languages } from '../../text/tokens/languages.ts'
import type { Atom, TimePart } from '../rules/rule.ts'

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
  if ('how' in test) return sameTest(atom, test)
  if (typeof test.value === 'number') return numberTest(read, test)
  if (test.op === 'cidr') return networkTest(read, test.value)
  const matches = textTest(atom)
  return (event) => {
    const value = read(event)
    return (
      (typeof value === 'number' ? isThere(value) : value !== undefined) && matches(String(value))
    )
  }
}

/** Empty text, status 0 and negative sizes and durations mean "not logged". */
function isThere(value: Value): boolean {
  return typeof value === 'number' ? value > 0 : value !== undefined && value !== ''
}

/** A part of a time in UTC. */
function partOf(time: Value, part: TimePart): Value {
  if (typeof time !== 'number' || !Number.isFinite(time)) return undefined
  const date = new Date(time)
  if (part === 'minute') return date.getUTCMinutes()
  if (part === 'hour') return date.getUTCHours()
  if (part === 'day') return date.getUTCDate()
  if (part === 'month') return date.getUTCMonth() + 1
  return part === 'year' ? date.getUTCFullYear() : weekOf(date)
}

/** Week of ISO 8601: the first has the first Thursday of the year. */
function weekOf(date: Date): number {
  const thursday = new Date(date)
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7))
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  return Math.ceil(((thursday.getTime() - first) / 86_400_000 + 1) / 7)
}

function sameTest(
  { field, cased }: Atom,
  { value: other, how }: Extract<Atom['test'], { op: 'same' }>,
): Test {
  const fold = cased ? (text: string) => text : foldCase
  return (event) => {
    const one = textOf(event, field)
    const two = textOf(event, other)
    if (one === undefined || two === undefined) return false
    return compare[how]!(fold(one), fold(two))
  }
}

/** A field or a part of the target as text; undefined when it is not there. */
function textOf(event: Event, field: string): string | undefined {
  const part = Object.hasOwn(parts, field) ? parts[field] : undefined
  const value = part ? part('target' in event ? event.target : '') : valueOf(event, field)
  return isThere(value) ? String(value) : undefined
}

const compare: Readonly<Record<string, (one: string, two: string) => boolean>> = {
  equals: (one, two) => one === two,
  contains: (one, two) => one.includes(two),
  starts: (one, two) => one.startsWith(two),
  ends: (one, two) => one.endsWith(two),
}

type NumberTest = Extract<Atom['test'], { op: 'eq' | 'lt' | 'lte' | 'gt' | 'gte' }>

function numberTest(whole: (event: Event) => Value, { op, value: limit, part }: NumberTest): Test {
  const read = part ? (event: Event) => partOf(whole(event), part) : whole
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
