import type { Word } from './directives.ts'
import type { Selector, Target } from './rule.ts'

/** A target as written, with where it stands. */
export interface WrittenTarget extends Selector {
  readonly isCount: boolean
  readonly isException: boolean
  readonly at: number
}

/** Reads `ARGS|!ARGS:x|&ARGS|REQUEST_HEADERS:/^x-/`. */
export function readTargets({ text, at }: Word): WrittenTarget[] {
  const found: WrittenTarget[] = []
  for (let i = 0; i < text.length;) {
    const end = endOfTarget(text, i)
    const one = text.slice(i, end)
    if (one.trim() !== '') found.push(readTarget(one, at + i))
    i = end + 1
  }
  return found
}

/** A bar ends a target, but not inside a pattern. */
function endOfTarget(text: string, from: number): number {
  const opening = /^[!&\s]*\w+:('?)\//.exec(text.slice(from))
  let i = from
  if (opening && !/^[!&\s]*(?:XML|JSON):/i.test(opening[0])) {
    i += opening[0].length
    while (i < text.length && text[i] !== '/') i += text[i] === '\\' ? 2 : 1
  }
  while (i < text.length && text[i] !== '|') i++
  return Math.min(i, text.length)
}

function readTarget(written: string, at: number): WrittenTarget {
  const [, signs, name, key = ''] = /^([!&\s]*)([^:]*):?(.*)$/s.exec(written)!
  const bare = key.trim().replace(/^'(.*)'$/s, '$1')
  const isPattern = bare.length > 1 && bare.startsWith('/') && bare.endsWith('/')
  const collection = name!.trim().toUpperCase()
  const isPath = collection === 'XML' || collection === 'JSON'
  return {
    collection,
    key: isPattern && !isPath ? '' : bare.toLowerCase(),
    pattern: isPattern && !isPath ? bare.slice(1, -1).replaceAll('\\/', '/') : '',
    isCount: signs!.includes('&'),
    isException: signs!.includes('!'),
    at: at + signs!.length,
  }
}

/** Gives each target the exceptions of its collection. */
export function withExceptions(written: readonly WrittenTarget[]): Target[] {
  const exceptions = written.filter(({ isException }) => isException).map(selectorOf)
  return written
    .filter(({ isException }) => !isException)
    .map((one) => ({
      ...selectorOf(one),
      isCount: one.isCount,
      except: exceptions.filter(({ collection }) => collection === one.collection),
    }))
}

export function selectorOf({ collection, key, pattern }: Selector): Selector {
  return { collection, key, pattern }
}
