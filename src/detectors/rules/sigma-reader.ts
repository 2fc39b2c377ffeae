import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml'
import { nearest } from '../../text/nearest.ts'
import type { Mistake } from './mistakes.ts'

/** A key of a map with its value, both knowing where they stand. */
export interface Entry {
  readonly name: string
  readonly key: Node
  readonly value: Node
}

/** Where something stands in a file; line and column from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Something that a rule asks for and that no log shows, or that is not run here. */
export interface Unsupported extends Place {
  readonly reason: string
}

/** Reads the nodes of one YAML file and notes every mistake with its place. */
export class Reader {
  readonly mistakes: Mistake[] = []
  /** What is right but cannot be run here, with the reason. */
  readonly lacks: Unsupported[] = []
  /** The rule at hand was not written for us: it may ask for what no log shows. */
  isForeign = false
  /** Values of `%name%` in the rule at hand, and the names that stand for one of its fields. */
  placeholders: ReadonlyMap<string, readonly string[]> = new Map()
  rename: (field: string) => readonly string[] = (field) => [field]
  readonly file: string
  readonly #lines: LineCounter

  constructor(file: string, lines: LineCounter) {
    this.file = file
    this.#lines = lines
  }

  /** Notes a mistake at a node, or `offset` characters into it. */
  fail(node: Node | number, what: string, near = '', offset = 0): undefined {
    const from = typeof node === 'number' ? node : (node.range?.[0] ?? 0)
    const isQuoted = isScalar(node) && offset > 0 && node.type?.startsWith('QUOTE')
    const { line, col } = this.#lines.linePos(from + offset + (isQuoted ? 1 : 0))
    this.mistakes.push({ file: this.file, line: line || 1, column: col || 1, what, nearest: near })
    return undefined
  }

  /** Notes that something cannot be run here. */
  lack(node: Node, reason: string): undefined {
    this.lacks.push({ ...this.placeOf(node), reason })
    return undefined
  }

  placeOf(node: Node): Place {
    const { line, col } = this.#lines.linePos(node.range?.[0] ?? 0)
    return { file: this.file, line: line || 1, column: col || 1 }
  }

  /** A mistake about a name that is none of those known. */
  unknown(node: Node, what: string, name: string, known: Iterable<string>): undefined {
    return this.fail(node, `unknown ${what} '${name}'`, nearest(name, known))
  }

  /** Entries of a map, in file order. Anything else is a mistake. */
  entries(node: Node, what: string): readonly Entry[] {
    if (!isMap(node)) {
      this.fail(node, `${what} must be a map`)
      return []
    }
    return node.items.flatMap((pair) => {
      const key = pair.key as Node
      const value = pair.value as Node | null
      if (isScalar(key) && value && !isAlias(value))
        return [{ name: String(key.value), key, value }]
      this.fail(key, isAlias(value) ? 'aliases are not read in rules' : `${what} has a broken key`)
      return []
    })
  }

  /** Entries by name, after complaining about names that are not known. */
  known(node: Node, what: string, names: readonly string[]): Map<string, Entry> {
    const found = new Map<string, Entry>()
    for (const entry of this.entries(node, what))
      if (names.includes(entry.name)) found.set(entry.name, entry)
      else this.unknown(entry.key, `key in ${what}`, entry.name, names)
    return found
  }

  /** Items of a list; a single value is a list of one. */
  items(node: Node): readonly Node[] {
    return isSeq(node) ? (node.items as Node[]) : [node]
  }

  /** A text, or undefined and a mistake. */
  text(entry: Entry | undefined): string | undefined {
    if (!entry) return undefined
    if (isScalar(entry.value) && typeof entry.value.value === 'string') return entry.value.value
    return this.fail(entry.value, `'${entry.name}' must be text`)
  }

  /** Texts of a list or of a single value. */
  texts(entry: Entry | undefined): readonly string[] {
    if (!entry) return []
    return this.items(entry.value).flatMap((item) => this.text({ ...entry, value: item }) ?? [])
  }

  /** A number within bounds, or undefined and a mistake. */
  number(entry: Entry | undefined, least: number, most: number): number | undefined {
    if (!entry) return undefined
    const value = isScalar(entry.value) ? entry.value.value : undefined
    if (typeof value === 'number' && value >= least && value <= most) return value
    const bounds = most === Infinity ? `of ${least} or more` : `from ${least} to ${most}`
    return this.fail(entry.value, `'${entry.name}' must be a number ${bounds}`)
  }

  flag(entry: Entry | undefined): boolean | undefined {
    if (!entry) return undefined
    const value = isScalar(entry.value) ? entry.value.value : undefined
    if (typeof value === 'boolean') return value
    return this.fail(entry.value, `'${entry.name}' must be true or false`)
  }

  /** One of the names known, or undefined and a mistake. */
  choice<T extends string>(entry: Entry | undefined, known: readonly T[]): T | undefined {
    const text = this.text(entry)
    if (!entry || text === undefined) return undefined
    const found = known.find((name) => name === text)
    return found ?? this.unknown(entry.value, entry.name, text, known)
  }

  /** Milliseconds of '90s', '5m', '1h', '7d'. */
  span(entry: Entry | undefined): number | undefined {
    const text = this.text(entry)
    if (!entry || text === undefined) return undefined
    const [, count, unit] = /^([1-9]\d{0,5})(ms|[smhd])$/.exec(text) ?? []
    if (count && unit) return Number(count) * units[unit as keyof typeof units]
    return this.fail(entry.value, `'${entry.name}' must be a time like 30s, 5m, 1h or 7d`)
  }
}

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
