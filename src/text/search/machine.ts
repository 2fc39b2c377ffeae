import { firstsOf, type Step } from './program.ts'
import { wordBytes } from './syntax.ts'

/** What stands before a place: nothing, a byte that is no part of a word, or one that is. */
type Before = 0 | 1 | 2

const unknown = 0
const matched = -1
/** Entries of the table, and steps in all states, before they are thrown away and begun anew: about 200 kB a pattern. */
const mostEntries = 32_768
const mostSteps = 16_384
/** Programs longer than this have more states on the same texts: they get eight times the room. */
const largeProgram = 4000

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
  readonly #room: number
  readonly #mindsWords: boolean
  readonly #mindsStart: boolean
  /** By byte: 1 when a match may begin with it. */
  readonly #firsts: Uint8Array
  /** Rows of the states in which no match has begun, by what stands before. */
  readonly #idle = new Int32Array(3)
  /** By row and class: the row to go on in. Row 0 stays empty, so that 0 can mean "not known yet". */
  #table: Int32Array
  /** By state: what stands before it, and where its steps begin in the pool, in ascending order. */
  readonly #befores: Before[] = []
  readonly #starts: number[] = [0]
  #pool = new Int32Array(64)
  /** States by a hash of what they are made of, from 1; 0 for none. */
  #index = new Int32Array(64)
  /** Steps to look at, steps that were, and the steps of the state that is being made. */
  readonly #waiting: Int32Array
  readonly #seen: Uint32Array
  readonly #taken: Uint32Array
  readonly #next: Int32Array
  #nextCount = 0
  #walk = 0

  constructor(program: readonly Step[]) {
    this.#program = program
    this.#firsts = firstsOf(program) ?? new Uint8Array(256).fill(1)
    const edges = new Set(program.map((step) => (step.is === 'edge' ? step.edge : '')))
    this.#mindsWords = edges.has('word') || edges.has('inside')
    this.#mindsStart = edges.has('start')
    this.#samples = this.#classify()
    this.#width = this.#samples.length + 1
    this.#room = program.length > largeProgram ? 8 : 1
    this.#table = new Int32Array(this.#width * 16)
    const ways = program.reduce(
      (sum, step) => sum + (step.is === 'split' ? step.next.length : 1),
      0,
    )
    this.#waiting = new Int32Array(program.length + ways)
    this.#seen = new Uint32Array(program.length)
    this.#taken = new Uint32Array(program.length)
    this.#next = new Int32Array(program.length)
    this.#begin()
  }

  /**
   * Where the first match ends, of those that the text has that the bytes `[from, to)` are; -1 when it
   * has none.
   */
  end(bytes: Uint8Array, from: number, to: number): number {
    const classOf = this.#classOf
    const first = this.#skip(bytes, from, to)
    let state = this.#idleAt(bytes, from, first)
    let table = this.#table
    const lastIdle = this.#width * 3
    for (let i = first; i < to; i++) {
      const kind = classOf[bytes[i]!]!
      let next = table[state + kind]!
      if (next <= unknown) {
        if (next === unknown) next = this.#advance(state, kind)
        if (next === matched) return i
        table = this.#table
      }
      state = next
      if (state > lastIdle) continue
      const at = this.#skip(bytes, i + 1, to)
      if (at > i + 1) state = this.#idleAt(bytes, i, at)
      table = this.#table
      i = at - 1
    }
    const end = this.#samples.length
    const last = table[state + end]!
    return (last === unknown ? this.#advance(state, end) : last) === matched ? to : -1
  }

  /** The first byte from here on that a match may begin with. */
  #skip(bytes: Uint8Array, from: number, to: number): number {
    const firsts = this.#firsts
    let at = from
    while (at < to && firsts[bytes[at]!] === 0) at++
    return at
  }

  /** The state at a place before which no match has begun. */
  #idleAt(bytes: Uint8Array, from: number, at: number): number {
    if (at === from) return this.#width
    return this.#idle[this.#beforeNext(wordBytes[bytes[at - 1]!] === 1)]!
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
    this.#index.fill(0)
    this.#befores.length = 0
    this.#starts.length = 1
    this.#next[0] = this.#program.length - 1
    this.#nextCount = 1
    for (const before of [0, 1, 2] as const) this.#idle[before] = this.#enter(before)
  }

  /** The row of the state that the next steps are, new if need be. */
  #enter(before: Before): number {
    const index = this.#index
    let slot = this.#hash(before) & (index.length - 1)
    for (let number = index[slot]!; number > 0; number = index[slot]!) {
      if (this.#isNext(number - 1, before)) return number * this.#width
      slot = (slot + 1) & (index.length - 1)
    }
    const start = this.#starts.at(-1)!
    const end = start + this.#nextCount
    if (end > this.#pool.length) this.#pool = grown(this.#pool, end)
    this.#pool.set(this.#next.subarray(0, this.#nextCount), start)
    this.#starts.push(end)
    const number = this.#befores.push(before)
    index[slot] = number
    if (number * 2 > index.length) this.#reindex()
    const row = number * this.#width
    if (row + this.#width > this.#table.length) this.#table = grown(this.#table, row + this.#width)
    return row
  }

  #isNext(state: number, before: Before): boolean {
    const start = this.#starts[state]!
    const count = this.#nextCount
    if (this.#befores[state] !== before || this.#starts[state + 1]! - start !== count) return false
    for (let i = 0; i < count; i++) if (this.#pool[start + i] !== this.#next[i]) return false
    return true
  }

  #hash(before: Before): number {
    let hash: number = before
    for (let i = 0; i < this.#nextCount; i++)
      hash = Math.imul(hash ^ this.#next[i]!, 0x01000193) ^ (hash >>> 15)
    return hash ^ (hash >>> 13)
  }

  /** Gives the index twice the room. */
  #reindex(): void {
    const { length } = this.#index
    const index = new Int32Array(length * 2)
    for (let number = 1; number <= this.#befores.length; number++) {
      const start = this.#starts[number - 1]!
      this.#nextCount = this.#starts[number]! - start
      this.#next.set(this.#pool.subarray(start, start + this.#nextCount))
      let slot = this.#hash(this.#befores[number - 1]!) & (index.length - 1)
      while (index[slot]! > 0) slot = (slot + 1) & (index.length - 1)
      index[slot] = number
    }
    this.#index = index
  }

  /** Works out and notes the move of a state by a class. */
  #advance(row: number, kind: number): number {
    const state = row / this.#width - 1
    const byte = this.#samples[kind] ?? -1
    const isWord = byte >= 0 && wordBytes[byte] === 1
    if (this.#move(state, byte, isWord)) {
      this.#table[row + kind] = matched
      return matched
    }
    const before = this.#beforeNext(isWord)
    const entries = this.#befores.length * this.#width
    if (entries <= mostEntries * this.#room && this.#starts.at(-1)! <= mostSteps * this.#room) {
      const to = this.#enter(before)
      this.#table[row + kind] = to
      return to
    }
    const next = this.#next.slice(0, this.#nextCount)
    this.#begin()
    this.#next.set(next)
    this.#nextCount = next.length
    return this.#enter(before)
  }

  /** Puts all steps that a byte leads to from a state (-1: the end of the text). @returns true for a match */
  #move(state: number, byte: number, isWord: boolean): boolean {
    const before = this.#befores[state]!
    const program = this.#program
    const waiting = this.#waiting
    const seen = this.#seen
    const start = this.#starts[state]!
    const walk = ++this.#walk
    let count = this.#starts[state + 1]! - start
    for (let i = 0; i < count; i++) waiting[i] = this.#pool[start + i]!
    this.#nextCount = 0
    this.#take(program.length - 1)
    while (count > 0) {
      const number = waiting[--count]!
      if (seen[number] === walk) continue
      seen[number] = walk
      const step = program[number]!
      if (step.is === 'done') return true
      if (step.is === 'split') for (const way of step.next) waiting[count++] = way
      else if (step.is === 'set') {
        if (byte >= 0 && step.bytes[byte] === 1) this.#take(step.next)
      } else if (isAt(step.edge, before, byte, isWord)) waiting[count++] = step.next
    }
    sort(this.#next, this.#nextCount)
    return false
  }

  #take(number: number): void {
    if (this.#taken[number] === this.#walk) return
    this.#taken[number] = this.#walk
    this.#next[this.#nextCount++] = number
  }

  /** Told apart only as far as the pattern minds, to have few states. */
  #beforeNext(isWord: boolean): Before {
    if (this.#mindsWords) return isWord ? 2 : 1
    return this.#mindsStart ? 1 : 0
  }
}

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(length, array.length * 2))
  larger.set(array)
  return larger
}

/** Few are sorted by insertion: they come nearly in order. */
function sort(numbers: Int32Array, count: number): void {
  if (count > 48) {
    numbers.subarray(0, count).sort()
    return
  }
  for (let i = 1; i < count; i++) {
    const number = numbers[i]!
    let at = i
    for (; at > 0 && numbers[at - 1]! > number; at--) numbers[at] = numbers[at - 1]!
    numbers[at] = number
  }
}

function isAt(edge: string, before: Before, byte: number, isWord: boolean): boolean {
  if (edge === 'start') return before === 0
  if (edge === 'end') return byte < 0
  const isBoundary = (before === 2) !== isWord
  return edge === 'word' ? isBoundary : !isBoundary
}
