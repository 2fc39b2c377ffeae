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
  if (of.is === 'name') return of.name === 'evt' ? [] : undefined
  if (of.is === 'member') {
    const path = eventPath(of.of)
    // the texts of an event that a bucket keeps have the same names
    if (path === undefined && of.of.is === 'member' && rooms.includes(of.of.name))
      return fields.has(`${of.of.name}.${of.name}`) ? undefined : [of.of.name, of.name]
    return path && [...path, of.name]
  }
  if (of.is === 'index') {
    const path = eventPath(of.of)
    const isText = of.by.is === 'constant' && typeof of.by.value === 'string'
    return path && isText ? [...path, String((of.by as { value: unknown }).value)] : undefined
  }
  if (of.is !== 'call' || of.of === undefined) return undefined
  const path = eventPath(of.of)
  if (path === undefined) return undefined
  const [first] = of.with
  if (of.name === 'GetMeta' && first?.is === 'constant') return ['Meta', String(first.value)]
  if (of.with.length > 0) return [...path, of.name]
  // the getters of an alert have the names of what they get
  return [...path, path.length > 0 ? of.name.replace(/^Get/, '') : of.name]
}

export function eventCode(path: readonly string[]): EventCode {
  const [room = '', ...rest] = path
  if (path.length === 0) return { lack: "'evt' as a whole", near: '' }
  const name = path.join('.')
  const field = fields.get(name)
  if (field) {
    return fieldCode(name, field)
  }
  if (room === 'GetType')
    return { type: 'text', key: 'evt.GetType', run: (f) => (f.overflow ? 'overflow' : 'event') }
  if (room === 'SetMeta' || room === 'SetParsed') return { value: true }
  if (room === 'Whitelisted') return { value: false }
  if (room === 'Overflow') return overflowCode(rest)
  if (rooms.includes(room)) {
    const near = nearest(name, fields.keys()) ?? ''
    return { lack: `evt.${name} is in no web log`, near }
  }
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
