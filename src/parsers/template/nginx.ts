import type { Parser } from '../../contract/parser.ts'
import { type MeaningName, meanings } from '../fields/put.ts'
import { jsonParser } from '../json/json-parser.ts'
import { type Piece, Template } from './template.ts'

/** What the variables of nginx mean; others are passed over. */
const variables: Readonly<Record<string, MeaningName>> = {
  remote_addr: 'client',
  realip_remote_addr: 'peer',
  proxy_protocol_addr: 'client',
  http_x_forwarded_for: 'forwarded',
  proxy_add_x_forwarded_for: 'forwarded',
  remote_user: 'user',
  time_local: 'time',
  time_iso8601: 'time',
  msec: 'time',
  request: 'request',
  request_method: 'method',
  request_uri: 'target',
  uri: 'path',
  document_uri: 'path',
  args: 'query',
  query_string: 'query',
  server_protocol: 'protocol',
  status: 'status',
  body_bytes_sent: 'bytes',
  bytes_sent: 'bytes',
  request_time: 'seconds',
  http_referer: 'referrer',
  http_user_agent: 'agent',
  host: 'host',
  http_host: 'host',
  server_name: 'host',
  hostname: 'server',
  geoip_country_code: 'country',
  geoip2_data_country_code: 'country',
}

/** The parser of an nginx `log_format` string, JSON ones included. */
export function fromNginx(format: string, name = 'nginx-format'): Parser {
  const text = format
    .replace(/^\s*escape=\w+\s+/, '')
    .replaceAll(/'\s*\n?\s*'/g, '')
    .replace(/^'|'$/g, '')
  const about = `Lines that nginx writes with log_format ${format}`
  if (text.trimStart().startsWith('{'))
    return jsonParser({ name, about, sample: '', members: membersOf(text) })
  const template = new Template(name, piecesOf(text), true)
  return {
    name,
    about,
    sample: '',
    parse: (line) => template.parse(line),
    fault: (line) => template.fault(line),
  }
}

/** The pieces of a format with `$name` or `${name}` in it. */
export function piecesOf(format: string): readonly Piece[] {
  const pieces: Piece[] = []
  let done = 0
  // Both `$host` and `$server_name` in one format: the asked-for host wins, what is logged twice is passed over.
  const used = new Set<MeaningName>()
  for (const found of format.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)) {
    if (found.index > done) pieces.push(literal(format.slice(done, found.index)))
    const name = (found[1] ?? found[2])!
    const meaning = variables[name]
    pieces.push({
      literal: '',
      name,
      meaning: meaning === undefined || used.has(meaning) ? undefined : meanings[meaning],
    })
    if (meaning !== undefined) used.add(meaning)
    done = found.index + found[0].length
  }
  if (done < format.length) pieces.push(literal(format.slice(done)))
  return pieces
}

function literal(text: string): Piece {
  return { literal: text, name: '', meaning: undefined }
}

function membersOf(format: string): Readonly<Record<string, MeaningName>> {
  const members: Record<string, MeaningName> = {}
  for (const [, key, variable] of format.matchAll(/"([^"$]+)"\s*:\s*"?\$\{?(\w+)/g)) {
    const meaning = variables[variable!]
    if (meaning !== undefined && !Object.values(members).includes(meaning)) members[key!] = meaning
  }
  return members
}
