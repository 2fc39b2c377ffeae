import type { Event } from '../../../event/event.ts'
import { Automaton, Hits } from '../../../text/search/automaton.ts'
import { lower } from './texts.ts'
import type { Held, Overflow } from '../overflow.ts'

/** What a compiled expression gives for the facts at hand. */
export type Run = (facts: Facts) => unknown

/** Fewer literals are sooner looked for one by one. */
const fewest = 3

/** A text that is looked through for many literals at once: a field, or what is made of fields. */
export class Haystack {
  readonly number: number
  readonly run: Run
  readonly #numbers = new Map<string, number>()
  #automaton: Automaton | undefined

  constructor(number: number, run: Run) {
    this.number = number
    this.run = run
  }

  /** Number of a literal, which is found whatever its case. */
  literal(text: string): number {
    const folded = lower(text)
    const known = this.#numbers.get(folded)
    if (known !== undefined) return known
    this.#numbers.set(folded, this.#numbers.size)
    this.#automaton = undefined
    return this.#numbers.size - 1
  }

  get size(): number {
    return this.#numbers.size
  }

  /** Undefined when looking one by one is cheaper. */
  get automaton(): Automaton | undefined {
    if (this.size < fewest) return undefined
    return (this.#automaton ??= new Automaton([...this.#numbers.keys()]))
  }
}

/** What all expressions of one engine share: places to remember what was found out about an event. */
export class Program {
  readonly #slots = new Map<string, number>()
  readonly haystacks: Haystack[] = []
  readonly #haystackOf = new Map<string, Haystack>()

  get size(): number {
    return this.#slots.size
  }

  /** A key that nothing else has. */
  newKey(): string {
    return `#${this.#slots.size}`
  }

  /** The same, worked out once an event for all who ask under one key. */
  remembered(key: string, run: Run): Run {
    const slot = this.#slots.get(key) ?? this.#slots.size
    this.#slots.set(key, slot)
    return (facts) => {
      if (facts.turns[slot] === facts.turn) return facts.values[slot]
      const value = run(facts)
      facts.turns[slot] = facts.turn
      facts.values[slot] = value
      return value
    }
  }

  haystack(key: string, run: Run): Haystack {
    const known = this.#haystackOf.get(key)
    if (known) return known
    const made = new Haystack(this.haystacks.length, run)
    this.haystacks.push(made)
    this.#haystackOf.set(key, made)
    return made
  }
}

/** The event at hand, and what expressions have found out about it so far. */
export class Facts {
  turn = 0
  readonly turns: Float64Array
  readonly values: unknown[]
  event: Event | undefined
  /** Set while what is judged is the overflow of another scenario. */
  overflow: Overflow | undefined
  /** What `#` stands for. */
  item: unknown
  /** The events of the bucket at hand. */
  queue: readonly Held[] = []
  total = 0
  readonly #program: Program
  readonly #hits: readonly (Hits | undefined)[]
  readonly #automata: readonly (Automaton | undefined)[]
  readonly #scanned: Float64Array
  /** What was looked through last. */
  readonly #texts: string[] = []
  #bytes: Buffer = Buffer.allocUnsafe(4096)

  constructor(program: Program) {
    this.#program = program
    this.turns = new Float64Array(program.size)
    this.values = Array.from({ length: program.size })
    this.#automata = program.haystacks.map(({ automaton }) => automaton)
    this.#hits = program.haystacks.map(({ size }, i) =>
      this.#automata[i] ? new Hits(size) : undefined,
    )
    this.#scanned = new Float64Array(program.haystacks.length)
  }

  begin(event: Event | undefined, overflow: Overflow | undefined): void {
    this.turn++
    this.event = event
    this.overflow = overflow
  }

  /** Literals that a haystack holds; undefined when they have to be looked for one by one. */
  hits(number: number): Hits | undefined {
    const hits = this.#hits[number]
    if (hits === undefined || this.#scanned[number] === this.turn) return hits
    this.#scanned[number] = this.turn
    const text = this.#program.haystacks[number]!.run(this) as string
    if (text === this.#texts[number]) return hits
    this.#texts[number] = text
    if (text.length > this.#bytes.length) this.#bytes = Buffer.allocUnsafe(text.length * 2)
    this.#bytes.write(text, 'latin1')
    hits.clear()
    this.#automata[number]!.scan(this.#bytes, text.length, hits, 1)
    return hits
  }
}
