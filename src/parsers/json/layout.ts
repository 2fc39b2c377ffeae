import type { Page } from '../../contract/page.ts'
import { bareEnd, type Leaves } from './scan.ts'

const maxLeaves = 150
const longest = 8192

/**
 * The fixed text between the values of a JSON line. Programs write the same members in the same
 * order line after line, so the next line is cut by comparing this text instead of reading it as
 * JSON; the outcome is the same.
 */
export class Layout<Use> {
  readonly #literals: readonly Literal[]
  readonly #quoted: readonly boolean[]
  readonly uses: readonly (Use | undefined)[]
  /** Offsets of the values of the line that was cut last, in its page. */
  readonly starts: Int32Array
  readonly ends: Int32Array

  /** The layout of a line that was scanned; undefined when it is too long to be worth it, or has escapes. */
  static of<Use>(line: string, leaves: Leaves<Use>): Layout<Use> | undefined {
    const isPlain = leaves.count <= maxLeaves && line.length <= longest && line.indexOf('\\') < 0
    return isPlain ? new Layout(line, leaves) : undefined
  }

  private constructor(line: string, { count, starts, ends, quoted, uses }: Leaves<Use>) {
    const literals: Literal[] = []
    for (let at = 0; at <= count; at++)
      literals.push(
        new Literal(line.slice(at > 0 ? ends[at - 1] : 0, at < count ? starts[at] : line.length)),
      )
    this.#literals = literals
    this.#quoted = quoted.slice(0, count)
    this.uses = uses.slice(0, count)
    this.starts = new Int32Array(count)
    this.ends = new Int32Array(count)
  }

  /** Notes where the values of a line stand in its page; false when the line has another layout or an escape. */
  cut(page: Page, end: number): boolean {
    const { text, view } = page
    const { starts, ends } = this
    const literals = this.#literals
    const count = starts.length
    if (page.hasSlash(end) || !literals[0]!.isAt(view, page.at, end)) return false
    let at = page.at + literals[0]!.length
    for (let leaf = 0; leaf < count; leaf++) {
      const next = literals[leaf + 1]!
      const close = this.#quoted[leaf]! ? quoteFrom(page, at, end) : bareEnd(text, at)
      if (close < 0 || !next.isAt(view, close, end)) return false
      starts[leaf] = at
      ends[leaf] = close
      at = close + next.length
    }
    return at === end
  }
}

/** Offset of the next quote; -1 when there is none. Most values are short, and those are faster looked through than searched. */
function quoteFrom({ text, view }: Page, from: number, end: number): number {
  const most = Math.min(from + 24, end)
  for (let at = from; at < most; at++) if (view.getUint8(at) === 34) return at
  return text.indexOf('"', most)
}

/** Fixed text, compared four bytes at a time. */
class Literal {
  readonly length: number
  readonly #words: Int32Array
  readonly #rest: Uint8Array

  constructor(text: string) {
    const bytes = Buffer.from(text, 'latin1')
    const whole = text.length >> 2
    this.length = text.length
    this.#words = Int32Array.from({ length: whole }, (_, at) => bytes.readInt32BE(at * 4))
    this.#rest = Uint8Array.from(bytes.subarray(whole * 4))
  }

  isAt(view: DataView, from: number, end: number): boolean {
    if (from + this.length > end) return false
    const words = this.#words
    let at = from
    for (let word = 0; word < words.length; word++, at += 4)
      if (view.getInt32(at) !== words[word]) return false
    const rest = this.#rest
    for (let byte = 0; byte < rest.length; byte++, at++)
      if (view.getUint8(at) !== rest[byte]) return false
    return true
  }
}
