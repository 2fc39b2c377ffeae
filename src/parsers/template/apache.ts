import type { Parser } from '../../contract/parser.ts'
import { type MeaningName, meanings } from '../fields/put.ts'
import { type Piece, Template } from './template.ts'

/** What the directives of Apache mean; others are passed over. */
const directives: Readonly<Record<string, MeaningName>> = {
  h: 'client',
  a: 'client',
  u: 'user',
  r: 'request',
  m: 'method',
  U: 'path',
  q: 'query',
  H: 'protocol',
  s: 'status',
  b: 'commonBytes',
  B: 'bytes',
  O: 'bytes',
  D: 'microseconds',
  T: 'seconds',
  v: 'host',
  V: 'host',
  t: 'time',
  '{c}a': 'peer',
  '{c}h': 'peer',
  '{ms}T': 'milliseconds',
  '{us}T': 'microseconds',
  '{s}T': 'seconds',
  '{host}i': 'host',
  '{referer}i': 'referrer',
  '{user-agent}i': 'agent',
  '{x-forwarded-for}i': 'forwarded',
  '{geoip_country_code}e': 'country',
}

const directive = /%(?:[!\d,]*)?[<>]?((?:\{[^}]*\})?(?:\^\w\w|[a-zA-Z%]))/g

/** The parser of an Apache `LogFormat` string, given bare or as it stands in the configuration. */
export function fromApache(format: string, name = 'apache-format'): Parser {
  const template = new Template(name, piecesOf(bare(format)), true)
  const about = `Lines that Apache writes with LogFormat ${format}`
  return {
    name,
    about,
    sample: '',
    parse: (line) => template.parse(line),
    fault: (line) => template.fault(line),
  }
}

/** The format itself, from `LogFormat "…" nickname` or a quoted string: then `\"` stands for a quote. */
function bare(format: string): string {
  const quoted = /^\s*(?:LogFormat\s+)?"((?:[^"\\]|\\.)*)"(?:\s+\S+)?\s*$/.exec(format)
  return (quoted?.[1] ?? format).replaceAll(/\\(["\\nt])/g, (_, code: string) =>
    code === 'n' ? '\n' : code === 't' ? '\t' : code,
  )
}

function piecesOf(format: string): readonly Piece[] {
  const pieces: Piece[] = []
  const used = new Set<MeaningName>()
  let done = 0
  for (const found of oneTime(format).matchAll(directive)) {
    const before = oneTime(format).slice(done, found.index)
    done = found.index + found[0].length
    const key = nameOf(found[1]!)
    if (key === '%') {
      pushLiteral(pieces, `${before}%`)
      continue
    }
    const meaning = directives[key]
    // `%t` brings its brackets along, `%{…}t` does not.
    pushLiteral(pieces, key === 't' ? `${before}[` : before)
    const isNew = meaning !== undefined && !used.has(meaning)
    const isTime = key.endsWith('}t')
    pieces.push({
      literal: '',
      name: found[0],
      meaning: isTime ? meanings.time : isNew ? meanings[meaning] : undefined,
    })
    if (meaning !== undefined) used.add(meaning)
    if (key === 't') pushLiteral(pieces, ']')
  }
  pushLiteral(pieces, oneTime(format).slice(done))
  return pieces
}

/** A time that is put together from several `%{…}t` is read as one value. */
function oneTime(format: string): string {
  return format.replace(/(%\{[^}]*\}t)(?:[ .:T]?%\{[^}]*\}t)+/, '$1')
}

function nameOf(found: string): string {
  return found.length > 1 && found.startsWith('{') && /[ieo]$/.test(found)
    ? found.toLowerCase()
    : found
}

function pushLiteral(pieces: Piece[], text: string): void {
  const last = pieces.at(-1)
  if (text === '') return
  if (last !== undefined && last.name === '')
    pieces[pieces.length - 1] = { ...last, literal: last.literal + text }
  else pieces.push({ literal: text, name: '', meaning: undefined })
}
