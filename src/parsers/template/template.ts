import { Request } from '../../event/request.ts'
import type { Fault } from '../../event/event.ts'
import { unescapeField } from '../fields/escape.ts'
import { faultAt } from '../fields/fault.ts'
import { type Meaning, meanings, settle } from '../fields/put.ts'
import { setEscapedRequestLine } from '../fields/request-line.ts'

/** One piece of a log format: fixed text, or a value with a meaning (none: passed over). */
export interface Piece {
  readonly literal: string
  /** Name of the value as the format calls it; '' for fixed text. */
  readonly name: string
  readonly meaning: Meaning | undefined
}

/** Path and query that stand side by side are one value: the target. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const out: Piece[] = []
  for (const piece of pieces) {
    const last = out.at(-1)
    const isPath = last?.meaning === meanings.path || last?.meaning === meanings.target
    const isQuery = piece.meaning === meanings.query || piece.name === 'is_args'
    if (isPath && isQuery) out[out.length - 1] = { ...last, meaning: meanings.target }
    else out.push(piece)
  }
  return out
}

/** How often one value may try another place for its end before the line is given up. */
const patience = 200

/** A log format made of fixed text and values, ready to read lines. */
export class Template {
  readonly #name: string
  readonly #pieces: readonly Piece[]
  readonly #unescape: (text: string) => string
  #line = ''
  #event = new Request()
  #tries = 0
  #farthest = { index: 0, at: 0 }

  /** @param escapes whether the writer escapes as nginx and Apache do; else every byte stands for itself */
  constructor(name: string, pieces: readonly Piece[], escapes: boolean) {
    this.#name = name
    this.#pieces = joined(pieces)
    this.#unescape = escapes ? unescapeField : (text) => text
  }

  /** The request of a line, or undefined when it has another form. */
  parse(line: string): Request | undefined {
    this.#line = line
    this.#event = new Request()
    this.#tries = 0
    this.#farthest = { index: 0, at: 0 }
    const first = this.#pieces[0]
    if (first === undefined || !line.startsWith(first.literal) || !this.#match(0, 0))
      return undefined
    const event = this.#event
    event.line = line
    settle(event)
    return event.time === event.time ? event : undefined
  }

  /** Where reading a line stops. */
  fault(line: string): Fault {
    const event = this.parse(line)
    const { index, at } = this.#farthest
    const piece = this.#pieces[index]
    const number = this.#pieces.slice(0, index + 1).filter(({ name }) => name !== '').length
    const where = { at: Math.min(at, line.length), number: Math.max(number, 1) }
    if (event !== undefined || piece === undefined)
      return faultAt(this.#name, line, { field: 'end', expected: 'the end of the line', ...where })
    if (piece.name === '')
      return faultAt(this.#name, line, {
        field: this.#nameNear(index),
        expected: `"${piece.literal}"`,
        ...where,
      })
    const { field, expected } = piece.meaning ?? { field: piece.name, expected: 'a value' }
    return faultAt(this.#name, line, { field, expected, ...where })
  }

  #nameNear(index: number): string {
    const next = this.#pieces.slice(index).find(({ name }) => name !== '')
    return next?.meaning?.field ?? next?.name ?? 'end'
  }

  #match(index: number, at: number): boolean {
    const piece = this.#pieces[index]
    if (index > this.#farthest.index || (index === this.#farthest.index && at > this.#farthest.at))
      this.#farthest = { index, at }
    if (piece === undefined) return this.#line.slice(at).trim() === ''
    if (piece.name === '')
      return (
        this.#line.startsWith(piece.literal, at) &&
        this.#match(index + 1, at + piece.literal.length)
      )
    return this.#matchValue(index, at)
  }

  /** A value ends where the fixed text behind it begins: the first such place from which the rest of the line fits. */
  #matchValue(index: number, at: number): boolean {
    const line = this.#line
    const next = this.#pieces[index + 1]
    if (next === undefined)
      return this.#fits(index, at, line.trimEnd().length) && this.#match(index + 1, line.length)
    const mark = markOf(next)
    const isQuoted = mark.charCodeAt(0) === 34 && line.charCodeAt(at - 1) === 34
    for (let end = line.indexOf(mark, at); end >= 0; end = line.indexOf(mark, end + 1)) {
      if (++this.#tries > patience) return false
      if (isQuoted && this.#unescape === unescapeField && isEscaped(line, end)) continue
      if (this.#fits(index, at, end) && this.#match(index + 1, end)) return true
    }
    return false
  }

  #fits(index: number, start: number, end: number): boolean {
    if (end < start) return false
    const { meaning } = this.#pieces[index]!
    if (meaning === undefined) return true
    const raw = this.#line.slice(start, end)
    if (meaning.field === 'request' && this.#unescape === unescapeField) {
      setEscapedRequestLine(this.#event, raw)
      return true
    }
    return meaning.put(this.#event, this.#unescape(raw))
  }
}

/** What ends the value before a piece; a target right behind a host begins with its slash. */
function markOf(next: Piece): string {
  const isTarget = next.meaning?.field === 'target' || next.meaning?.field === 'path'
  return next.name === '' ? next.literal : isTarget ? '/' : ''
}

function isEscaped(line: string, at: number): boolean {
  let before = at
  while (before > 0 && line.charCodeAt(before - 1) === 92) before--
  return ((at - before) & 1) === 1
}
