import { isIP } from 'node:net'
import { RE2JS } from 're2js'
import { isScalar, type Node } from 'yaml'
import type { Atom, Condition } from '../rule.ts'
import { isLanguage, languages } from '../../../text/tokens/languages.ts'
import { addresses, fields, numeric } from './fields.ts'
import type { Entry, Reader } from '../sigma-reader.ts'

type View = Atom['view']

const modifiers = [
  'contains',
  'startswith',
  'endswith',
  'all',
  're',
  'i',
  'm',
  's',
  'cased',
  'cidr',
  'holds',
  'surely',
  'exists',
  'lt',
  'lte',
  'gt',
  'gte',
] as const
type Modifier = (typeof modifiers)[number]

interface Match {
  readonly field: string
  readonly view: View
  readonly modifiers: ReadonlySet<Modifier>
}

/** The condition that `field|modifier: value` says; undefined where there is a mistake. */
export function fieldCondition(reader: Reader, entry: Entry, view: View): Condition | undefined {
  const [name = '', ...wanted] = entry.name.split('|')
  const field = fields.get(name)
  if (field === undefined) return reader.unknown(entry.key, 'field', name, fields.keys())
  const found = new Set<Modifier>()
  for (const text of wanted) {
    const modifier = modifiers.find((known) => known === text)
    if (!modifier) return reader.unknown(entry.key, 'modifier', text, modifiers)
    found.add(modifier)
  }
  return listCondition(reader, entry.value, { field, view, modifiers: found })
}

/** Bare words: any of them, anywhere in the places a payload can be or in what the server says. */
export function keywordCondition(reader: Reader, node: Node, view: View): Condition | undefined {
  const modifiers = new Set<Modifier>(['contains'])
  const of = ['request', 'reason'].flatMap(
    (field) => listCondition(reader, node, { field, view, modifiers }) ?? [],
  )
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
  if (has.has('exists')) {
    if (typeof value === 'boolean') return atom(match, { op: 'exists', value })
    return reader.fail(node, "'exists' takes true or false")
  }
  if (value === null || value === '') return atom(match, { op: 'exists', value: false })
  for (const op of ['lt', 'lte', 'gt', 'gte'] as const)
    if (has.has(op)) return numberCondition(reader, node, match, op)
  if (numeric.has(match.field)) return numberCondition(reader, node, match, 'eq')
  const text = bytes(typeof value === 'string' ? value : JSON.stringify(value))
  for (const [modifier, condition] of ofText)
    if (has.has(modifier)) return condition(reader, node, match, text)
  return textCondition(match, text)
}

type OfText = (reader: Reader, node: Node, match: Match, text: string) => Condition | undefined
/** Modifiers that say what the text of a value is. */
const ofText: readonly (readonly [Modifier, OfText])[] = [
  ['cidr', networkCondition],
  ['holds', languageCondition],
  ['surely', languageCondition],
  ['re', regexCondition],
]

function numberCondition(
  reader: Reader,
  node: Node,
  match: Match,
  op: 'eq' | 'lt' | 'lte' | 'gt' | 'gte',
): Condition | undefined {
  const value = isScalar(node) ? Number(node.value) : NaN
  if (!numeric.has(match.field)) return reader.fail(node, `'${match.field}' is not a number`)
  if (Number.isFinite(value)) return atom(match, { op, value })
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

/** `*` is any text, `?` any one character; a backslash before one of them or itself takes that away. */
function textCondition(match: Match, text: string): Condition {
  const parts = patternOf(match.modifiers, text)
  const first = parts.findIndex((part) => !isStar(part))
  if (first < 0) return atom(match, { op: 'exists', value: true })
  const end = parts.findLastIndex((part) => !isStar(part)) + 1
  const inner = parts.slice(first, end)
  const cased = match.modifiers.has('cased')
  const only = inner.length === 1 ? inner[0] : undefined
  if (only && 'text' in only) {
    const op = ops[first > 0 ? 'open' : 'closed'][end < parts.length ? 'open' : 'closed']
    return atom(match, { op, value: only.text }, cased)
  }
  const body = inner.map((part) => ('text' in part ? quote(part.text) : anyText[part.any]))
  const edge = { start: first > 0 ? '' : '^', end: end < parts.length ? '' : '$' }
  return atom(
    match,
    { op: 'matches', value: `(?s)${edge.start}${body.join('')}${edge.end}` },
    cased,
  )
}

function patternOf(has: Match['modifiers'], text: string): readonly Part[] {
  const before = has.has('contains') || has.has('endswith') ? [star] : []
  const after = has.has('contains') || has.has('startswith') ? [star] : []
  return [...before, ...wildcards(text), ...after]
}

/** How a text is compared, by whether anything may stand before and behind it. */
const ops = {
  open: { open: 'contains', closed: 'ends' },
  closed: { open: 'starts', closed: 'equals' },
} as const
const anyText = { '*': '.*', '?': '.' }
const star: Part = { any: '*' }

type Part = { readonly text: string } | { readonly any: '*' | '?' }

function isStar(part: Part): boolean {
  return 'any' in part && part.any === '*'
}

function wildcards(text: string): Part[] {
  const parts: Part[] = []
  let literal = ''
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    const next = text[i + 1]
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next
      i++
    } else if (char === '*' || char === '?') {
      if (literal) parts.push({ text: literal })
      literal = ''
      parts.push({ any: char })
    } else literal += char
  }
  if (literal) parts.push({ text: literal })
  return parts
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** Events hold one character per byte, so what a rule says is compared in the same form. */
function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function atom(match: Match, test: Atom['test'], cased = false): Atom {
  return { is: 'atom', field: match.field, view: match.view, test, cased }
}
