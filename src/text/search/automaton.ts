/**
 * Which literals a text holds: for each, the views it stands in, as bits; and the same for each clause,
 * a group of literals of which one is enough. Reused from text to text.
 */
export class Hits {
  /** By literal: bit n is set when view n holds it. */
  readonly views: Uint8Array
  /** By clause: bit n is set when view n holds one of its literals. */
  readonly clauses: Uint8Array
  /** Literals that are there, in the order in which they were seen: the first `count`. */
  readonly found: Int32Array
  count = 0
  /** By literal: where its clauses begin in `#clausesOf`. */
  readonly #starts: Int32Array
  readonly #clausesOf: Int32Array

  /** @param clauses by clause, its literals */
  constructor(literals: number, clauses: readonly (readonly number[])[] = []) {
    this.views = new Uint8Array(literals)
    this.found = new Int32Array(literals)
    this.clauses = new Uint8Array(clauses.length)
    const of: number[][] = Array.from({ length: literals }, () => [])
    clauses.forEach((members, clause) => members.forEach((literal) => of[literal]!.push(clause)))
    this.#clausesOf = Int32Array.from(of.flat())
    this.#starts = new Int32Array(literals + 1)
    of.forEach((list, i) => (this.#starts[i + 1] = this.#starts[i]! + list.length))
  }

  clear(): void {
    if (this.count === 0) return
    for (let i = 0; i < this.count; i++) this.views[this.found[i]!] = 0
    this.count = 0
    this.clauses.fill(0)
  }

  add(literal: number, bit: number): void {
    const views = this.views[literal]!
    if ((views & bit) !== 0) return
    if (views === 0) this.found[this.count++] = literal
    this.views[literal] = views | bit
    const to = this.#starts[literal + 1]!
    for (let i = this.#starts[literal]!; i < to; i++) this.clauses[this.#clausesOf[i]!]! |= bit
  }
}

/** Bytes `[from, to)` of a text. */
export interface Span {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
}

function fold(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte | 32 : byte
}

/**
 * Finds all of many literals in one pass, A-Z equal to a-z (Aho and Corasick 1975, as a complete
 * automaton over byte classes). Bytes that no literal has share one class.
 */
export class Automaton {
  readonly #classOf = new Uint8Array(256)
  /** Bits of a class: a row of the table begins where a cache line does. */
  readonly #bits: number
  /** By state and class: the next state. */
  readonly #moves: Uint16Array | Uint32Array
  /** States from here on end a literal. */
  readonly #firstEnd: number
  /** By state from there on: where its literals begin in `#ends`. */
  readonly #endStarts: Int32Array
  readonly #ends: Int32Array

  /** @param literals one character per byte, none empty */
  constructor(literals: readonly string[]) {
    this.#bits = Math.ceil(Math.log2(this.#classify(literals)))
    const tree = new Tree(literals, this.#classOf)
    const ending = tree.order()
    this.#moves = tree.tabulate(this.#bits)
    this.#firstEnd = tree.size - ending.length
    this.#endStarts = new Int32Array(ending.length + 1)
    ending.forEach((ends, i) => (this.#endStarts[i + 1] = this.#endStarts[i]! + ends.length))
    this.#ends = Int32Array.from(ending.flat())
  }

  /** Adds the literals that stand in the first `length` bytes to `hits`, under view bit `bit`. */
  scan(bytes: Uint8Array, length: number, hits: Hits, bit: number): void {
    const moves = this.#moves
    const classOf = this.#classOf
    const firstEnd = this.#firstEnd
    const bits = this.#bits
    let state = 0
    for (let i = 0; i < length; i++) {
      state = moves[(state << bits) + classOf[bytes[i]!]!]!
      if (state >= firstEnd) this.#report(state, hits, bit)
    }
  }

  /** All marks, bits by literal, of the literals that stand in the bytes `[from, to)` as they are behind `before`. */
  marks({ bytes, from, to }: Span, before: number, markOf: Uint8Array): number {
    const moves = this.#moves
    const classOf = this.#classOf
    const bits = this.#bits
    let marks = 0
    let state = moves[classOf[before]!]!
    for (let i = from; i < to; i++) {
      state = moves[(state << bits) + classOf[bytes[i]!]!]!
      if (state < this.#firstEnd) continue
      const end = state - this.#firstEnd
      for (let k = this.#endStarts[end]!; k < this.#endStarts[end + 1]!; k++)
        marks |= markOf[this.#ends[k]!]!
    }
    return marks
  }

  #report(state: number, hits: Hits, bit: number): void {
    const end = state - this.#firstEnd
    const to = this.#endStarts[end + 1]!
    for (let i = this.#endStarts[end]!; i < to; i++) hits.add(this.#ends[i]!, bit)
  }

  /**
   * Numbers the bytes that literals are made of from 1, those that texts are made of first, so that they
   * share cache lines. @returns number of classes, with 0 for all others
   */
  #classify(literals: readonly string[]): number {
    const used = new Uint8Array(256)
    for (const literal of literals)
      for (let i = 0; i < literal.length; i++) used[fold(literal.charCodeAt(i) & 0xff)] = 1
    let classes = 1
    for (const byte of [...commonBytes, ...used.keys()])
      if (used[byte] === 1 && this.#classOf[byte] === 0) this.#classOf[byte] = classes++
    for (let byte = 65; byte <= 90; byte++) this.#classOf[byte] = this.#classOf[byte | 32]!
    return classes
  }
}

const commonBytes: readonly number[] = Array.from('abcdefghijklmnopqrstuvwxyz/.-_=', (char) =>
  char.charCodeAt(0),
)

/**
 * The literals as a tree with failure links, before it becomes tables. Nodes are numbers, their
 * children are lists: thousands of small maps would cost more than all the rest of a start.
 */
class Tree {
  size = 1
  /** Children of the root by symbol: it has too many for a list. */
  readonly #first = new Int32Array(256)
  readonly #symbol: Uint8Array
  readonly #child: Int32Array
  readonly #sibling: Int32Array
  readonly #fail: Int32Array
  /** Breadth first, so that the failure link of a node is known before the node. */
  readonly #wide: Int32Array
  readonly #state: Int32Array
  /** By node: the literals that end there. */
  readonly #ends = new Map<number, number[]>()

  constructor(literals: readonly string[], classOf: Uint8Array) {
    const most = literals.reduce((sum, literal) => sum + literal.length, 1)
    this.#symbol = new Uint8Array(most)
    this.#child = new Int32Array(most)
    this.#sibling = new Int32Array(most)
    this.#fail = new Int32Array(most)
    this.#wide = new Int32Array(most)
    this.#state = new Int32Array(most)
    literals.forEach((literal, id) => {
      let node = 0
      for (let i = 0; i < literal.length; i++)
        node = this.#grown(node, classOf[fold(literal.charCodeAt(i) & 0xff)]!)
      this.#ends.set(node, [...(this.#ends.get(node) ?? []), id])
    })
  }

  /** Links nodes and gives them their states: those that end no literal first. @returns what the others end */
  order(): number[][] {
    this.#link()
    const ending: number[][] = []
    let state = 0
    for (const isEnd of [false, true])
      for (let i = 0; i < this.size; i++) {
        const node = this.#wide[i]!
        const ends = this.#ends.get(node)
        if ((ends !== undefined) !== isEnd) continue
        this.#state[node] = state++
        if (ends) ending.push(ends)
      }
    return ending
  }

  /** Moves of every state for every class. */
  tabulate(bits: number): Uint16Array | Uint32Array {
    const length = this.size << bits
    const moves = this.size < 65_536 ? new Uint16Array(length) : new Uint32Array(length)
    for (let i = 0; i < this.size; i++) {
      const node = this.#wide[i]!
      const row = this.#state[node]! << bits
      const fail = this.#state[this.#fail[node]!]! << bits
      if (i > 0) moves.copyWithin(row, fail, fail + (1 << bits))
      for (let child = this.#child[node]!; child > 0; child = this.#sibling[child]!)
        moves[row + this.#symbol[child]!] = this.#state[child]!
    }
    return moves
  }

  /** The child of a node for a symbol; 0 when there is none. */
  #step(node: number, symbol: number): number {
    if (node === 0) return this.#first[symbol]!
    let child = this.#child[node]!
    while (child > 0 && this.#symbol[child] !== symbol) child = this.#sibling[child]!
    return child
  }

  #grown(node: number, symbol: number): number {
    const known = this.#step(node, symbol)
    if (known > 0) return known
    const made = this.size++
    this.#symbol[made] = symbol
    this.#sibling[made] = this.#child[node]!
    this.#child[node] = made
    if (node === 0) this.#first[symbol] = made
    return made
  }

  #link(): void {
    let count = 1
    for (let i = 0; i < count; i++) {
      const node = this.#wide[i]!
      for (let child = this.#child[node]!; child > 0; child = this.#sibling[child]!) {
        this.#wide[count++] = child
        if (node > 0) this.#fail[child] = this.#failOf(node, this.#symbol[child]!)
        const shorter = this.#ends.get(this.#fail[child]!)
        if (shorter) this.#ends.set(child, [...(this.#ends.get(child) ?? []), ...shorter])
      }
    }
  }

  #failOf(parent: number, symbol: number): number {
    let fail = this.#fail[parent]!
    let child = this.#step(fail, symbol)
    while (child === 0 && fail > 0) {
      fail = this.#fail[fail]!
      child = this.#step(fail, symbol)
    }
    return child
  }
}
