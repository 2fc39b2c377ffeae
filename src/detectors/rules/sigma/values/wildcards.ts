import type { Condition } from '../../rule.ts'
import { atom, type Match, presence } from './match.ts'

/** `*` is any text, `?` any one character; a backslash before one of them or itself takes that away. */
export function textCondition(match: Match, text: string): Condition {
  const parts = patternOf(match.modifiers, text)
  const first = parts.findIndex((part) => !isStar(part))
  if (first < 0) return presence(match, true)
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
