import { nearest } from '../../text/nearest.ts'
import type { Expression } from './expressions/expression.ts'
import type { Facts, Run } from './expressions/facts.ts'
import { type Field, fields } from './fields.ts'
import type { Type } from './expressions/functions.ts'
import type { Overflow } from './overflow.ts'

/** What a name behind `evt` stands for. */
export type EventCode =
  | {
      readonly type: Type
      readonly key: string
      readonly run: Run
      readonly haystack?: { readonly key: string; readonly run: Run }
      readonly values?: readonly string[]
    }
  | { readonly value: unknown }
  | { readonly mistake: string; readonly near: string }
  | { readonly lack: string; readonly near: string }

/** Parts of CrowdSec's events; those that are texts by name are open, the others closed. */
const rooms = ['Meta', 'Parsed', 'Enriched']
const others = [
  'Appsec',
  'ExpectMode',
  'Line',
  'MarshaledTime',
  'Overflow',
  'Process',
  'Stage',
  'StrTime',
  'StrTimeFormat',
  'Time',
  'Type',
  'Unmarshaled',
  'WhitelistReason',
  'Whitelisted',
  'GetMeta',
  'GetType',
  'SetMeta',
  'SetParsed',
]

/** The names behind `evt`, when an expression is nothing else: `evt.Meta["x"]`, `evt.GetMeta("x")`. */
export function eventPath(of: Expression): readonly string[] | undefined {
  switch (of.is) {
    case 'name':
      return of.name === 'evt' ? [] : undefined
    case 'member':
      return memberPath(of)
    case 'index':
      return indexPath(of)
    case 'call':
      return callPath(of)
    default:
      return undefined
  }
}

function memberPath({ of, name }: Extract<Expression, { is: 'member' }>): Path {
  const path = eventPath(of)
  if (path !== undefined) return [...path, name]
  // the texts of an event that a bucket keeps have the same names
  const room = of.is === 'member' && rooms.includes(of.name) ? of.name : undefined
  return room === undefined || fields.has(`${room}.${name}`) ? undefined : [room, name]
}

function indexPath({ of, by }: Extract<Expression, { is: 'index' }>): Path {
  const path = eventPath(of)
  const name = by.is === 'constant' && typeof by.value === 'string' ? by.value : undefined
  return path && name !== undefined ? [...path, name] : undefined
}

function callPath({ of, name, with: given }: Extract<Expression, { is: 'call' }>): Path {
  const path = of && eventPath(of)
  if (path === undefined) return undefined
  const [first] = given
  if (name === 'GetMeta' && first?.is === 'constant') return ['Meta', String(first.value)]
  // the getters of an alert have the names of what they get
  const isGetter = given.length === 0 && path.length > 0
  return [...path, isGetter ? name.replace(/^Get/, '') : name]
}

type Path = readonly string[] | undefined

/** Names that stand for something other than a text of the line. */
const special: ReadonlyMap<string, EventCode> = new Map<string, EventCode>([
  [
    'GetType',
    { type: 'text', key: 'evt.GetType', run: (f) => (f.overflow ? 'overflow' : 'event') },
  ],
  ['SetMeta', { value: true }],
  ['SetParsed', { value: true }],
  ['Whitelisted', { value: false }],
])

export function eventCode(path: readonly string[]): EventCode {
  const [room = '', ...rest] = path
  if (path.length === 0) return { lack: "'evt' as a whole", near: '' }
  const name = path.join('.')
  const field = fields.get(name)
  if (field) return fieldCode(name, field)
  const known = special.get(room)
  if (known) return known
  if (room === 'Overflow') return overflowCode(rest)
  if (rooms.includes(room))
    return { lack: `evt.${name} is in no web log`, near: nearest(name, fields.keys()) ?? '' }
  if (others.includes(room)) return { lack: `evt.${name} is not kept`, near: '' }
  const near = nearest(room, [...rooms, ...others])
  return { mistake: `an event has no '${room}'`, near: near ?? '' }
}

/** Only long texts are worth looking through for many literals at once. */
function fieldCode(name: string, { read, within, values, isLong }: Field): EventCode {
  const key = `evt.${name}`
  const run = (facts: Facts): string => (facts.event === undefined ? '' : read(facts.event))
  const holder = within === undefined ? undefined : fields.get(within)
  const whole = holder
    ? (facts: Facts): string => (facts.event === undefined ? '' : holder.read(facts.event))
    : run
  const haystack = isLong || holder ? { key: `evt.${within ?? name}`, run: whole } : undefined
  return { type: 'text', key, run, ...(haystack && { haystack }), ...(values && { values }) }
}

const overflows: ReadonlyMap<string, readonly [Type, (overflow: Overflow) => unknown]> = new Map<
  string,
  readonly [Type, (overflow: Overflow) => unknown]
>([
  ['Alert.Scenario', ['text', ({ scenario }) => scenario]],
  ['Alert.Remediation', ['flag', ({ remediation }) => remediation]],
  ['Alert.EventsCount', ['number', ({ count }) => count]],
  ['Alert.Source.IP', ['text', ({ sources }) => sources[0]?.address ?? '']],
  ['Alert.Source.Range', ['text', ({ sources }) => sources[0]?.range ?? '']],
  ['Alert.Source.Value', ['text', ({ sources }) => sources[0]?.value ?? '']],
  ['Alert.Source.Scope', ['text', ({ sources }) => sources[0]?.scope ?? '']],
  ['Alert.Scope', ['text', ({ sources }) => sources[0]?.scope ?? '']],
  ['Alert.Value', ['text', ({ sources }) => sources[0]?.value ?? '']],
  ['Sources', ['list', ({ sources }) => sources.map(({ value }) => value)]],
  ['Whitelisted', ['flag', () => false]],
])

const empty: Readonly<Partial<Record<Type, unknown>>> = {
  text: '',
  flag: false,
  number: 0,
  list: [],
}

function overflowCode(path: readonly string[]): EventCode {
  const name = path.join('.')
  const known = overflows.get(name)
  if (!known)
    return { lack: `evt.Overflow.${name} is not kept`, near: nearest(name, overflows.keys()) ?? '' }
  const [type, read] = known
  const none = empty[type]
  return {
    type,
    key: `evt.Overflow.${name}`,
    run: (facts) => (facts.overflow ? read(facts.overflow) : none),
  }
}
