import { PythonPattern, type Text } from './regex/python-pattern.ts'

/** Where a date stands in a line: `[start, end)`. */
export interface Span {
  readonly start: number
  readonly end: number
}

const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const clock = String.raw`\d\d:\d\d:\d\d`
const zone = String.raw`(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))`

/** The forms in which logs write times, longer ones before those that they begin with. */
const forms: readonly string[] = [
  String.raw`\d{4}([-/.])\d\d[-/.]\d\d[T ]${clock}(?:[.,]\d{1,9})?${zone}?`,
  String.raw`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?${month} {1,2}\d{1,2} ${clock}(?:\.\d{1,9})?(?: \d{4}\b)?`,
  String.raw`\d{1,2}[-/ ]${month}[-/ ]\d{4}[ :]${clock}(?:\.\d{1,9})?${zone}?`,
  String.raw`${month} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M`,
  String.raw`${month}-\d\d-\d\d ${clock}`,
  String.raw`\d\d[-/]\d\d[-/](?:\d{4}|\d\d)[ :@]${clock}(?:\.\d{1,9})?`,
  String.raw`\d{6} {1,2}\d{1,2}:\d\d:\d\d`,
  String.raw`@[0-9a-f]{24}`,
  String.raw`\d{10,11}(?:\.\d{3,6})?`,
].map((form) => form.replace('([-/.])', '[-/.]'))

const anywhere = new RegExp(String.raw`(?<!\w)(?:${forms.join('|')})(?!\w)`, 'g')
const here = new RegExp(String.raw`(?:${forms.join('|')})(?!\w)`, 'y')

/** What strptime's letters stand for. */
const letters: Readonly<Record<string, string>> = {
  a: '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)',
  A: String.raw`[A-Z][a-z]+day`,
  b: month,
  B: '[A-Z][a-z]+',
  d: '(?:3[01]|[12][0-9]|0?[1-9]| [1-9])',
  f: String.raw`\d{1,6}`,
  H: String.raw`\d{1,2}`,
  I: String.raw`\d{1,2}`,
  j: String.raw`\d{3}`,
  k: String.raw` ?\d{1,2}`,
  l: String.raw` ?\d{1,2}`,
  m: '(?:1[0-2]|0?[1-9])',
  M: '[0-5][0-9]',
  p: '[AaPp][Mm]',
  s: String.raw`\d{10}`,
  S: '[0-6][0-9]',
  y: String.raw`\d\d`,
  Y: String.raw`\d{4}`,
  z: String.raw`(?:Z|UTC|GMT|[+-][01]\d(?::?\d\d)?)`,
  Z: '[A-Z]{3,5}',
}

type Find = (line: string, text: () => Text) => Span | undefined

/** Finds the date that a filter cuts out of a line, the first of its patterns that fits. */
export class DateFinder {
  readonly #finds: readonly Find[]

  /** @param patterns of `datepattern`; none: any of the usual forms. @throws PatternError */
  constructor(patterns: readonly string[]) {
    this.#finds = patterns.length > 0 ? patterns.map(finderOf) : [anyDate]
  }

  find(line: string, text: () => Text): Span | undefined {
    for (const find of this.#finds) {
      const found = find(line, text)
      if (found) return found
    }
    return undefined
  }
}

const anyDate: Find = (line) => {
  anywhere.lastIndex = 0
  const found = anywhere.exec(line)
  return found ? { start: found.index, end: anywhere.lastIndex } : undefined
}

/** At most two characters, none of a word, stand before. */
const atStart: Find = (line) => {
  for (let start = 0; start <= 2; start++) {
    here.lastIndex = start
    const found = here.exec(line)
    if (found) return { start, end: here.lastIndex }
    if (/\w/.test(line[start] ?? 'a')) return undefined
  }
  return undefined
}

/** `^[^\[]*\[({DATE})`: behind the first of a character. */
function behind(char: string, isWhole: boolean): Find {
  return (line) => {
    const at = line.indexOf(char)
    here.lastIndex = at + 1
    const found = at < 0 ? null : here.exec(line)
    if (!found) return undefined
    if (!isWhole) return { start: at + 1, end: here.lastIndex }
    const end = /\s*\]/y
    end.lastIndex = here.lastIndex
    return end.test(line) ? { start: at, end: end.lastIndex } : undefined
  }
}

