/** What a value is, as far as reading an expression tells. */
export type Type = 'text' | 'number' | 'flag' | 'list' | 'map' | 'nil' | 'any'

export interface Helper {
  /** Types of its arguments; the last one again for all further ones when there may be `more`. */
  readonly takes: readonly Type[]
  readonly gives: Type
  /** Arguments that may be left out at the end. */
  readonly optional?: number
  readonly more?: boolean
  /** Its text is its first argument, or a part of it, in any case. */
  readonly keeps?: boolean
  readonly run: (...given: never[]) => unknown
}

/** Bytes beyond ASCII stay as they are. */
export function upper(text: string): string {
  return ascii.test(text) ? text.toUpperCase() : text.replace(/[a-z]+/g, (run) => run.toUpperCase())
}

export function lower(text: string): string {
  return ascii.test(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (run) => run.toLowerCase())
}

const ascii = /^[\0-\x7f]*$/

function helper(
  takes: readonly Type[],
  gives: Type,
  run: Helper['run'],
  more: Partial<Helper> = {},
): Helper {
  return { takes, gives, run, ...more }
}

const textToText = (run: (text: string) => string): Helper => helper(['text'], 'text', run)
const kept = (run: (text: string) => string): Helper =>
  helper(['text'], 'text', run, { keeps: true })
const cut = (run: (text: string, set: string) => string): Helper =>
  helper(['text', 'text'], 'text', run, { keeps: true, optional: 1 })

const upperHelper = kept(upper)
const lowerHelper = kept(lower)

const length = helper(['any'], 'number', (of: unknown): number => {
  if (typeof of === 'string' || Array.isArray(of)) return of.length
  return of !== null && typeof of === 'object' ? Object.keys(of).length : 0
})

/** Wrongly written escapes leave the text as it is. */
function unescapePercent(text: string, isQuery: boolean): string {
  if (!text.includes('%') && !(isQuery && text.includes('+'))) return text
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return text
  const spaced = isQuery ? text.replaceAll('+', ' ') : text
  return spaced.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

function escapePercent(text: string, kept: RegExp, space: string): string {
  return text.replace(/[^]/g, (char) => {
    if (char === ' ') return space
    if (kept.test(char)) return char
    return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  })
}

/** Values of a query's parameters, by name. */
function queryOf(query: string): Record<string, string[]> {
  const found: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=')
    const name = unescapePercent(equals < 0 ? pair : pair.slice(0, equals), true)
    if (pair !== '')
      (found[name] ??= []).push(equals < 0 ? '' : unescapePercent(pair.slice(equals + 1), true))
  }
  return found
}

function afterMark(uri: string): string {
  const mark = uri.indexOf('?')
  return mark < 0 ? '' : uri.slice(mark + 1)
}

function trimStart(text: string, set: string): string {
  let from = 0
  while (from < text.length && set.includes(text[from]!)) from++
  return text.slice(from)
}

function trimEnd(text: string, set: string): string {
  let to = text.length
  while (to > 0 && set.includes(text[to - 1]!)) to--
  return text.slice(0, to)
}

const white = ' \t\n\v\f\r\x85\xa0'
const trimmed = (text: string, set: string = white): string => trimEnd(trimStart(text, set), set)

function sprintf(format: string, ...values: unknown[]): string {
  let next = 0
  return format.replace(/%([-+ 0#]*)(\d*)(?:\.(\d+))?([vsdfqxXtg%])/g, (...found) => {
    const [whole, flags, width, precision, verb] = found as unknown as string[]
    if (verb === '%') return '%'
    const value = values[next++]
    if (value === undefined) return whole!
    let text = String(value)
    if (verb === 'd') text = String(Math.trunc(Number(value)))
    if (verb === 'f') text = Number(value).toFixed(Number(precision || 6))
    if (verb === 'q') text = JSON.stringify(text)
    if (verb === 'x' && typeof value === 'number') text = value.toString(16)
    const size = Math.min(Number(width || 0), 256)
    if (flags!.includes('-')) return text.padEnd(size)
    return text.padStart(size, flags!.includes('0') ? '0' : ' ')
  })
}

const earth = 6371

/** Kilometres between two places on earth (haversine). */
function distance(...degrees: [unknown, unknown, unknown, unknown]): number {
  const [lat, lon, lat2, lon2] = degrees.map((of) => (Number(of) * Math.PI) / 180) as [
    number,
    number,
    number,
    number,
  ]
  const h =
    Math.sin((lat2 - lat) / 2) ** 2 +
    Math.cos(lat) * Math.cos(lat2) * Math.sin((lon2 - lon) / 2) ** 2
  return 2 * earth * Math.asin(Math.min(1, Math.sqrt(h)))
}

function numberOf(of: unknown): number {
  const value = typeof of === 'string' && of.trim() === '' ? Number.NaN : Number(of)
  return Number.isNaN(value) ? 0 : value
}

/** `*` and `?` stand for any text and any character; in time of length times pattern at most. */
function isLike(pattern: string, text: string): boolean {
  let at = 0
  let in_ = 0
  let star = -1
  let again = 0
  while (in_ < text.length)
    if (pattern[at] === '*') {
      star = at++
      again = in_
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[in_])) {
      at++
      in_++
    } else if (star >= 0) {
      at = star + 1
      in_ = ++again
    } else return false
  while (pattern[at] === '*') at++
  return at === pattern.length
}

