import { Pattern } from '../../../text/search/pattern.ts'
import { RE2JS } from 're2js'
import type { Guard } from './code.ts'
import type { Haystack, Run } from './facts.ts'

/** How a text is compared with another. */
export type Comparison = 'contains' | 'startsWith' | 'endsWith' | '=='

type Test = (text: string, other: string) => boolean

const comparisons: Readonly<Record<Comparison, Test>> = {
  contains: (text, other) => text.includes(other),
  startsWith: (text, other) => text.startsWith(other),
  endsWith: (text, other) => text.endsWith(other),
  '==': (text, other) => text === other,
}

export function isComparison(sign: string): sign is Comparison {
  return Object.hasOwn(comparisons, sign)
}

export function compare(how: Comparison): Test {
  return comparisons[how]
}

/** A test of a text, and the literals without which it fails. */
export interface TextTest {
  readonly run: Run
  readonly guard?: Guard
}

/** Whether the text compares so with one of others. The haystack tells which of them can. */
export function anyOf(
  run: Run,
  haystack: Haystack,
  how: Comparison,
  others: readonly string[],
): TextTest {
  const test = comparisons[how]
  if (others.includes('') && how !== '==') return { run: () => true }
  const byLiteral = new Map<number, string[]>()
  const empty = others.includes('')
  for (const other of others)
    if (other !== '') {
      const literal = haystack.literal(other)
      byLiteral.set(literal, [...(byLiteral.get(literal) ?? []), other])
    }
  const all = [...new Set(others)]
  const work: Run = (facts) => {
    const hits = facts.hits(haystack.number)
    if (hits === undefined) {
      const text = run(facts) as string
      return all.some((other) => test(text, other))
    }
    for (let i = 0; i < hits.count; i++) {
      const possible = byLiteral.get(hits.found[i]!)
      if (possible === undefined) continue
      const text = run(facts) as string
      for (const other of possible) if (test(text, other)) return true
    }
    return empty && run(facts) === ''
  }
  return empty
    ? { run: work }
    : { run: work, guard: [{ haystack, literals: [...byLiteral.keys()] }] }
}

/** A pattern in RE2 syntax. @throws Error when it is none */
export function patternOf(source: string): Pattern {
  RE2JS.compile(source)
  return new Pattern(source, true)
}

/** Whether one of the patterns matches; a pattern is tried when a literal that it cannot do without is there. */
export function matchesAny(run: Run, haystack: Haystack, patterns: readonly Pattern[]): TextTest {
  const byLiteral = new Map<number, Pattern[]>()
  const unled: Pattern[] = []
  for (const pattern of patterns) {
    const [literals] = pattern.clauses
    if (literals === undefined || literals.includes('')) unled.push(pattern)
    else
      for (const text of literals) {
        const literal = haystack.literal(text)
        byLiteral.set(literal, [...(byLiteral.get(literal) ?? []), pattern])
      }
  }
  const work: Run = (facts) => {
    const hits = facts.hits(haystack.number)
    if (hits === undefined) return some(run(facts) as string, patterns)
    let text: string | undefined
    for (let i = 0; i < hits.count; i++) {
      const possible = byLiteral.get(hits.found[i]!)
      if (possible && some((text ??= run(facts) as string), possible)) return true
    }
    return unled.length > 0 && some(text ?? (run(facts) as string), unled)
  }
  return unled.length > 0
    ? { run: work }
    : { run: work, guard: [{ haystack, literals: [...byLiteral.keys()] }] }
}

function some(text: string, of: readonly Pattern[]): boolean {
  const bytes = { bytes: Buffer.from(text, 'latin1'), length: text.length, text }
  return of.some((pattern) => pattern.test(bytes))
}
