import { foldCase } from '../decoding/view.ts'

/** Texts of which every match holds at least one, and how well they keep other texts away. */
interface Clause {
  readonly literals: readonly string[]
  readonly worth: number
}

/** What a part of a pattern says about the texts it matches. */
interface Fact {
  /** All texts it matches, folded, when they are few. */
  readonly exact: readonly string[] | undefined
  /** All of these hold, the most telling first. */
  readonly needed: readonly Clause[]
}

/** Exact sets grow with each alternative; beyond this many they are given up. */
const mostExact = 128
const longestExact = 32
/** Bytes of a class that are taken as alternatives. */
const mostMembers = 12
/** Clauses of one pattern; more tell little. */
const mostClauses = 3
/** What is behind this many characters of a literal tells little, and makes the tables of a search large. */
const longestLiteral = 16
const anything: Fact = { exact: undefined, needed: [] }
const nothing: Fact = { exact: [''], needed: [] }

/** What is required of a text that matches a pattern. */
export interface Required {
  /** Every match holds a literal of each (folded, A-Z equal to a-z), the most telling first; empty when nothing can be said. */
  readonly clauses: readonly (readonly string[])[]
  /** True when it matters where the text begins or ends. */
  readonly anchored: boolean
}

/**
 * Literals that every match of a pattern holds. Reads the common part of RE2 syntax; of what it does
 * not know it says nothing, so that the pattern runs on every text.
 */
export function requiredLiterals(pattern: string): Required {
  const reader = new PatternReader(pattern)
  const fact = reader.alternatives()
  const whole = reader.at === pattern.length && !reader.unknown
  const clauses = whole ? clausesOf(fact) : []
  const telling = clauses.filter(({ worth }, i) => i === 0 || worth > leastMore)
  return { clauses: telling.map(shortened), anchored: reader.anchored }
}

function shortened({ literals }: Clause): readonly string[] {
  return [...new Set(literals.map((text) => text.slice(0, longestLiteral)))]
}

/** What is needed, and the exact texts when they tell something. */
function clausesOf({ exact, needed }: Fact): readonly Clause[] {
  if (!exact) return needed
  const clause = clauseOf(exact)
  return clause.worth > 0 ? all(needed, [clause]) : needed
}

/** The most telling of two lists of clauses. */
function all(a: readonly Clause[], b: readonly Clause[]): readonly Clause[] {
  const more = b.filter((clause) => !a.includes(clause))
  if (more.length === 0) return a
  return [...a, ...more].toSorted((x, y) => y.worth - x.worth).slice(0, mostClauses)
}

/** How rare a byte is in what people ask for. */
const rarity: Float64Array = Float64Array.from({ length: 256 }, (_, code) => {
  const char = String.fromCharCode(code)
  if (/[a-z0-9]/.test(char)) return 0.45
  if ('/.=&_ -?'.includes(char)) return 0.3
  return '%:;,+()'.includes(char) ? 0.5 : 2
})

/** A set whose commonest literal is a letter, a slash or the like keeps nothing away. */
const leastWorth = 0.5
/** Another clause is worth its literals when the commonest is no shorter than three letters. */
const leastMore = 1

/** The worth is the rarity of the commonest literal; 0: not at all. */
function clauseOf(literals: readonly string[]): Clause {
  let least = Infinity
  for (const text of literals) {
    let sum = 0
    for (let i = 0; i < text.length; i++) sum += rarity[text.charCodeAt(i) & 0xff]!
    if (sum < least) least = sum
  }
  return { literals, worth: least < leastWorth ? 0 : least - literals.length / 256 }
}

function concat(a: Fact, b: Fact): Fact {
  if (a.exact && b.exact && a.exact.length * b.exact.length <= mostExact) {
    const exact = a.exact.flatMap((head) => b.exact!.map((tail) => head + tail))
    if (exact.every((text) => text.length <= longestExact))
      return { exact, needed: all(a.needed, b.needed) }
  }
  return { exact: undefined, needed: all(clausesOf(a), clausesOf(b)) }
}

/** Each clause is made of one clause of every way. */
function either(ways: readonly Fact[]): Fact {
  const exact = union(ways.map((way) => way.exact))
  if (exact && exact.length <= mostExact) return { exact, needed: [] }
  const clauses = ways.map(clausesOf)
  const count = Math.min(...clauses.map(({ length }) => length))
  const needed = Array.from({ length: count }, (_, i) =>
    clauseOf(union(clauses.map((list) => list[i]!.literals))!),
  ).filter(({ worth }) => worth > 0)
  return { exact: undefined, needed }
}

function union(sets: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const texts = new Set<string>()
  for (const set of sets) {
    if (!set) return undefined
    for (const text of set) texts.add(text)
  }
  return [...texts]
}

/** Bytes that a class escape cannot pin down. */
const classEscapes = 'dDwWsSpP'
const assertions = 'bBAzZ'
const controls: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  f: '\f',
  v: '\v',
  a: '\x07',
}

