import { Automaton, Hits } from '../../../text/search/automaton.ts'
import { Missing, type Operator } from './operator.ts'

/** What is behind this many characters of a phrase is looked at only when the rest is there. */
const longest = 16

/** Words of which one is enough, between spaces. */
export function makeWords(argument: string): Operator {
  return makePhrases(argument.split(' '))
}

/** Lines of a file of which one is enough. @throws Missing when there is no such file */
export function makeLines(argument: string, read: (path: string) => string | undefined): Operator {
  return makePhrases(argument.split(/\s+/).flatMap((path) => linesOf(path, read)))
}

/** Lines of a file, without comments. @throws Missing when there is no such file */
export function linesOf(path: string, read: (path: string) => string | undefined): string[] {
  const text = read(path)
  if (text === undefined) throw new Missing(`its file '${path}' is not there`)
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

function makePhrases(list: readonly string[]): Operator {
  const phrases = [...new Set(list.map((phrase) => phrase.toLowerCase()))].filter(
    (phrase) => phrase !== '',
  )
  let automaton: Automaton | undefined
  const hits = new Hits(phrases.length)
  const isDecided = phrases.every((phrase) => phrase.length <= longest)
  return {
    clauses: [[...new Set(phrases.map((phrase) => phrase.slice(0, longest)))]],
    isDecided,
    holds: ({ bytes, length }) => {
      automaton ??= new Automaton(phrases)
      hits.clear()
      automaton.scan(bytes, length, hits, 1)
      return hits.count > 0
    },
    find: ({ text }) => {
      const folded = text.toLowerCase()
      let start = text.length
      let end = -1
      for (const phrase of phrases) {
        const at = folded.indexOf(phrase)
        if (at < 0 || at > start || (at === start && at + phrase.length <= end)) continue
        start = at
        end = at + phrase.length
      }
      return end < 0 ? undefined : { start, end }
    },
  }
}
