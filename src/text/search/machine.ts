import type { Step } from './program.ts'
import { wordBytes } from './syntax.ts'

/** What stands before a place: nothing, a byte that is no part of a word, or one that is. */
type Before = 0 | 1 | 2

/** A set of steps to go on with, and what stands before. */
interface State {
  readonly steps: readonly number[]
  readonly before: Before
}

const unknown = 0
const matched = -1
/** Entries of the table, and steps in all states, before they are thrown away and begun anew: about 200 kB a pattern. */
const mostEntries = 32_768
const mostSteps = 16_384

/**
 * Tells whether a program matches anywhere in a text: a deterministic automaton over byte classes,
 * built as texts ask for it (as in RE2). A text costs one table look-up a byte, at worst one walk
 * over the program a byte: linear in any case.
 */
export class Machine {
  readonly #program: readonly Step[]
  readonly #classOf = new Uint8Array(256)
  /** A byte of each class; the class behind them is the end of the text. */
  readonly #samples: readonly number[]
  readonly #width: number
  readonly #mindsWords: boolean
  readonly #mindsStart: boolean
  #table: Int32Array
  #states: (State | undefined)[] = []
  readonly #numbers = new Map<string, number>()
  readonly #seen: Uint32Array
  #walk = 0
  /** Steps in all states. */
  #held = 0

  constructor(program: readonly Step[]) {
    this.#program = program
    const edges = new Set(program.map((step) => (step.is === 'edge' ? step.edge : '')))
    this.#mindsWords = edges.has('word') || edges.has('inside')
    this.#mindsStart = edges.has('start')
    this.#samples = this.#classify()
    this.#width = this.#samples.length + 1
    this.#table = new Int32Array(this.#width * 16)
    this.#seen = new Uint32Array(program.length)
    this.#begin()
  }

  /** Whether the pattern matches in the text that the bytes `[from, to)` are. */
  test(bytes: Uint8Array, from: number, to: number): boolean {
    const classOf = this.#classOf
    let table = this.#table
    let state = this.#width
    for (let i = from; i < to; i++) {
      const kind = classOf[bytes[i]!]!
      let next = table[state + kind]!
      if (next <= unknown) {
        if (next === unknown) next = this.#advance(state, kind)
        if (next === matched) return true
        table = this.#table
      }
      state = next
    }
    const end = this.#samples.length
    const last = table[state + end]!
    return (last === unknown ? this.#advance(state, end) : last) === matched
  }

  /** Bytes that no set and no edge tells apart share a class: each set splits the classes so far. */
  #classify(): readonly number[] {
    const sets = new Set(this.#program.flatMap((step) => (step.is === 'set' ? [step.bytes] : [])))
    if (this.#mindsWords) sets.add(wordBytes)
    let count = 1
    for (const set of sets) {
      const parts = new Int16Array(count * 2).fill(-1)
      let parted = 0
      for (let byte = 0; byte < 256; byte++) {
        const part = this.#classOf[byte]! * 2 + set[byte]!
        if (parts[part] === -1) parts[part] = parted++
        this.#classOf[byte] = parts[part]!
      }
      count = parted
    }
    return Array.from({ length: count }, (_, kind) => this.#classOf.indexOf(kind))
  }

  /** Forgets all states but the first, which stands at the beginning of a text. */
  #begin(): void {
    this.#table.fill(unknown)
    this.#states = []
    this.#numbers.clear()
    this.#held = 0
    this.#enter({ steps: [this.#program.length - 1], before: 0 })
  }

  /** The row of a state, new if need be. Row 0 stays empty, so that 0 can mean "not known yet". */
  #enter(state: State): number {
    const key = `${state.before}:${state.steps.join()}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const row = (this.#states.length + 1) * this.#width
    if (row + this.#width > this.#table.length) {
      const larger = new Int32Array(this.#table.length * 2)
      larger.set(this.#table)
      this.#table = larger
    }
    this.#states.push(state)
    this.#held += state.steps.length
    this.#numbers.set(key, row)
    return row
  }

  /** Works out and notes the move of a state by a class. */
  #advance(row: number, kind: number): number {
    const state = this.#states[row / this.#width - 1]!
    const byte = this.#samples[kind] ?? -1
    const next = this.#move(state, byte)
    if (next === undefined) {
      this.#table[row + kind] = matched
      return matched
    }
    if (this.#states.length * this.#width > mostEntries || this.#held > mostSteps) {
      this.#begin()
      return this.#enter(next)
    }
    const to = this.#enter(next)
    this.#table[row + kind] = to
    return to
  }

  /** All steps that a byte leads to from a state (-1: the end of the text); undefined for a match. */
  #move(state: State, byte: number): State | undefined {
    const isWord = byte >= 0 && wordBytes[byte] === 1
    const waiting = [...state.steps]
    const next = new Set([this.#program.length - 1])
    this.#walk++
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      if (this.#seen[number] === this.#walk) continue
      this.#seen[number] = this.#walk
      const step = this.#program[number]!
      if (step.is === 'done') return undefined
      if (step.is === 'split') waiting.push(...step.next)
      else if (step.is === 'set') {
        if (byte >= 0 && step.bytes[byte] === 1) next.add(step.next)
      } else if (isAt(step.edge, state.before, byte, isWord)) waiting.push(step.next)
    }
    return { steps: [...next].toSorted((a, b) => a - b), before: this.#beforeNext(isWord) }
  }

  /** Told apart only as far as the pattern minds, to have few states. */
  #beforeNext(isWord: boolean): Before {
    if (this.#mindsWords) return isWord ? 2 : 1
    return this.#mindsStart ? 1 : 0
  }
}

function isAt(edge: string, before: Before, byte: number, isWord: boolean): boolean {
  if (edge === 'start') return before === 0
  if (edge === 'end') return byte < 0
  const isBoundary = (before === 2) !== isWord
  return edge === 'word' ? isBoundary : !isBoundary
}
