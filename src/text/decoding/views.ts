import { ask, asks } from './asks.ts'
import { fold } from './characters/fold.ts'
import { commentsRemoved, commentsToSpace } from './comments.ts'
import { data, hasData } from './encodings/data.ts'
import { entities, hasEntity } from './encodings/entities.ts'
import { escapes } from './encodings/escapes.ts'
import { percentDecode, type Plus } from './encodings/percent.ts'
import { utf7 } from './encodings/utf7.ts'
import { computed } from './evaluation/computed.ts'
import { lookups } from './evaluation/lookups.ts'
import { bitsOf, countOf, evasion } from './evasion.ts'
import { hasMixedCase } from './mixed-case.ts'
import { normalPath } from './path.ts'
import { joinRepeated } from './repeated.ts'
import { unquoted } from './shell/unquoted.ts'
import { type Step, TextView } from './view.ts'

/** The raw text and six others. */
export const mostViews = 7
/** What reading one text may cost: bytes written over all steps, whatever the text, and per byte of it. */
const leastWork = 8192
const workPerByte = 8
/** How often encodings inside each other are taken off. */
const mostLayers = 4

/**
 * The forms of one text in which a payload may show: as logged, percent-decoded, folded to plain
 * characters, with its constants evaluated, without comments (as space, and removed), as a path, as shell
 * words, and the values of a repeated name joined. A form is there only when its bytes differ from the one it is made of; the last four are made of
 * the deepest of the others. When there would be more than six, the shallowest, the percent-decoded one,
 * makes room: what is plain in it is plain in the next as well. All is scratch, valid until the next `read`.
 */
