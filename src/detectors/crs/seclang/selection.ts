import { Pattern } from '../../../text/search/pattern.ts'
import type { SecRule } from './rule.ts'

/**
 * Which rules a directive or control means: numbers and ranges of them, or a regular expression for tags
 * or messages. undefined when it means none.
 */
export function chosen(
  by: 'id' | 'tag' | 'msg',
  text: string,
): ((rule: Pick<SecRule, 'id' | 'tags' | 'message'>) => boolean) | undefined {
  if (by !== 'id') {
    const pattern = patternOf(text)
    if (!pattern) return undefined
    return by === 'tag'
      ? ({ tags }) => tags.some((tag) => pattern.matches(tag))
      : ({ message }) => pattern.matches(message)
  }
  const ranges: (readonly [number, number])[] = []
  for (const part of text.split(/[\s,]+/)) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part)
    if (!range) return undefined
    ranges.push([Number(range[1]), Number(range[2] ?? range[1])])
  }
  return ({ id }) => ranges.some(([first, last]) => id >= first && id <= last)
}

/** A pattern that is known to work; undefined when it does not. */
function patternOf(text: string): Pattern | undefined {
  try {
    const pattern = new Pattern(text, true)
    pattern.matches('')
    return pattern
  } catch {
    return undefined
  }
}
