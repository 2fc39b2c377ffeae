import { Automaton, Hits } from '../../../text/search/automaton.ts'
import type { Stretch } from '../../../text/search/pattern.ts'
import { lowercase } from '../transformations/texts.ts'
import { Missing, type Operator, type Value } from './operator.ts'

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
  const all = new Set(list.map((phrase) => lowercase(phrase)).filter((phrase) => phrase !== ''))
  return new Phrases([...all])
}

class Phrases implements Operator {
  readonly clauses: readonly (readonly string[])[]
  readonly isDecided: boolean
  readonly #phrases: readonly string[]
  readonly #hits: Hits
  #automaton: Automaton | undefined

  constructor(phrases: readonly string[]) {
    this.#phrases = phrases
    this.#hits = new Hits(phrases.length)
    this.clauses = [[...new Set(phrases.map((phrase) => phrase.slice(0, longest)))]]
    this.isDecided = phrases.every((phrase) => phrase.length <= longest)
  }

  holds({ bytes, length }: Value): boolean {
    this.#automaton ??= new Automaton(this.#phrases)
    this.#hits.clear()
    this.#automaton.scan(bytes, length, this.#hits, 1)
    return this.#hits.count > 0
  }

  /** The first phrase, the longest of those that begin there. */
  find(value: Value): Stretch | undefined {
    if (!this.holds(value)) return undefined
    const folded = lowercase(value.text)
    let start = folded.length
    let end = -1
    for (let i = 0; i < this.#hits.count; i++) {
      const phrase = this.#phrases[this.#hits.found[i]!]!
      const at = folded.indexOf(phrase)
      if (at < 0 || at > start || (at === start && at + phrase.length <= end)) continue
      start = at
      end = at + phrase.length
    }
    return end < 0 ? undefined : { start, end }
  }
}
