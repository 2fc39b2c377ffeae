import { isLetter } from '../bytes.ts'
import { evasion } from '../evasion.ts'
import type { Step, TextView } from '../view.ts'

/** Look-ups inside look-ups that are followed; more are flagged and left. */
const mostNested = 64

/** Open look-ups: where the text behind each `${` begins in the output, and where its default does. */
const begins = new Int32Array(mostNested)
const defaults = new Int32Array(mostNested)

/** Names that turn what follows them into other letters. */
const turns = ['lower:', 'upper:'] as const

/** Whether `name` stands at `at`, in any case. */
function standsAt(view: TextView, at: number, name: string): boolean {
  if (at + name.length > view.length) return false
  for (let i = 0; i < name.length; i++) {
    const byte = view.bytes[at + i]!
    if ((isLetter(byte) ? byte | 32 : byte) !== name.charCodeAt(i)) return false
  }
  return true
}

/** Replaces the output from `to` by what stands from `from` on, to its end. */
function close(view: TextView, to: number, from: number): void {
  view.bytes.copyWithin(to, from, view.length)
  view.starts.copyWithin(to, from, view.length)
  view.ends.copyWithin(to, from, view.length)
  view.length -= from - to
}

function lower(view: TextView, from: number): void {
  for (let i = from; i < view.length; i++)
    if (isLetter(view.bytes[i]!)) view.bytes[i] = view.bytes[i]! | 32
}

function upper(view: TextView, from: number): void {
  for (let i = from; i < view.length; i++)
    if (isLetter(view.bytes[i]!)) view.bytes[i] = view.bytes[i]! & ~32
}

/** `'j'` of `${date:'j'}`. @returns where the letters begin; 0 when it is another format */
function quotedFrom(view: TextView, from: number): number {
  const last = view.length - 1
  if (last - from < 6 || view.bytes[from + 5] !== 0x27 || view.bytes[last] !== 0x27) return 0
  for (let i = from + 6; i < last; i++) if (view.bytes[i] === 0x27) return 0
  return from + 6
}

/** Evaluates the innermost look-up, whose contents the output ends with. @returns evidence; 0 when it is left as it is */
function evaluate(view: TextView, depth: number): number {
  const from = begins[depth]!
  const fallback = defaults[depth]!
  const turn = turns.findIndex((name) => standsAt(view, from, name))
  if (turn === 0) lower(view, from + turns[0].length)
  if (turn === 1) upper(view, from + turns[1].length)
  const dated = turn < 0 && standsAt(view, from, 'date:') ? quotedFrom(view, from) : 0
  if (dated > 0) view.length--
  const rest = dated > 0 ? dated : turn >= 0 ? from + turns[turn]!.length : fallback
  if (rest === 0) return 0
  close(view, from - 2, rest)
  return evasion.lookup
}

/** Reads the look-ups of one text. */
class Nesting {
  readonly #input: TextView
  readonly #output: TextView
  seen = 0
  #depth = -1

  constructor(input: TextView, output: TextView) {
    this.#input = input
    this.#output = output
  }

  /** A closing brace. @returns whether it is gone with the look-up that it closed */
  close(): boolean {
    if (this.#depth < 0) return false
    const evidence = evaluate(this.#output, this.#depth)
    this.seen |= evidence
    this.#depth--
    return evidence > 0
  }

  /** Behind `${`. */
  open(): void {
    if (this.#depth + 1 === mostNested) {
      this.seen |= evasion.tooCostly
      return
    }
    this.#depth++
    begins[this.#depth] = this.#output.length
    defaults[this.#depth] = 0
  }

  /** Behind the hyphen at `at`: the first `:-` of a look-up begins its default. */
  fallBack(at: number): void {
    const depth = this.#depth
    if (depth < 0 || defaults[depth] !== 0 || this.#input.bytes[at - 1] !== 0x3a) return
    if (this.#output.length - 2 >= begins[depth]!) defaults[depth] = this.#output.length
  }
}

/**
 * `${…}` as the look-ups of logging libraries and shells read it: `${lower:j}` is j, `${::-j}` and
 * `${env:ANY:-j}` are their default. From the innermost outwards; what has no known value stays.
 */
export const lookups: Step = (input, output) => {
  const nesting = new Nesting(input, output)
  const { bytes, length } = input
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!
    if (byte === 0x7d && nesting.close()) continue
    output.put(byte, input, i, i + 1)
    if (byte === 0x7b && i > 0 && bytes[i - 1] === 0x24) nesting.open()
    if (byte === 0x2d && i > 0) nesting.fallBack(i)
  }
  return nesting.seen
}
