import { isIP } from 'node:net'
import { RE2JS } from 're2js'
import { isScalar, type Node } from 'yaml'
import { isLanguage, languages } from '../../../../text/tokens/languages.ts'
import type { Atom, Condition } from '../../rule.ts'
import type { Entry, Reader } from '../../sigma-reader.ts'
import { casedTransforms, transforms } from './encodings.ts'
import { addresses, fields, numeric } from '../fields.ts'
import {
  atom,
  type Match,
  type ModifierName,
  numberOps,
  presence,
  readMatch,
  timeParts,
  wayOf,
} from './match.ts'
import { expanded } from './placeholders.ts'
import { textCondition } from './wildcards.ts'

type View = Atom['view']

/** The condition that `field|modifier: value` says; undefined where it cannot be had. */
export function fieldCondition(reader: Reader, entry: Entry, view: View): Condition | undefined {
  const bar = entry.name.indexOf('|')
  const end = bar < 0 ? entry.name.length : bar
  const names = reader.rename(entry.name.slice(0, end))
  const of = names.map((name) =>
    namedCondition(reader, { ...entry, name: name + entry.name.slice(end) }, view),
  )
  if (of.some((one) => !one)) return undefined
  return of.length === 1 ? of[0] : { is: 'or', of: of as Condition[] }
}

function namedCondition(reader: Reader, entry: Entry, view: View): Condition | undefined {
  const match = readMatch(reader, entry, view)
  if (!match) return undefined
  const condition =
    match.field === ''
      ? anywhere(reader, entry.value, match)
      : listCondition(reader, entry.value, match)
  return condition && match.modifiers.has('neq') ? { is: 'not', of: condition } : condition
}

/** Bare words: any of them, anywhere in the places a payload can be or in what the server says. */
export function keywordCondition(reader: Reader, node: Node, view: View): Condition | undefined {
  return anywhere(reader, node, {
    field: '',
    view,
    modifiers: new Set(['contains']),
    transforms: [],
  })
}

function anywhere(reader: Reader, node: Node, match: Match): Condition | undefined {
  const modifiers = match.modifiers.has('re')
    ? match.modifiers
    : new Set([...match.modifiers, 'contains'] as const)
  const before = reader.mistakes.length + reader.lacks.length
  const of = ['request', 'reason'].flatMap((field) => {
    // what is wrong is told once
    if (reader.mistakes.length + reader.lacks.length > before) return []
    return listCondition(reader, node, { ...match, field, modifiers }) ?? []
  })
  return of.length === 2 ? { is: 'or', of } : undefined
}

function listCondition(reader: Reader, node: Node, match: Match): Condition | undefined {
  const items = reader.items(node)
  if (items.length === 0) return reader.fail(node, 'an empty list matches nothing')
  const of = items.map((item) => valueCondition(reader, item, match))
  if (of.some((condition) => condition === undefined)) return undefined
  const conditions = of as Condition[]
  if (conditions.length === 1) return conditions[0]
  return { is: match.modifiers.has('all') ? 'and' : 'or', of: conditions }
}

function valueCondition(reader: Reader, node: Node, match: Match): Condition | undefined {
  if (!isScalar(node)) return reader.fail(node, 'a value must be text, a number or empty')
  const value = node.value
  const has = match.modifiers
  if (has.has('exists')) return existsCondition(reader, node, match, value)
  if (value === null || value === '') return emptyCondition(reader, node, match)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (has.has('fieldref')) return referCondition(reader, node, match, text)
  const op = numberOps.find((one) => has.has(one)) ?? 'eq'
  if (has.has('expand')) return expandCondition(reader, node, match, text)
  const isNumber = op !== 'eq' || (numeric.has(match.field) && !isWritten(match, text))
  return isNumber
    ? numberCondition(reader, node, match, op)
    : ofBytes(reader, node, match, bytes(text))
}

function existsCondition(
  reader: Reader,
  node: Node,
  match: Match,
  value: unknown,
): Condition | undefined {
  if (typeof value === 'boolean') return presence(match, value)
  return reader.fail(node, "'exists' takes true or false")
}

/** A number is compared as it is written where a rule asks for a part of it: `4*`, `startswith`, `re`. */
function isWritten({ modifiers: has }: Match, text: string): boolean {
  return partial.some((one) => has.has(one)) || /^\d*[*?][\d*?]*$/.test(text)
}

const partial = ['contains', 'startswith', 'endswith', 're'] as const

/** Nothing as a value: the field is not there. */
function emptyCondition(reader: Reader, node: Node, match: Match): Condition | undefined {
  const way = wayOf(match.modifiers)
  if (!way) return presence(match, false)
  return reader.fail(node, `an empty value says nothing behind '${way}'`)
}

