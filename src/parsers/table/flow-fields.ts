import { Flow } from '../../event/event.ts'
import { decimal } from '../fields/number.ts'
import { anyTime } from '../fields/time.ts'

type Part =
  | 'time'
  | 'client'
  | 'destination'
  | 'transport'
  | 'service'
  | 'state'
  | 'seconds'
  | 'bytes'

/** Names of columns, in lower case, that have a field of their own. */
const parts: Readonly<Record<string, Part>> = {
  stime: 'time',
  timestamp: 'time',
  '@timestamp': 'time',
  time: 'time',
  ts: 'time',
  srcip: 'client',
  src_ip: 'client',
  source_ip: 'client',
  saddr: 'client',
  'id.orig_h': 'client',
  dstip: 'destination',
  dst_ip: 'destination',
  destination_ip: 'destination',
  daddr: 'destination',
  'id.resp_h': 'destination',
  proto: 'transport',
  protocol: 'transport',
  service: 'service',
  state: 'state',
  conn_state: 'state',
  dur: 'seconds',
  duration: 'seconds',
  bytes: 'bytes',
  bytes_sent: 'bytes',
}
const maxColumns = 512
const ofRequests = new Set([
  'method',
  'status',
  'url',
  'uri',
  'path',
  'request',
  'request_uri',
  'request.uri',
])

/** Whether columns of these names describe a flow: both ends, or a protocol with its service or state. */
export function isFlow(names: readonly string[]): boolean {
  const found = new Set(names.map((name) => parts[name.toLowerCase()]))
  if (names.length > maxColumns || names.some((name) => ofRequests.has(name.toLowerCase())))
    return false
  return (
    (found.has('client') && found.has('destination')) ||
    (found.has('transport') && (found.has('state') || found.has('service')))
  )
}

/** A flow from the values of its columns, or the index of the value that cannot be read. */
export function flowOf(names: readonly string[], values: readonly string[]): Flow | number {
  const flow = new Flow()
  const columns: Record<string, string | number> = {}
  flow.columns = columns
  for (let at = 0; at < names.length; at++) {
    const name = names[at]!
    const value = values[at]!
    const part = parts[name.toLowerCase()]
    if (part === undefined) columns[name] = columnValue(value)
    else if (!putPart(flow, part, value)) return at
  }
  if (flow.bytes < 0) flow.bytes = bothWays(columns)
  return flow
}

function putPart(flow: Flow, part: Part, value: string): boolean {
  if (part === 'time') {
    flow.time = anyTime(value)
    return flow.time === flow.time
  }
  if (part !== 'seconds' && part !== 'bytes') {
    flow[part] = value === '-' ? '' : value
    return true
  }
  if (value === '' || value === '-') return true
  const number = decimal(value)
  if (part === 'seconds') flow.duration = Math.round(number * 1e9) / 1e6
  else flow.bytes = number
  return number >= 0
}

function bothWays(columns: Readonly<Record<string, string | number>>): number {
  const sent = columns['sbytes']
  const received = columns['dbytes']
  return typeof sent === 'number' && typeof received === 'number' ? sent + received : -1
}

function columnValue(value: string): string | number {
  const number = decimal(value)
  return number === number ? number : value
}
