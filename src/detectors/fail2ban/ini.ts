import type { Mistake } from '../rules/mistakes.ts'

/** A value with the place where it stands. Several lines are joined by line ends. */
export interface Option {
  readonly value: string
  readonly file: string
  /** From 1, of its first character. */
  readonly line: number
  readonly column: number
}

/** Options by section and name; names are lower case. */
export type Sections = Map<string, Map<string, Option>>

const header = /^\[([^\]]+)\]\s*(?:[#;].*)?$/

/** Reads one file as Python's ConfigParser does, and notes lines that are nothing. */
export function readIni(file: { name: string; text: string }, mistakes: Mistake[]): Sections {
  const reader = new IniReader(file.name, mistakes)
  file.text.split(/\r?\n/).forEach((line, i) => reader.take(line, i + 1))
  reader.end()
  return reader.sections
}

class IniReader {
  readonly sections: Sections = new Map()
  readonly #file: string
  readonly #mistakes: Mistake[]
  #section: Map<string, Option> | undefined
  /** The option at hand: its name, place, indentation and lines. */
  #name = ''
  #place = { line: 0, column: 0 }
  #indent = 0
  #lines: string[] = []

  constructor(file: string, mistakes: Mistake[]) {
    this.#file = file
    this.#mistakes = mistakes
  }

  take(raw: string, line: number): void {
    const text = withoutComment(raw)
    const indent = raw.length - raw.trimStart().length
    if (text === undefined) return
    if (text === '') {
      if (this.#name !== '') this.#lines.push('')
      return
    }
    if (this.#name !== '' && indent > this.#indent) {
      this.#lines.push(text)
      return
    }
    this.end()
    this.#begin(text, { line, column: indent + 1 })
    this.#indent = indent
  }

  #begin(text: string, place: { line: number; column: number }): void {
    const section = header.exec(text)?.[1]
    if (section !== undefined) {
      this.#section = this.sections.get(section) ?? new Map()
      this.sections.set(section, this.#section)
      return
    }
    const sign = text.search(/[=:]/)
    const name = text.slice(0, Math.max(0, sign)).trimEnd()
    const value = text.slice(sign + 1).trimStart()
    if (name === '') this.#fail(place, "'name = value' is expected")
    else if (this.#section === undefined) this.#fail(place, 'an option stands before any section')
    else {
      this.#name = name.toLowerCase()
      this.#place = { line: place.line, column: place.column + text.length - value.length }
      this.#lines = [value]
    }
  }

  /** The option at hand is over. */
  end(): void {
    if (this.#name === '') return
    const value = this.#lines.join('\n').trimEnd()
    this.#section!.set(this.#name, { value, file: this.#file, ...this.#place })
    this.#name = ''
  }

  #fail(place: { line: number; column: number }, what: string): void {
    this.#mistakes.push({ file: this.#file, ...place, what, nearest: '' })
  }
}

/** The line without blanks around and without `; …` at its end; undefined when it is all comment. */
function withoutComment(raw: string): string | undefined {
  const text = raw.trim()
  if (/^[#;]/.test(text)) return undefined
  const comment = /\s;/.exec(text)
  return comment ? text.slice(0, comment.index).trimEnd() : text
}
