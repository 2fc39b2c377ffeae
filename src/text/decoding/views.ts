import { ask, asks } from './asks.ts'
import { commentsRemoved, commentsToSpace } from './comments.ts'
import { entities, hasEntity } from './entities.ts'
import { escapes } from './escapes.ts'
import { fold } from './fold.ts'
import { depthShift, normalPath } from './path.ts'
import { type Plus, percentRound } from './percent.ts'
import { unquoted } from './shell.ts'
import { evasion, type Step, TextView } from './view.ts'

/** Rounds of percent decoding; what is encoded more often is flagged and left. */
const mostRounds = 4
/** The raw text and six others. */
const mostViews = 7

/**
 * The forms of one text in which a payload may show: as logged, percent-decoded, folded, without
 * comments (as space, and removed), as a path, as shell words. A form is there only when its bytes
 * differ from the one it is made of. All is scratch, valid until the next `read`.
 */
export class Views {
  readonly #views: readonly TextView[] = Array.from({ length: mostViews }, () => new TextView())
  readonly #spare: TextView[] = [new TextView(), new TextView()]
  /** Forms of the text at hand: `at(0)` is the raw one. */
  count = 0
  /** What was done to hide something: bits of `evasion`. */
  evidence = 0
  /** How many `..` lead out of the root, at most, in any path of the text. */
  depth = 0
  /** Bytes read by all steps: the work that was done. */
  work = 0

  at(index: number): TextView {
    return this.#views[index]!
  }

  /**
   * Reads a text into its forms.
   * @param offset where it begins in the field that places are told in
   * @returns number of forms, at least 1
   */
  read(text: string, plus: Plus, offset: number = 0): number {
    const raw = this.#views[0]!
    const taken = raw.load(text, offset)
    this.count = 1
    this.evidence = taken < text.length ? evasion.tooLong : 0
    this.depth = 0
    this.work = taken
    const asked = asks(raw)
    const still = plus === 'none' ? asked & ~ask.plus : asked
    if (still === 0 || (still === ask.ampersand && !hasEntity(raw))) return 1
    const decoded = this.#decode(raw, asked, plus)
    this.#derive(this.#unfold(decoded))
    return this.count
  }

  /** Percent decoding until nothing changes. */
  #decode(raw: TextView, asked: number, plus: Plus): TextView {
    if (!(asked & ask.percent) && (plus === 'none' || !(asked & ask.plus))) return raw
    let at = raw
    let rounds = 0
    for (let again = true; again && rounds < mostRounds;) {
      const next = this.#spare[at === this.#spare[0] ? 1 : 0]!
      next.begin('decoded')
      this.evidence |= percentRound(at, next, at === raw ? plus : 'none')
      this.work += at.length
      // a round that only read `+` leaves the length: it hides nothing
      again = next.length < at.length
      if (again) rounds++
      at = next
    }
    if (rounds > 1) this.evidence |= evasion.encodedTwice
    if (rounds > 2) this.evidence |= evasion.encodedOften
    return this.#keep(at, raw)
  }

  /** Characters, entities and escapes, each read once; percent signs that come out are decoded once more. */
  #unfold(decoded: TextView): TextView {
    const asked = asks(decoded)
    let at = decoded
    if (asked & ask.high) at = this.#step(fold, at)
    if (hasEntity(at)) at = this.#step(entities, at)
    if (asked & ask.backslash || at !== decoded) at = this.#step(escapes, at)
    if (at !== decoded && at.bytes.subarray(0, at.length).includes(0x25))
      at = this.#step(percentAgain, at)
    if (at === decoded) return decoded
    at.name = 'folded'
    return this.#keep(at, decoded)
  }

  /** Forms that leave something out. */
  #derive(from: TextView): void {
    const asked = asks(from)
    if (asked & (ask.star | ask.control | ask.spaces | ask.high))
      this.#form('comments as space', commentsToSpace, from)
    if (asked & (ask.star | ask.control)) this.#form('comments removed', commentsRemoved, from)
    if (asked & (ask.path | ask.backslash)) this.#form('path', normalPath, from)
    if (asked & (ask.quote | ask.backslash)) this.#form('unquoted', unquoted, from)
  }

  /** Runs a step into a spare view. @returns the input itself when nothing changed */
  #step(step: Step, input: TextView): TextView {
    const output = this.#spare[0] === input ? this.#spare[1]! : this.#spare[0]!
    output.begin('folded')
    this.#note(step(input, output))
    this.work += input.length
    return output.equals(input) ? input : output
  }

  #form(name: string, step: Step, input: TextView): void {
    if (this.count === mostViews) return
    const output = this.#views[this.count]!
    output.begin(name)
    this.#note(step(input, output))
    this.work += input.length
    if (!output.equals(input)) this.count++
  }

  #note(seen: number): void {
    this.evidence |= seen & ((1 << depthShift) - 1)
    this.depth = Math.max(this.depth, seen >>> depthShift)
  }

  /** Makes a spare view one of the forms, when it differs from what it was made of. */
  #keep(view: TextView, from: TextView): TextView {
    if (view === from || view.equals(from)) return from
    const kept = this.#views[this.count]!
    kept.copy(view)
    this.count++
    return kept
  }
}

/** Percent decoding where `+` is a plus sign: all rounds but the first. */
const percentAgain: Step = (input, output) => percentRound(input, output, 'none')