const split = helper(['text', 'text'], 'list', (text: string, by: string) => text.split(by))
const replaceAll = helper(
  ['text', 'text', 'text'],
  'text',
  (text: string, from: string, to: string) =>
    from === '' ? text : text.replaceAll(from, () => to),
)
const indexOf = helper(['text', 'text'], 'number', (text: string, part: string) =>
  text.indexOf(part),
)
const trim = cut(trimmed)
const toText = helper(['any'], 'text', (of: unknown) => (of === undefined ? '' : String(of)))
const sorted = (values: unknown): number[] =>
  Array.isArray(values) ? values.map(numberOf).toSorted((a, b) => a - b) : []

/** Functions of the language and CrowdSec's own, by name. */
export const helpers: ReadonlyMap<string, Helper> = new Map<string, Helper>([
  ['Upper', upperHelper],
  ['upper', upperHelper],
  ['Lower', lowerHelper],
  ['lower', lowerHelper],
  ['TrimSpace', kept((text) => trimmed(text))],
  ['Trim', trim],
  ['trim', trim],
  ['TrimLeft', cut((text, set) => trimStart(text, set))],
  ['TrimRight', cut((text, set) => trimEnd(text, set))],
  ['TrimPrefix', cut((text, part) => (text.startsWith(part) ? text.slice(part.length) : text))],
  ['trimPrefix', cut((text, part) => (text.startsWith(part) ? text.slice(part.length) : text))],
  [
    'TrimSuffix',
    cut((text, part) => (part && text.endsWith(part) ? text.slice(0, -part.length) : text)),
  ],
  [
    'trimSuffix',
    cut((text, part) => (part && text.endsWith(part) ? text.slice(0, -part.length) : text)),
  ],
  ['len', length],
  ['Split', split],
  ['split', split],
  [
    'SplitN',
    helper(['text', 'text', 'number'], 'list', (text: string, by: string, most: number) => {
      const all = text.split(by)
      if (most < 0 || all.length <= most) return all
      return most === 0 ? [] : [...all.slice(0, most - 1), all.slice(most - 1).join(by)]
    }),
  ],
  ['Fields', helper(['text'], 'list', (text: string) => text.split(/\s+/).filter(Boolean))],
  ['Join', helper(['list', 'text'], 'text', (of: unknown[], by: string) => of.join(by))],
  [
    'join',
    helper(['list', 'text'], 'text', (of: unknown[], by = '') => of.join(by), { optional: 1 }),
  ],
  [
    'Replace',
    helper(
      ['text', 'text', 'text', 'number'],
      'text',
      (text: string, from: string, to: string, most: number) => {
        if (from === '') return text
        if (most < 0) return text.replaceAll(from, () => to)
        const all = text.split(from)
        const head = all.slice(0, most + 1).join(to)
        return all.length <= most + 1 ? head : [head, ...all.slice(most + 1)].join(from)
      },
    ),
  ],
  ['ReplaceAll', replaceAll],
  ['replace', replaceAll],
  ['Index', indexOf],
  ['indexOf', indexOf],
  [
    'lastIndexOf',
    helper(['text', 'text'], 'number', (text: string, part: string) => text.lastIndexOf(part)),
  ],
  [
    'hasPrefix',
    helper(['text', 'text'], 'flag', (text: string, part: string) => text.startsWith(part)),
  ],
  [
    'hasSuffix',
    helper(['text', 'text'], 'flag', (text: string, part: string) => text.endsWith(part)),
  ],
  [
    'Count',
    helper(['text', 'text'], 'number', (text: string, part: string) => text.split(part).length - 1),
  ],
  [
    'repeat',
    helper(['text', 'number'], 'text', (text: string, times: number) =>
      text.repeat(Math.min(Math.max(0, times), 1000)),
    ),
  ],
  ['string', toText],
  ['ToString', toText],
  ['Sprintf', helper(['text', 'any'], 'text', sprintf, { more: true, optional: 1 })],
  ['int', helper(['any'], 'number', (of: unknown) => Math.trunc(numberOf(of)))],
  ['float', helper(['any'], 'number', numberOf)],
  ['Atof', helper(['text'], 'number', numberOf)],
  ['abs', helper(['number'], 'number', (of: number) => Math.abs(of))],
  ['min', helper(['number'], 'number', (...of: number[]) => Math.min(...of), { more: true })],
  ['max', helper(['number'], 'number', (...of: number[]) => Math.max(...of), { more: true })],
  [
    'sum',
    helper(['list'], 'number', (of: unknown[]) =>
      of.reduce<number>((all, one) => all + numberOf(one), 0),
    ),
  ],
  [
    'mean',
    helper(
      ['list'],
      'number',
      (of: unknown[]) => sorted(of).reduce((all, one) => all + one, 0) / Math.max(1, of.length),
    ),
  ],
  [
    'median',
    helper(['list'], 'number', (of: unknown[]) => {
      const all = sorted(of)
      const half = all.length >> 1
      return all.length % 2 === 1 ? all[half] : ((all[half - 1] ?? 0) + (all[half] ?? 0)) / 2
    }),
  ],
  ['first', helper(['list'], 'any', (of: unknown[]) => of[0])],
  ['last', helper(['list'], 'any', (of: unknown[]) => of.at(-1))],
  ['uniq', helper(['list'], 'list', (of: unknown[]) => [...new Set(of)])],
  ['Distinct', helper(['list'], 'list', (of: unknown[]) => [...new Set(of)])],
  ['Flatten', helper(['list'], 'list', (of: unknown[]) => of.flat(Infinity))],
  ['flatten', helper(['list'], 'list', (of: unknown[]) => of.flat(Infinity))],
  [
    'FlattenDistinct',
    helper(['list'], 'list', (of: unknown[]) => [...new Set(of.flat(Infinity))], { more: true }),
  ],
  ['QueryUnescape', textToText((text) => unescapePercent(text, true))],
  ['PathUnescape', textToText((text) => unescapePercent(text, false))],
  ['QueryEscape', textToText((text) => escapePercent(text, /[\w.~-]/, '+'))],
  ['PathEscape', textToText((text) => escapePercent(text, /[\w.~$&+:=@-]/, '%20'))],
  ['B64Decode', textToText((text) => Buffer.from(text, 'base64').toString('latin1'))],
  ['ParseUri', helper(['text'], 'map', (uri: string) => queryOf(afterMark(uri)))],
  ['ParseQuery', helper(['text'], 'map', queryOf)],
  [
    'ExtractQueryParam',
    helper(
      ['text', 'text'],
      'list',
      (uri: string, name: string) => queryOf(afterMark(uri))[name] ?? [],
    ),
  ],
  ['Match', helper(['text', 'text'], 'flag', isLike)],
  [
    'KeyExists',
    helper(['text', 'map'], 'flag', (name: string, of: object) => Object.hasOwn(of, name)),
  ],
  ['Get', helper(['list', 'number'], 'any', (of: unknown[], at: number) => of[at] ?? '')],
  ['Distance', helper(['any', 'any', 'any', 'any'], 'number', distance)],
  ['LogInfo', helper(['text', 'any'], 'flag', () => true, { more: true, optional: 1 })],
])