export class Views {
  readonly #views: TextView[] = Array.from({ length: mostViews }, () => new TextView())
  readonly #spare: TextView[] = [new TextView(), new TextView(), new TextView()]
  /** Forms of the text at hand: `at(0)` is the raw one. */
  count = 0
  /** What was done to hide something: bits of `evasion`. */
  evidence = 0
  /** How many `..` lead out of the root, at most, in any path of the text. */
  depth = 0
  /** How often the text was percent-encoded. */
  rounds = 0
  /** Bytes read and written by all steps: the work that was done. */
  work = 0
  #mostWork = 0

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
    this.rounds = 0
    this.work = taken
    const asked = asks(raw)
    if (asked === 0 || isPlain(raw, plus === 'none' ? asked & ~ask.plus : asked)) return 1
    this.#mostWork = leastWork + taken * workPerByte
    const decoded = this.#decode(raw, asked, plus)
    const deepest = this.#evaluate(this.#unfold(decoded))
    this.#derive(deepest)
    if (asked & ask.ampersand && plus === 'query') this.#join(raw)
    return this.count
  }

  /** Percent decoding until nothing changes. */
  #decode(raw: TextView, asked: number, plus: Plus): TextView {
    if (!(asked & ask.percent) && (plus === 'none' || !(asked & ask.plus))) return raw
    const next = this.#next(raw, 'decoded')
    const seen = percentDecode(raw, next, plus)
    this.rounds = countOf(seen)
    this.evidence |= bitsOf(seen)
    this.work += next.length
    return this.#keep(next, raw)
  }

  /** Characters, entities, escapes and the percent signs that come out, layer by layer. */
  #unfold(decoded: TextView): TextView {
    let at = decoded
    for (let layer = 1; layer <= mostLayers; layer++) {
      const plain = this.#unescape(this.#plainCharacters(at))
      if (plain === at) break
      at = plain
      if (layer > 1 && this.#hasTaken) this.evidence |= evasion.layered
      if (!this.#revealed) break
    }
    if (at === decoded) return decoded
    at.name = 'folded'
    return this.#keep(at, decoded)
  }

  /** What the last layer took off may be part of the next. */
  #revealed = false
  /** The last layer was more than `&amp;`. */
  #hasTaken = false

  #plainCharacters(input: TextView): TextView {
    const asked = asks(input)
    const at = asked & ask.utf7 ? this.#step(utf7, input) : input
    return asked & ask.high ? this.#step(fold, at) : at
  }

  #unescape(input: TextView): TextView {
    this.#revealed = false
    this.#hasTaken = false
    let at = input
    if (hasEntity(at)) {
      at = this.#step(entities, at)
      this.#revealed = at !== input
      this.#hasTaken = this.#counted > 0
    }
    if (holds(at, 0x5c)) at = this.#revealing(escapes, at)
    return holds(at, 0x25) ? this.#revealing(percentAgain, at) : at
  }

  #revealing(step: Step, input: TextView): TextView {
    const output = this.#step(step, input)
    if (output !== input) this.#revealed = this.#hasTaken = true
    return output
  }

  /** Look-ups, constants and data become what they stand for. */
  #evaluate(folded: TextView): TextView {
    const asked = asks(folded)
    let at = folded
    if (asked & ask.lookup) at = this.#step(lookups, at)
    if (asked & ask.value) at = this.#step(computed, at)
    if (asked & ask.data && hasData(at)) at = this.#step(data, at)
    if (at === folded) return folded
    at.name = 'evaluated'
    return this.#keep(at, folded)
  }

  /** Forms that leave something out. */
  #derive(from: TextView): void {
    const asked = asks(from)
    if (hasMixedCase(from)) this.evidence |= evasion.mixedCase
    if (asked & (ask.star | ask.control | ask.spaces | ask.high))
      this.#form('comments as space', commentsToSpace, from)
    if (asked & (ask.star | ask.control)) this.#form('comments removed', commentsRemoved, from)
    if (asked & (ask.path | ask.backslash)) this.#form('path', normalPath, from)
    if (asked & (ask.quote | ask.backslash | ask.wildcard | ask.star) || hasTwoMarks(from))
      this.#form('unquoted', unquoted, from)
  }

  /** The values of a repeated name, split before and decoded after they are joined. */
  #join(raw: TextView): void {
    const joined = this.#spare[2]!
    joined.begin('joined')
    if (!joinRepeated(raw, joined)) return
    const decoded = this.#next(joined, 'joined')
    this.work += joined.length * 2
    percentDecode(joined, decoded, 'all')
    const plain = this.#unescape(this.#plainCharacters(decoded))
    this.#keep(this.#step(commentsToSpace, plain), raw)
  }

  /** What the step that ran last counted. */
  #counted = 0

  /** Runs a step into a spare view. @returns the input itself when nothing changed, or the work is used up */
  #step(step: Step, input: TextView): TextView {
    const output = this.#next(input, input.name)
    return this.#run(step, input, output) ? output : input
  }

  #form(name: string, step: Step, input: TextView): void {
    const output = this.#next(input, name)
    if (!this.#run(step, input, output)) return
    if (step === normalPath) this.depth = Math.max(this.depth, this.#counted)
    this.#keep(output, input)
  }

  /** @returns whether the output differs from the input */
  #run(step: Step, input: TextView, output: TextView): boolean {
    this.#counted = 0
    if (this.work + input.length > this.#mostWork) {
      this.evidence |= evasion.tooCostly
      return false
    }
    const seen = step(input, output)
    this.work += Math.max(input.length, output.length)
    this.#counted = countOf(seen)
    this.evidence |= bitsOf(seen)
    if (output.isCut) this.evidence |= evasion.tooCostly
    return !output.equals(input)
  }

  /** A spare view that is not the one at hand. */
  #next(input: TextView, name: string): TextView {
    const output = this.#spare[0] === input ? this.#spare[1]! : this.#spare[0]!
    output.begin(name)
    return output
  }

  /** Makes a spare view one of the forms, when it differs from what it was made of. */
  #keep(view: TextView, from: TextView): TextView {
    if (view === from || view.equals(from)) return from
    if (this.count === mostViews) this.#makeRoom()
    const spare = this.#spare.indexOf(view)
    this.#spare[spare] = this.#views[this.count]!
    this.#views[this.count] = view
    this.count++
    return view
  }

  /** Drops the shallowest form but the raw one. */
  #makeRoom(): void {
    const [shallowest] = this.#views.splice(1, 1)
    this.#views.push(shallowest!)
    this.count--
  }
}

function holds(view: TextView, byte: number): boolean {
  return view.bytes.subarray(0, view.length).includes(byte)
}

/** Whether nothing is asked that could change a byte. */
function isPlain(raw: TextView, asked: number): boolean {
  if ((asked & ~(ask.ampersand | ask.data)) !== 0) return false
  if (asked & ask.ampersand && hasEntity(raw)) return false
  return !(asked & ask.data && hasData(raw))
}

/** A question mark behind the one that begins the query may be a wildcard. */
function hasTwoMarks({ bytes, length }: TextView): boolean {
  const last = length > 0 ? bytes.lastIndexOf(0x3f, length - 1) : -1
  return last > 0 && bytes.indexOf(0x3f) < last
}

/** Percent decoding where `+` is a plus sign: all rounds but the first. */
const percentAgain: Step = (input, output) => bitsOf(percentDecode(input, output, 'none'))
