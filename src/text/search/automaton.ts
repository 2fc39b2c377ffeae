/** Which literals a text holds: for each, the views it stands in, as bits. Reused from text to text. */
export class Hits {
  /** By literal: bit n is set when view n holds it. */
  readonly views: Uint8Array
  /** Literals that are there, in the order in which they were seen: the first `count`. */
  readonly found: Int32Array
  count = 0

  constructor(literals: number) {
    this.views = new Uint8Array(literals)
    this.found = new Int32Array(literals)
  }

  clear(): void {
    for (let i = 0; i < this.count; i++) this.views[this.found[i]!] = 0
    this.count = 0
  }

  add(literal: number, bit: number): void {
    if (this.views[literal] === 0) this.found[this.count++] = literal
    this.views[literal]! |= bit
  }
}

/** Reading of the literals into a tree, before it becomes tables. */
interface Node {
  readonly next: Map<number, Node>
  readonly literals: number[]
  fail: Node | undefined
  number: number
}

function createNode(): Node {
  return { next: new Map(), literals: [], fail: undefined, number: 0 }
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
  readonly #classes: number
  /** By state times classes plus class: the next state, times classes. */
  readonly #moves: Int32Array
  /** States from here on end a literal. */
  readonly #firstEnd: number
  /** By state from there on: where its literals begin in `#ends`. */
  readonly #endStarts: Int32Array
  readonly #ends: Int32Array

  /** @param literals one character per byte, none empty */
  constructor(literals: readonly string[]) {
    this.#classes = this.#classify(literals)
    const nodes = build(literals, this.#classOf)
    const ending = nodes.filter((node) => node.literals.length > 0)
    const ordered = [...nodes.filter((node) => node.literals.length === 0), ...ending]
    ordered.forEach((node, number) => (node.number = number))
    this.#moves = tabulate(nodes, this.#classes)
    this.#firstEnd = (nodes.length - ending.length) * this.#classes
    this.#endStarts = new Int32Array(ending.length + 1)
    this.#ends = Int32Array.from(ending.flatMap((node) => node.literals))
    ending.forEach((node, i) => {
      this.#endStarts[i + 1] = this.#endStarts[i]! + node.literals.length
    })
  }

  /** Adds the literals that stand in the first `length` bytes to `hits`, under view bit `bit`. */
  scan(bytes: Uint8Array, length: number, hits: Hits, bit: number): void {
    const moves = this.#moves
    const classOf = this.#classOf
    const firstEnd = this.#firstEnd
    let state = 0
    for (let i = 0; i < length; i++) {
      state = moves[state + classOf[bytes[i]!]!]!
      if (state >= firstEnd) this.#report(state, hits, bit)
    }
  }

  #report(state: number, hits: Hits, bit: number): void {
    const end = (state - this.#firstEnd) / this.#classes
    const to = this.#endStarts[end + 1]!
    for (let i = this.#endStarts[end]!; i < to; i++) hits.add(this.#ends[i]!, bit)
  }

  /** Numbers the bytes that literals are made of from 1. @returns number of classes, with 0 for all others */
  #classify(literals: readonly string[]): number {
    let classes = 1
    for (const literal of literals)
      for (let i = 0; i < literal.length; i++) {
        const byte = fold(literal.charCodeAt(i) & 0xff)
        if (this.#classOf[byte] === 0) this.#classOf[byte] = classes++
      }
    for (let byte = 65; byte <= 90; byte++) this.#classOf[byte] = this.#classOf[byte | 32]!
    return classes
  }
}

/** The tree with its failure links, breadth first; the literals of shorter suffixes are added to each node. */
function build(literals: readonly string[], classOf: Uint8Array): Node[] {
  const root = createNode()
  literals.forEach((literal, id) => {
    let node = root
    for (let i = 0; i < literal.length; i++) {
      const symbol = classOf[fold(literal.charCodeAt(i) & 0xff)]!
      let next = node.next.get(symbol)
      if (!next) node.next.set(symbol, (next = createNode()))
      node = next
    }
    node.literals.push(id)
  })
  const nodes = [root]
  for (const node of nodes)
    for (const [symbol, child] of node.next) {
      let fail = node.fail
      while (fail && !fail.next.has(symbol)) fail = fail.fail
      child.fail = fail?.next.get(symbol) ?? root
      child.literals.push(...child.fail.literals)
      nodes.push(child)
    }
  return nodes
}

/** Moves of every state for every class; breadth-first order has the failure state's row ready. */
function tabulate(nodes: readonly Node[], classes: number): Int32Array {
  const moves = new Int32Array(nodes.length * classes)
  for (const node of nodes) {
    const row = node.number * classes
    if (node.fail) {
      const fail = node.fail.number * classes
      moves.copyWithin(row, fail, fail + classes)
    }
    for (const [symbol, child] of node.next) moves[row + symbol] = child.number * classes
  }
  return moves
}
