import { isMap, isScalar, type Node } from 'yaml'
import { Request } from '../../event/request.ts'
import { fields, numeric } from './sigma/fields.ts'
import type { Entry, Place, Reader } from './sigma-reader.ts'

/** A request written in a rule file: `GET /x HTTP/1.1`, or a map of fields with that as `request`. */
export interface Example {
  /** Texts with one character per byte. */
  readonly fields: ReadonlyMap<string, string | number>
  /** For correlations: how many of it, `{n}` in its texts being the number of the one. */
  readonly repeat: number
  /** Milliseconds from one to the next. */
  readonly every: number
  readonly place: Place
}

/** What a rule must say and must not say, kept in its file. A correlation takes each list as one stream. */
export interface RuleTests {
  readonly fires: readonly Example[]
  readonly silent: readonly Example[]
  /** Disguised forms of the same thing that it must see too. */
  readonly evasion: readonly Example[]
}

/** An example and all rules that hold for it, by name; undefined when nobody has said which yet. */
export interface Case {
  readonly example: Example
  readonly expect: readonly string[] | undefined
  /** Where in its file the expectation belongs: characters from the start. */
  readonly fillAt: number
}

export const noTests: RuleTests = { fires: [], silent: [], evasion: [] }

/** Tests from the file of a rule and from the file beside it. */
export function joined(a: RuleTests, b: RuleTests): RuleTests {
  return {
    fires: [...a.fires, ...b.fires],
    silent: [...a.silent, ...b.silent],
    evasion: [...a.evasion, ...b.evasion],
  }
}

/** Reads `tripline.tests`. */
export function readTests(reader: Reader, entry: Entry | undefined): RuleTests {
  if (!entry) return noTests
  return readLists(reader, reader.known(entry.value, "'tests'", lists))
}

export const lists = ['fires', 'silent', 'evasion'] as const

/** Reads the lists of examples among the entries of a map. */
export function readLists(reader: Reader, entries: ReadonlyMap<string, Entry>): RuleTests {
  const read = (name: string): readonly Example[] => {
    const list = entries.get(name)
    return list ? reader.items(list.value).flatMap((node) => readExample(reader, node) ?? []) : []
  }
  return { fires: read('fires'), silent: read('silent'), evasion: read('evasion') }
}

/** Reads `GET /x HTTP/1.1` or a map of fields; keys of other meaning are handed over as `besides`. */
export function readExample(
  reader: Reader,
  node: Node,
  besides: readonly string[] = [],
): Example | undefined {
  const place = reader.placeOf(node)
  if (isScalar(node) && typeof node.value === 'string')
    return { fields: new Map([['request', latin1(node.value)]]), repeat: 1, every: 1000, place }
  if (!isMap(node)) return reader.fail(node, 'an example is a request line or a map of fields')
  const found = new Map<string, string | number>()
  const timing = new Map<string, Entry>()
  for (const entry of reader.entries(node, 'an example')) {
    if (entry.name === 'repeat' || entry.name === 'every') timing.set(entry.name, entry)
    else if (!besides.includes(entry.name)) readField(reader, entry, found)
  }
  const repeat = reader.number(timing.get('repeat'), 1, 100_000) ?? 1
  return { fields: found, repeat, every: reader.span(timing.get('every')) ?? 1000, place }
}

function readField(reader: Reader, entry: Entry, into: Map<string, string | number>): void {
  const field = fields.get(entry.name)
  if (!field) return reader.unknown(entry.key, 'field', entry.name, fields.keys())
  const value = isScalar(entry.value) ? entry.value.value : undefined
  const isNumber = numeric.has(field)
  // bytes that are no UTF-8 are written as !!binary
  if (!isNumber && value instanceof Uint8Array)
    into.set(field, Buffer.from(value).toString('latin1'))
  else if (!isNumber && typeof value === 'string') into.set(field, latin1(value))
  else if (isNumber && typeof value === 'number') into.set(field, value)
  else reader.fail(entry.value, `'${entry.name}' has the wrong type`)
  return undefined
}

/** The requests that an example stands for, starting at a time (epoch milliseconds). */
export function requestsOf(example: Example, start: number): readonly Request[] {
  return Array.from({ length: example.repeat }, (_, n) => {
    const event = new Request()
    Object.assign(event, { time: start + n * example.every, status: 200, client: '203.0.113.9' })
    for (const [field, value] of example.fields) {
      const filled = typeof value === 'string' ? value.replaceAll('{n}', String(n)) : value
      if (field === 'request') Object.assign(event, requestLine(String(filled)))
      else Object.assign(event, { [field]: filled })
    }
    event.peer = event.client
    event.line = `${event.method} ${event.target} ${event.protocol}`
    return event
  })
}

function requestLine(line: string): { method: string; target: string; protocol: string } {
  const [, method = '', target = '', protocol = ''] =
    /^(\S+) (.*?)(?: (HTTP\/\S+))?$/s.exec(line) ?? []
  return method ? { method, target, protocol } : { method: '', target: line, protocol: '' }
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
