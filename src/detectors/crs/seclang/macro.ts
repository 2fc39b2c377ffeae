import type { Macro, Reference } from './rule.ts'

const reference = /%\{([^{}]*)\}/g

/** Reads `%{collection.key}` in a text. */
export function readMacro(text: string): Macro {
  const parts: (string | Reference)[] = []
  let from = 0
  for (const found of text.matchAll(reference)) {
    if (found.index > from) parts.push(text.slice(from, found.index))
    const [collection, ...key] = found[1]!.split('.')
    parts.push({ collection: collection!.toUpperCase(), key: key.join('.').toLowerCase() })
    from = found.index + found[0].length
  }
  if (from < text.length || parts.length === 0) parts.push(text.slice(from))
  return parts
}

/** The text of a macro that refers to nothing. */
export function plainText(macro: Macro): string | undefined {
  if (macro.length === 0) return ''
  return macro.length === 1 && typeof macro[0] === 'string' ? macro[0] : undefined
}

/** What a macro refers to. */
export function references(macro: Macro): readonly Reference[] {
  return macro.filter((part) => typeof part !== 'string')
}
