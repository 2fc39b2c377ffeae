import type { TextView } from '../../text/decoding/view.ts'
import type { Span } from '../../text/search/automaton.ts'
import { languageCount, type Reader } from '../../text/tokens/languages.ts'

/** Stretches that are read: no text has the time for more. */
const mostStretches = 2048
/** Marks a stretch whose languages are known. */
const isKnown = 128
const unread = -1

/**
 * What the readers of languages see in the stretches of one text: its views and the forms of its pieces.
 * Each is looked through once for what languages need, and read at most once by each reader.
 */
export class Sights {
  /** By stretch: languages that it may be a piece of, as bits. */
  readonly #languages = new Uint8Array(mostStretches)
  /** By stretch and language: how surely it is one. */
  readonly #strengths = new Float64Array(mostStretches * languageCount).fill(unread)
  #known = 0

  /** Another text follows. */
  clear(): void {
    if (this.#known === 0) return
    this.#languages.fill(0, 0, this.#known)
    this.#strengths.fill(unread, 0, this.#known * languageCount)
    this.#known = 0
  }

  /** Languages that a stretch may be a piece of, as bits; -1 when that was not noted yet. */
  languages(at: number): number {
    const known = at < mostStretches ? this.#languages[at]! : isKnown
    return known === 0 ? -1 : known & ~isKnown
  }

  /** Notes the languages that a stretch may be a piece of. */
  note(at: number, languages: number): void {
    this.#languages[at] = languages | isKnown
    if (at >= this.#known) this.#known = at + 1
  }

  /** Whether a reader has read a stretch, so that it costs nothing to ask again. */
  isRead(at: number, reader: Reader): boolean {
    return this.#strengths[at * languageCount + reader.number]! !== unread
  }

  /** How surely a stretch, whose languages are noted, is a piece of one: 0 to 1. */
  strength(at: number, span: Span, reader: Reader): number {
    const slot = at * languageCount + reader.number
    const known = this.#strengths[slot]!
    return known === unread ? (this.#strengths[slot] = strengthOf(readOf(span), reader)) : known
  }
}

/** Of a word that begins or ends a stretch, so much is read. */
const mostOfWord = 64

/** What is read of a stretch: all but most of a long word at either end. */
export function readOf({ bytes, from, to }: Span): Span {
  let first = from
  while (first < to && isLetter(bytes[first]!)) first++
  let last = to
  while (last > first && isLetter(bytes[last - 1]!)) last--
  return { bytes, from: Math.max(from, first - mostOfWord), to: Math.min(to, last + mostOfWord) }
}

function isLetter(byte: number): boolean {
  return (byte | 32) >= 0x61 && (byte | 32) <= 0x7a
}

function strengthOf({ bytes, from, to }: Span, reader: Reader): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
  return reader.see(text).strength
}

const semicolon = 0x3b

/**
 * Whether languages are looked for in a target as a whole too, and not in its arguments alone: a bare `;` may
 * have parted what belongs together, or an equals sign what only looks like a name.
 */
export function isSpokenWhole({ bytes, length }: TextView): boolean {
  for (let i = 0; i < length; i++) if (bytes[i] === semicolon) return true
  return hasOddName(bytes, length)
}

/** The first name of an argument holds what names do not: it may be the first part of a payload. */
function hasOddName(bytes: Uint8Array, length: number): boolean {
  let at = 0
  while (at < length && bytes[at] !== 0x3f) at++
  for (at++; at < length && bytes[at] !== 0x3d && bytes[at] !== 0x26; at++)
    if (isOdd[bytes[at]!] === 1) return true
  return false
}

/** White space, encoded or not, quotes, parentheses. */
const isOdd = new Uint8Array(256)
for (const character of ' %+\'"`()<') isOdd[character.charCodeAt(0)] = 1
