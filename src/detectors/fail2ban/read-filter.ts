import type { Files, Values } from './config.ts'
import { DateFinder } from './dates.ts'
import type { Filter } from './filter.ts'
import { withoutTags } from './host-tags.ts'
import type { Option } from './ini.ts'
import { PythonPattern } from './regex/python-pattern.ts'
import { PatternError } from './regex/syntax.ts'

/** What a filter asks for that is not here. */
export interface Lack {
  readonly option: Option
  readonly reason: string
}

interface Notes {
  readonly files: Files
  readonly lacks: Lack[]
}

/** Groups that say who failed. */
const identities = ['ip4', 'ip6', 'dns', 'host', 'fid', 'mlfid']

/** Reads a filter's patterns and notes what is wrong, or lacking. */
export function readFilter(name: string, values: Values, notes: Notes): Filter {
  const option = (key: string): Option =>
    values.option(key) ??
    values.option('failregex') ?? { value: '', file: name, line: 1, column: 1 }
  const usesNames = (values.get('usedns') ?? 'warn') !== 'no'
  const read = (key: string, text: string): PythonPattern | undefined =>
    patternOf(withoutTags(bytesOf(text), usesNames), { option: option(key), ...notes }, key)
  const all = (key: string): PythonPattern[] =>
    linesOf(values.get(key)).flatMap((line) => read(key, line) ?? [])
  const [prefix] = all('prefregex')
  const failures = all('failregex')
  if (failures.length === 0 && linesOf(values.get('failregex')).length === 0)
    notes.lacks.push({ option: option('failregex'), reason: 'it has no failregex' })
  for (const { names } of failures)
    if (!identities.some((one) => names.includes(one) || prefix?.names.includes(one)))
      notes.files.fail(
        option('failregex'),
        'a failregex says nothing of the host: <HOST> is missing',
      )
  if (Number(values.get('maxlines') ?? 1) > 1)
    notes.lacks.push({ option: option('maxlines'), reason: 'it matches several lines at once' })
  const datePattern = values.get('datepattern') ?? ''
  return {
    name,
    datePattern,
    dates: datesOf(linesOf(datePattern), { option: option('datepattern'), ...notes }),
    prefix,
    failures,
    ignored: all('ignoreregex'),
  }
}

/** Readable text as logs hold it: one character per byte of its UTF-8. */
function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function linesOf(text: string | undefined): string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

type Place = Notes & { readonly option: Option }

function patternOf(source: string, place: Place, key: string): PythonPattern | undefined {
  if (source.includes('<SKIPLINES>')) {
    place.lacks.push({ option: place.option, reason: 'it matches several lines at once' })
    return undefined
  }
  return guarded(place, key, () => new PythonPattern(source))
}

function datesOf(patterns: readonly string[], place: Place): DateFinder {
  return guarded(place, 'datepattern', () => new DateFinder(patterns)) ?? new DateFinder([])
}

/** What `make` gives; undefined, with a note, when a pattern cannot be read. */
function guarded<T>({ option, files, lacks }: Place, key: string, make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    if (error.isKnown) lacks.push({ option, reason: `its ${key} has ${error.message}` })
    else files.fail(option, `no pattern: ${error.message}`)
    return undefined
  }
}
