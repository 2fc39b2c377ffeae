import {
  afterMark,
  distance,
  escapePercent,
  isLike,
  lower,
  numberOf,
  queryOf,
  sprintf,
  textOf,
  trimEnd,
  trimmed,
  trimStart,
  unescapePercent,
  upper,
} from './texts.ts'

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
  helper(['text', 'text'], 'text', run, { keeps: true })

const upperHelper = kept(upper)
const lowerHelper = kept(lower)

const length = helper(['any'], 'number', (of: unknown): number => {
  if (typeof of === 'string' || Array.isArray(of)) return of.length
  return of !== null && typeof of === 'object' ? Object.keys(of).length : 0
})

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
const toText = helper(['any'], 'text', textOf)
const sorted = (values: unknown): number[] =>
  Array.isArray(values) ? values.map(numberOf).toSorted((a, b) => a - b) : []

/** Functions of the language and CrowdSec's own, by name. */
export const helpers: ReadonlyMap<string, Helper> = new Map<string, Helper>([
  ['Upper', upperHelper],
  ['upper', upperHelper],
  ['Lower', lowerHelper],
  ['lower', lowerHelper],
  ['TrimSpace', kept((text) => trimmed(text))],
  ['Trim', cut(trimmed)],
  ['trim', { ...cut(trimmed), optional: 1 }],
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
