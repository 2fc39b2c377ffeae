import type { Event, ServerError } from '../../event/event.ts'
import type { Request } from '../../event/request.ts'

/** A text that CrowdSec's parsers would find in a line, taken from our event instead. */
export interface Field {
  readonly read: (event: Event) => string
  /** Field whose text always holds this one's, whatever the case. */
  readonly within?: string
  /** It may be long, and much is looked for in it. */
  readonly isLong?: boolean
  /** All that it can be, when that is little. */
  readonly values?: readonly string[]
}

type Reader<T> = (event: T) => string

/** A field of requests, of server errors, or of both. */
function field(
  request: Reader<Request> | undefined,
  error: Reader<ServerError> | undefined,
  more: Omit<Field, 'read'> = {},
): Field {
  const read: Reader<Event> = (event) => {
    if (event.kind === 'request') return request ? request(event) : ''
    return event.kind === 'error' && error ? error(event) : ''
  }
  return { read, ...more }
}

const accessType = 'http_access-log'
const errorType = 'http_error-log'

/** What the hub's parsers make of a target: all behind the last '?' are the arguments. */
interface Parts {
  readonly of: string
  readonly path: string
  readonly args: string
  /** No slash: nothing but the path is known. */
  readonly isOdd: boolean
  readonly dir: string
  readonly frag: string
  readonly ext: string
}

let parts: Parts = { of: '', path: '', args: '', isOdd: true, dir: '', frag: '', ext: '' }

/** The parts of a target; those of the last one are remembered. */
function partsOf(target: string): Parts {
  if (parts.of === target) return parts
  const mark = target.lastIndexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const slash = path.lastIndexOf('/') + 1
  const file = path.slice(slash)
  // a name begins with one character of its own: that of '.htaccess' is no extension
  const dot = file.lastIndexOf('.')
  parts = {
    of: target,
    path,
    args: mark < 0 ? '' : target.slice(mark + 1),
    isOdd: slash === 0,
    dir: path.slice(0, slash),
    frag: slash === 0 ? '' : dot > 0 ? file.slice(0, dot) : file,
    ext: slash === 0 || dot <= 0 ? '' : file.slice(dot),
  }
  return parts
}

const files: ReadonlySet<string> = new Set(
  (
    '.JPG .CSS .JS .JPEG .PNG .SVG .MAP .ICO .OTF .GIF .MP3 .MP4 .WOFF .WOFF2 .TTF .EOT .WEBP ' +
    '.WAV .GZ .BROTLI .BVR .TS .BMP'
  ).split(' '),
)

const isStatic = (target: string): string =>
  files.has(partsOf(target).ext.toUpperCase()) ? 'true' : 'false'

const statuses: readonly string[] = Array.from({ length: 600 }, (_, status) =>
  status === 0 ? '' : String(status),
)
const statusOf = ({ status }: Request): string => statuses[status] ?? String(status)

const denied = /client denied by server configuration: (\S+)/
const refused =
  /user "?([^":]{0,128})"?(?: was not found in |: password mismatch|: authentication failure for "([^"]*)"| not found: "?([^"]*))/i
const broken = /Invalid URI in request (\S+) (\S+)/

/** What kind of error the hub's parsers take a message for. */
function subTypeOf({ reason }: ServerError): string {
  if (reason.includes('limiting requests, excess')) return 'req_limit_exceeded'
  if (refused.test(reason)) return 'auth_fail'
  if (denied.test(reason)) return 'permission_denied'
  return broken.test(reason) ? 'invalid_uri' : ''
}

function pathOf(error: ServerError): string {
  if (error.target !== '') return error.target
  const found = refused.exec(error.reason)
  if (found) return found[2] ?? found[3] ?? ''
  return denied.exec(error.reason)?.[1] ?? broken.exec(error.reason)?.[2] ?? ''
}

const userOf = (error: ServerError): string => refused.exec(error.reason)?.[1] ?? ''
const timeOf = ({ time }: { time: number }): string =>
  Math.abs(time) <= 8.64e15 ? new Date(time).toISOString().replace('.000Z', 'Z') : ''

const path = 'Meta.http_path'
const agent = field((r) => r.agent, undefined, { isLong: true })
const referrer = field((r) => r.referrer, undefined, { isLong: true })
const status = field(statusOf, undefined)
const verb = field(
  (r) => r.method,
  (e) => e.method,
)
const client = field(
  (r) => r.client,
  (e) => e.client,
)
const host = field(
  (r) => r.host,
  (e) => e.host || e.server,
)
const user = field((r) => r.user, userOf)
const time = field(timeOf, timeOf)
const part = (read: (parts: Parts) => string): Field =>
  field(
    (r) => read(partsOf(r.target)),
    (e) => read(partsOf(pathOf(e))),
    { within: path },
  )
