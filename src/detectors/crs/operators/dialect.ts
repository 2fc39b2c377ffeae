/** A pattern in RE2 syntax, or why it cannot be one. */
export type Translated = { readonly source: string } | { readonly why: string }

/** Flags that SecLang gives every pattern: a dot is any byte. */
const flags = '(?s)'

/** An escape, a class, the beginning of a group, a quantifier that never gives back, or one character. */
const token =
  /\\[^]|\[\^?\]?(?:\\[^]|\[:\^?\w+:\]|[^\]\\])*\]|\(\?(?:<?[=!]|[>|R(])|(?:[*+?]|\{\d+(?:,\d*)?\})\+|[^]/gy

/** What is said otherwise in RE2. */
const renamed: Readonly<Record<string, string>> = {
  '\\h': String.raw`[\t ]`,
  '\\e': String.raw`\x1b`,
  '\\Z': String.raw`(?:\n?\z)`,
}

const reasons: readonly (readonly [RegExp, string])[] = [
  [/^\\[1-9]/, 'it refers back to a group'],
  [/^\(\?[=!]$/, 'it looks ahead'],
  [/^\(\?<[=!]$/, 'it looks back'],
  [/^\(\?>$/, 'it has a group that never gives back'],
  [/^\(\?[|R(]$/, 'its groups depend on each other'],
  [/^(?:[*+?]|\{.*\})\+$/, 'it has a quantifier that never gives back'],
]

/**
 * Rewrites what PCRE says and RE2 cannot, where the texts that match stay the same: other names for the
 * same thing, and a condition on the one byte before the beginning or behind the end of a match.
 */
export function translate(pattern: string): Translated {
  const tokens = withEnds(pattern.match(token) ?? [])
  for (const text of tokens) for (const [what, why] of reasons) if (what.test(text)) return { why }
  return { source: flags + tokens.map((text) => renamed[text] ?? text).join('') }
}

/** Conditions at the very ends are part of the match when only yes or no is asked. */
function withEnds(tokens: readonly string[]): readonly string[] {
  const [first = '', byte = '', close] = tokens
  if (/^\(\?<[=!]$/.test(first) && close === ')' && isByte(byte))
    return [condition('^', byte, first.endsWith('!')), ...withEnds(tokens.slice(3))]
  const [open = '', last = '', end] = tokens.slice(-3)
  if (/^\(\?[=!]$/.test(open) && end === ')' && isByte(last))
    return [...tokens.slice(0, -3), condition('$', last, open.endsWith('!'))]
  return tokens
}

function isByte(text: string): boolean {
  return /^(?:\[|\\[^0-9bBAzZx]|[^\\^$.|()])/.test(text)
}

function condition(edge: string, byte: string, isNegated: boolean): string {
  return isNegated ? `(?:${edge}|${negated(byte)})` : `(?:${byte})`
}

/** The class of all other bytes. */
function negated(byte: string): string {
  if (byte.startsWith('[^')) return `[${byte.slice(2)}`
  return byte.startsWith('[') ? `[^${byte.slice(1)}` : `[^${byte}]`
}