function ofBytes(reader: Reader, node: Node, match: Match, text: string): Condition | undefined {
  for (const [modifier, condition] of ofText)
    if (match.modifiers.has(modifier)) return condition(reader, node, match, text)
  if (match.transforms.length === 0) return textCondition(match, text)
  const forms = match.transforms.reduce<readonly string[]>(
    (all, name) => all.flatMap((one) => transforms[name]!(one)),
    [text],
  )
  const cased = match.transforms.some((name) => casedTransforms.has(name))
  const modifiers = cased ? new Set([...match.modifiers, 'cased'] as const) : match.modifiers
  const of = forms.map((form) => textCondition({ ...match, modifiers }, form))
  return of.length === 1 ? of[0] : { is: 'or', of }
}

/** The value in each form that its placeholders take. */
function expandCondition(
  reader: Reader,
  node: Node,
  match: Match,
  text: string,
): Condition | undefined {
  const forms = expanded(reader, node, text)
  if (!forms) return undefined
  const of = forms.map((form) => ofBytes(reader, node, match, bytes(form)))
  if (of.some((one) => !one)) return undefined
  return of.length === 1 ? of[0] : { is: 'or', of: of as Condition[] }
}

function referCondition(
  reader: Reader,
  node: Node,
  match: Match,
  name: string,
): Condition | undefined {
  const other = fields.get(name)
  if (other === undefined) return reader.unknown(node, 'field', name, fields.keys())
  const has = match.modifiers
  const how = has.has('contains')
    ? 'contains'
    : has.has('startswith')
      ? 'starts'
      : has.has('endswith')
        ? 'ends'
        : 'equals'
  return atom(match, { op: 'same', value: other, how }, has.has('cased'))
}

type OfText = (reader: Reader, node: Node, match: Match, text: string) => Condition | undefined
/** Modifiers that say what the text of a value is. */
const ofText: readonly (readonly [ModifierName, OfText])[] = [
  ['cidr', networkCondition],
  ['holds', languageCondition],
  ['surely', languageCondition],
  ['re', regexCondition],
]

function numberCondition(
  reader: Reader,
  node: Node,
  match: Match,
  op: (typeof numberOps)[number] | 'eq',
): Condition | undefined {
  const value = isScalar(node) ? Number(node.value) : NaN
  if (!numeric.has(match.field)) return reader.fail(node, `'${match.field}' is not a number`)
  const part = timeParts.find((one) => match.modifiers.has(one))
  if (part && match.field !== 'time') return reader.fail(node, `'${match.field}' is no time`)
  if (Number.isFinite(value)) return atom(match, { op, value, ...(part && { part }) })
  return reader.fail(node, `'${match.field}' is a number, so its value must be one`)
}

function networkCondition(
  reader: Reader,
  node: Node,
  match: Match,
  text: string,
): Condition | undefined {
  if (!addresses.has(match.field)) return reader.fail(node, `'${match.field}' holds no address`)
  const [address = '', bits = ''] = text.split('/')
  const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1
  if (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
    return atom(match, { op: 'cidr', value: text })
  return reader.fail(node, `'${text}' is not a network like 10.0.0.0/8`)
}

/** How surely a text is a piece of a language for 'holds', and for 'surely'. */
const likely = 0.5
const sure = 0.75

function languageCondition(
  reader: Reader,
  node: Node,
  match: Match,
  text: string,
): Condition | undefined {
  if (!isLanguage(text)) return reader.unknown(node, 'language', text, Object.keys(languages))
  const least = match.modifiers.has('surely') ? sure : likely
  return atom(match, { op: 'holds', value: text, least })
}

function regexCondition(
  reader: Reader,
  node: Node,
  match: Match,
  text: string,
): Condition | undefined {
  const flags = (['m', 's'] as const).filter((flag) => match.modifiers.has(flag)).join('')
  const value = flags ? `(?${flags})${text}` : text
  const fault = regexFault(value)
  if (fault) return reader.fail(node, `regular expression: ${fault}`)
  return atom(match, { op: 'matches', value }, !match.modifiers.has('i'))
}

/** Why a pattern cannot run in linear time (RE2 syntax); '' when it can. */
function regexFault(pattern: string): string {
  try {
    RE2JS.compile(pattern)
    return ''
  } catch (error) {
    const about = error instanceof Error ? error.message : String(error)
    return /\(\?[=!<]/.test(pattern) ? `${about} (no look-around: it is not linear)` : about
  }
}

/** Events hold one character per byte, so what a rule says is compared in the same form. */
function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