const range = field((r) => r.network, undefined)
const country = field((r) => r.country, undefined)
const protocol = field((r) => r.protocol.replace(/^HTTP\//, ''), undefined)
const raw = field(
  (r) => r.line,
  (e) => e.line,
)
const machine = field(
  (r) => r.server,
  (e) => e.server,
)

/** Everything that scenarios may ask of a line, by its name behind `evt.`. */
export const fields: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['Meta.service', field(constant('http'), constant('http'), { values: ['http'] })],
  [
    'Meta.log_type',
    field(constant(accessType), constant(errorType), { values: [accessType, errorType] }),
  ],
  ['Meta.source_ip', client],
  ['Meta.http_status', status],
  [path, field((r) => r.target, pathOf, { isLong: true })],
  ['Meta.http_verb', verb],
  ['Meta.http_user_agent', { ...agent, within: 'Parsed.http_user_agent' }],
  ['Meta.http_referer', { ...referrer, within: 'Parsed.http_referer' }],
  ['Meta.http_version', protocol],
  ['Meta.target_fqdn', host],
  ['Meta.http_args_len', part(({ args, isOdd }) => (isOdd ? '' : String(args.length)))],
  [
    'Meta.sub_type',
    field(constant(''), subTypeOf, {
      values: ['', 'auth_fail', 'req_limit_exceeded', 'permission_denied', 'invalid_uri'],
    }),
  ],
  ['Meta.username', user],
  ['Meta.user', user],
  ['Meta.target_user', user],
  ['Meta.timestamp', time],
  ['Meta.SourceRange', range],
  ['Meta.IsoCode', country],
  ['Meta.machine', machine],
  [
    'Meta.datasource_path',
    field(
      (r) => r.source,
      (e) => e.source,
    ),
  ],
  ['Meta.datasource_type', field(constant('file'), constant('file'), { values: ['file'] })],
  ['Parsed.request', part((parts) => parts.path)],
  ['Parsed.rawrequest', field((r) => r.target, pathOf, { within: path })],
  ['Parsed.http_path', field((r) => r.target, pathOf, { within: path })],
  ['Parsed.target_uri', field(undefined, pathOf, { within: path })],
  ['Parsed.http_args', part(({ args }) => args)],
  ['Parsed.file_dir', part(({ dir }) => dir)],
  ['Parsed.file_frag', part(({ frag }) => frag)],
  ['Parsed.file_ext', part(({ ext }) => ext)],
  ['Parsed.file_name', part(({ frag, ext }) => frag + ext)],
  [
    'Parsed.static_ressource',
    field(
      (r) => isStatic(r.target),
      (e) => isStatic(pathOf(e)),
      { values: ['true', 'false', ''] },
    ),
  ],
  [
    'Parsed.impact_completion',
    field(
      (r) => (r.status === 404 || r.status === 403 || r.status === 502 ? 'false' : 'true'),
      constant('true'),
    ),
  ],
  ['Parsed.verb', verb],
  ['Parsed.http_user_agent', agent],
  ['Parsed.http_referer', referrer],
  ['Parsed.referrer', { ...referrer, within: 'Parsed.http_referer' }],
  ['Parsed.status', status],
  ['Parsed.response', status],
  ['Parsed.remote_addr', client],
  ['Parsed.clientip', client],
  ['Parsed.client', client],
  ['Parsed.source_ip', client],
  ['Parsed.remote_user', user],
  ['Parsed.auth', user],
  ['Parsed.user', user],
  ['Parsed.username', user],
  ['Parsed.target_fqdn', host],
  ['Parsed.http_version', protocol],
  ['Parsed.httpversion', protocol],
  ['Parsed.body_bytes_sent', field((r) => (r.bytes < 0 ? '' : String(r.bytes)), undefined)],
  ['Parsed.bytes', field((r) => (r.bytes < 0 ? '' : String(r.bytes)), undefined)],
  [
    'Parsed.request_time',
    field((r) => (r.duration < 0 ? '' : (r.duration / 1000).toFixed(3)), undefined),
  ],
  [
    'Parsed.message',
    field(
      (r) => r.line,
      (e) => e.reason,
    ),
  ],
  ['Parsed.loglevel', field(undefined, (e) => e.level)],
  ['Parsed.time_local', time],
  ['Parsed.timestamp', time],
  ['Enriched.IsoCode', country],
  ['Enriched.SourceRange', range],
  ['Line.Raw', raw],
  [
    'Line.Src',
    field(
      (r) => r.source,
      (e) => e.source,
    ),
  ],
  ['MarshaledTime', time],
])

function constant(text: string): () => string {
  return () => text
}
