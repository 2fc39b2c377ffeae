import type { Mistake } from '../../rules/mistakes.ts'

/** A file of rules, or of data that rules name. One character per byte. */
export interface SecFile {
  /** Its path: others include it by that. */
  readonly name: string
  readonly text: string
}

/** A part of a directive, without its quotes. */
export interface Word {
  readonly text: string
  /** Offset of its first character in the directive. */
  readonly at: number
}

/** Where a part of a directive came from. */
interface Piece {
  readonly at: number
  readonly line: number
  readonly column: number
}

/** One directive with its words, the lines it runs over put together. */
export class Directive {
  readonly file: string
  readonly name: string
  readonly words: readonly Word[]
  readonly #pieces: readonly Piece[]

  constructor(file: string, name: string, words: readonly Word[], pieces: readonly Piece[]) {
    this.file = file
    this.name = name
    this.words = words
    this.#pieces = pieces
  }

  get line(): number {
    return this.#pieces[0]!.line
  }

  /** Line and column of an offset, from 1. */
  placeOf(offset: number): { readonly line: number; readonly column: number } {
    const piece = this.#pieces.findLast(({ at }) => at <= offset) ?? this.#pieces[0]!
    return { line: piece.line, column: piece.column + Math.max(0, offset - piece.at) }
  }
}

/** Cuts a file into directives: comments away, lines that end in a backslash joined. */
export function readDirectives(file: SecFile, mistakes: Mistake[]): Directive[] {
  const found: Directive[] = []
  let text = ''
  let pieces: Piece[] = []
  const finish = (): void => {
    const directive = text.trim() === '' ? undefined : cut(file.name, text, pieces)
    if (directive && 'words' in directive) found.push(directive)
    else if (directive) mistakes.push(directive)
    text = ''
    pieces = []
  }
  for (const [i, raw] of file.text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    pieces.push({ at: text.length, line: i + 1, column: raw.indexOf(line) + 1 })
    const goesOn = line.endsWith('\\')
    text += goesOn ? line.slice(0, -1) : line
    if (!goesOn) finish()
  }
  finish()
  return found
}

function cut(file: string, text: string, pieces: readonly Piece[]): Directive | Mistake {
  const words: Word[] = []
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at]!)) {
      at++
      continue
    }
    const quote = text[at] === '"' || text[at] === "'" ? text[at]! : ''
    const end = quote ? closing(text, at + 1, quote) : endOfWord(text, at)
    if (end < 0) {
      const place = new Directive(file, '', [], pieces).placeOf(at)
      return { file, ...place, what: `the quote ${quote} is not closed`, nearest: '' }
    }
    const from = quote ? at + 1 : at
    words.push({ text: unquoted(text.slice(from, end), quote), at: from })
    at = quote ? end + 1 : end
  }
  return new Directive(file, words[0]!.text, words.slice(1), pieces)
}

function endOfWord(text: string, from: number): number {
  let end = from
  while (end < text.length && !/\s/.test(text[end]!)) end++
  return end
}

/** The quote that closes: one behind an even number of backslashes. */
function closing(text: string, from: number, quote: string): number {
  for (let i = from; i < text.length; i++)
    if (text[i] === '\\') i++
    else if (text[i] === quote) return i
  return -1
}

/** Only the quote itself is ever escaped: other backslashes belong to patterns. */
function unquoted(text: string, quote: string): string {
  return quote && text.includes('\\') ? text.replaceAll(`\\${quote}`, quote) : text
}
