import type { Word } from './directives.ts'

/** One action: `name:value`, with where it stands. */
export interface Action {
  /** Lower case. */
  readonly name: string
  readonly value: string
  readonly at: number
  readonly valueAt: number
}

/** Cuts a list of actions at the commas that stand in no quotes. */
export function readActions(word: Word): Action[] {
  const found: Action[] = []
  let from = 0
  let isQuoted = false
  for (let i = 0; i <= word.text.length; i++) {
    const char = word.text[i]
    if (char === '\\') i++
    else if (char === "'") isQuoted = !isQuoted
    else if (char === undefined || (char === ',' && !isQuoted)) {
      const action = readAction(word, from, i)
      if (action) found.push(action)
      from = i + 1
    }
  }
  if (from < word.text.length) {
    const action = readAction(word, from, word.text.length)
    if (action) found.push(action)
  }
  return found
}

function readAction(word: Word, from: number, to: number): Action | undefined {
  const text = word.text.slice(from, to)
  if (text.trim() === '') return undefined
  const colon = text.indexOf(':')
  const name = (colon < 0 ? text : text.slice(0, colon)).trim().toLowerCase()
  const at = word.at + from + (text.length - text.trimStart().length)
  const rest = colon < 0 ? '' : text.slice(colon + 1)
  const value = rest.trim()
  const isQuoted = value.length > 1 && value.startsWith("'") && value.endsWith("'")
  const space = rest.length - rest.trimStart().length
  return {
    name,
    value: isQuoted ? value.slice(1, -1).replaceAll("\\'", "'") : value,
    at,
    valueAt: word.at + from + colon + 1 + space + (isQuoted ? 1 : 0),
  }
}