const plain = /[^\\^$.*+?()[\]{}|]*(?![*+?{])/y

class PatternReader {
  at = 0
  anchored = false
  unknown = false
  readonly #pattern: string

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  alternatives(): Fact {
    const ways = [this.#sequence()]
    while (this.#pattern[this.at] === '|') {
      this.at++
      ways.push(this.#sequence())
    }
    return ways.length === 1 ? ways[0]! : either(ways)
  }

  /** Keeps the run of exact texts at hand apart, so that the best run wins. */
  #sequence(): Fact {
    let needed: readonly Clause[] = []
    let run: Fact = nothing
    let whole = true
    while (this.at < this.#pattern.length && !'|)'.includes(this.#pattern[this.at]!)) {
      const item = this.#quantified(this.#single())
      const next = concat(run, item)
      needed = all(needed, next.needed)
      if (next.exact) run = next
      else {
        run = item.exact ? item : nothing
        whole = false
      }
    }
    return whole
      ? { exact: run.exact, needed }
      : { exact: undefined, needed: all(needed, clausesOf(run)) }
  }

  #quantified(fact: Fact): Fact {
    const sign = /^(?:[*+?]|\{(\d+)(,\d*)?\})/.exec(this.#pattern.slice(this.at, this.at + 12))
    if (!sign) return fact
    this.at += sign[0].length
    if (this.#pattern[this.at] === '?') this.at++
    if (sign[0] === '?')
      return { exact: fact.exact && [...new Set(['', ...fact.exact])], needed: [] }
    const isNeeded = sign[0] === '+' || Number(sign[1] ?? 0) > 0
    return { exact: undefined, needed: isNeeded ? clausesOf(fact) : [] }
  }

  #single(): Fact {
    const char = this.#pattern[this.at++]!
    if (char === '(') return this.#group()
    if (char === '[') return this.#class()
    if (char === '\\') return this.#escape()
    if (char === '.') return anything
    if (char === '^' || char === '$') {
      this.anchored = true
      return nothing
    }
    return literal(char + this.#plain())
  }

  /** Characters that stand for themselves and are not repeated: a word is read at once. */
  #plain(): string {
    plain.lastIndex = this.at
    const run = plain.exec(this.#pattern)?.[0] ?? ''
    this.at += run.length
    return run
  }

  #group(): Fact {
    const open = /^\?(?:P?<\w+>|[imsU-]*(:|\)))/.exec(this.#pattern.slice(this.at, this.at + 64))
    if (open) this.at += open[0].length
    else if (this.#pattern[this.at] === '?') this.unknown = true
    if (open?.[1] === ')') return nothing
    const fact = this.alternatives()
    if (this.#pattern[this.at] === ')') this.at++
    else this.unknown = true
    return fact
  }

  #escape(): Fact {
    const char = this.#pattern[this.at++] ?? ''
    if (assertions.includes(char)) {
      if (char !== 'b' && char !== 'B') this.anchored = true
      return nothing
    }
    if (classEscapes.includes(char)) {
      if (char === 'p' || char === 'P') this.unknown = true
      return anything
    }
    if (char === 'x') return this.#hex()
    const control = controls[char]
    if (control !== undefined) return literal(control)
    if (/[A-Za-z0-9]/.test(char)) this.unknown = true
    return literal(char)
  }

  #hex(): Fact {
    const found = /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(
      this.#pattern.slice(this.at, this.at + 8),
    )
    const code = found ? Number.parseInt(found[1] ?? found[2]!, 16) : 256
    this.at += found ? found[0].length : 0
    if (code > 255) this.unknown = true
    return literal(String.fromCharCode(code & 255))
  }

  /** A class of a few bytes is as good as alternatives; all others can be anything. */
  #class(): Fact {
    const found = /^\^?\]?(?:\\.|[^\]\\])*\]/s.exec(this.#pattern.slice(this.at))
    // a named class ends in a bracket of its own
    if (!found || found[0].includes('[:')) {
      this.unknown = true
      return anything
    }
    const end = this.at + found[0].length
    const bytes = found[0].startsWith('^') ? undefined : this.#members(end - 1)
    this.at = end
    return bytes ? { exact: bytes, needed: [] } : anything
  }

  /** The bytes of a class that ends at `end`; undefined when they are many. */
  #members(end: number): readonly string[] | undefined {
    const bytes = new Set<string>()
    while (this.at < end) {
      const from = this.#member()
      let to = from
      if (this.#pattern[this.at] === '-' && this.at + 1 < end) {
        this.at++
        to = this.#member()
      }
      if (from === '' || to < from || to.charCodeAt(0) - from.charCodeAt(0) > mostMembers)
        return undefined
      for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++)
        bytes.add(String.fromCharCode(code))
      if (bytes.size > mostMembers) return undefined
    }
    return [...bytes]
  }

  /** One byte of a class; empty when it stands for many. */
  #member(): string {
    const char = this.#pattern[this.at++]!
    const fact = char === '\\' ? this.#escape() : literal(char)
    return fact.exact?.[0] ?? ''
  }
}

function literal(text: string): Fact {
  return { exact: [foldCase(text)], needed: [] }
}