const afterFirst = /^\^\[\^\\?(.)\]\*\\?(.)\(\{DATE\}\)$/
const wholeBracket = /^\^\[\^\\\[\]\*\(\\\[\{DATE\}\\s\*\\\]\)$/

function finderOf(pattern: string): Find {
  if (pattern === '{^LN-BEG}' || pattern === '{^LN-BEG}{DATE}') return atStart
  if (pattern === '{DATE}' || pattern === '') return anyDate
  const [, refused, char] = afterFirst.exec(pattern) ?? []
  if (char !== undefined && char === refused) return behind(char, false)
  if (wholeBracket.test(pattern)) return behind('[', true)
  return compiled(pattern)
}

/** Any other pattern, as fail2ban makes one of Python's: what the first group holds is the date. */
function compiled(pattern: string): Find {
  const isAtStart = pattern.startsWith('{^LN-BEG}')
  const plain = pattern
    .replace('{^LN-BEG}', '')
    .replace(/\{DATE\}/g, `(?:${forms.join('|')})`)
    .replace(/\{?L?EPOCH\}?/gi, String.raw`\d{10,11}(?:\.\d{3,6})?`)
    .replace(/\bTAI64N\b/, '@[0-9a-f]{24}')
    .replace(/%(?:Ex)?([a-zA-Z])/g, (whole, letter: string) => letters[letter] ?? whole)
    .replaceAll('**', '')
  const source = /(?<!\\)\((?!\?)/.test(plain)
    ? plain
    : plain.replace(/^((?:\(\?\w+\))?\^?)(.*?)(\$?)$/s, '$1($2)$3')
  const whole = isAtStart ? String.raw`^\W{0,2}${source}` : source
  const read = new PythonPattern(whole)
  if (isSimple(whole)) return simply(whole, read.names.indexOf('') + 1)
  const group = read.names.indexOf('')
  return (_, text) => {
    const spans = read.spans(text())
    const start = spans?.[group * 2] ?? -1
    return start < 0 ? undefined : { start, end: spans![group * 2 + 1]! }
  }
}

/** Anchored and with one open repetition at most, of one character: no way of running it takes long. */
function isSimple(source: string): boolean {
  const isNested = /\)(?:[*+]|\{\d*,)/.test(source)
  const open = source.replace(/\\[^]|\[[^\]]*\]/g, 'x').match(/[*+]|\{\d+,\}/g)
  return source.startsWith('^') && !isNested && (open?.length ?? 0) <= 1
}

function simply(source: string, group: number): Find {
  const plain = source.replaceAll('(?P<', '(?<').replace(/\(\?P=(\w+)\)/g, String.raw`\k<$1>`)
  const pattern = new RegExp(plain, 'd')
  return (line) => {
    const found = pattern.exec(line)?.indices?.[group]
    return found && { start: found[0], end: found[1] }
  }
}

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec'

/** Epoch milliseconds of a date in one of the usual forms, UTC where it names no zone; NaN when it is in none. */
export function timeOf(date: string, year: number): number {
  if (/^\d{10,11}(?:\.|$)/.test(date)) return Number(date) * 1000
  const text = date.replace(/^[A-Z][a-z]{2} (?=[A-Z])/, '')
  const offset = offsetOf(text)
  const iso = /^(\d{4})[-/.](\d\d)[-/.](\d\d)/.exec(text)
  const named = /^(\d{1,2})[-/ ]([A-Z][a-z]{2})[-/ ](\d{4})/.exec(text)
  const month = /^([A-Z][a-z]{2}) +(\d{1,2})/.exec(text)
  const time = /(\d\d):(\d\d):(\d\d)(?!:\d)(?:[.,](\d{1,3}))?/.exec(text)
  if (!time) return Number.NaN
  const [hour, minute, second] = time.slice(1, 4).map(Number) as [number, number, number]
  const clock = ((hour * 60 + minute) * 60 + second) * 1000 + Number((time[4] ?? '').padEnd(3, '0'))
  const rest = clock - offset
  if (iso) return Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3])) + rest
  if (named) return Date.UTC(Number(named[3]), monthOf(named[2]!), Number(named[1])) + rest
  if (!month) return Number.NaN
  return Date.UTC(yearIn(text, year), monthOf(month[1]!), Number(month[2])) + rest
}

function monthOf(name: string): number {
  return months.indexOf(name) / 3
}

function yearIn(text: string, year: number): number {
  return Number(/ (\d{4})$/.exec(text)?.[1] ?? year)
}

function offsetOf(text: string): number {
  const found = / ?([+-])(\d\d):?(\d\d)$/.exec(text)
  if (!found || !/\d\d:\d\d:\d\d/.test(text.slice(0, found.index))) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return (found[1] === '-' ? -minutes : minutes) * 60_000
}