const database = 'asks the database of CrowdSec'
const cache = 'keeps a store beside its buckets'
const documents = 'reads documents that are in no web log'
const clock = 'reads the clock'

/** Functions that exist in CrowdSec and are not run here, with the reason. */
export const absent: ReadonlyMap<string, string> = new Map([
  ...[
    'GetDecisionsCount',
    'GetDecisionsSinceCount',
    'GetActiveDecisionsCount',
    'GetActiveDecisionsTimeLeft',
    'CrowdsecCTI',
    'IsInCTI',
  ].map((name) => [name, database] as const),
  ...['GetFromStash', 'SetInStash', 'CacheGet', 'CacheSet', 'GetStash'].map(
    (name) => [name, cache] as const,
  ),
  ...[
    'JsonExtract',
    'JsonExtractUnescape',
    'JsonExtractLib',
    'JsonExtractObject',
    'JsonExtractSlice',
    'UnmarshalJSON',
    'ToJsonString',
    'XMLGetAttributeValue',
    'XMLGetNodeValue',
    'ParseKV',
    'ParseKVLax',
    'fromJSON',
    'toJSON',
  ].map((name) => [name, documents] as const),
  ...['TimeNow', 'now', 'ParseUnix', 'date', 'duration', 'AverageInterval', 'MedianInterval'].map(
    (name) => [name, clock] as const,
  ),
  ['Hostname', 'asks the machine it runs on'],
  ['LookupHost', 'asks the network'],
  ['GeoIPEnrich', 'needs a database of places'],
  ['GeoIPASNEnrich', 'needs a database of places'],
  ['GeoIPRangeEnrich', 'needs a database of places'],
  ['LibInjectionIsSQLI', 'is done by the shipped rules'],
  ['LibInjectionIsXSS', 'is done by the shipped rules'],
  ['JA4H', 'needs headers that are in no web log'],
])
