import { Page } from '../../contract/page.ts'
import type { Parser } from '../../contract/parser.ts'
import type { Fault } from '../../event/event.ts'
import { Request } from '../../event/request.ts'
import { faultAt } from '../fields/fault.ts'
import { type Meaning, type MeaningName, meanings, settle } from '../fields/put.ts'
import { type ReadUsual, usualReads } from '../fields/read.ts'
import { Layout } from './layout.ts'
import { emptyLeaves, type Leaves, scan, unescapeJson, type Wanted, wantedOf } from './scan.ts'

/** An access log written as one JSON object a line. */
export interface JsonFormat {
  readonly name: string
  readonly about: string
  readonly sample: string
  /** What members mean, by path: `request.headers.Host.0`. */
  readonly members: Readonly<Record<string, MeaningName>>
  /** Paths by which the format is known: one of each group must be there. */
  readonly known?: readonly (readonly string[])[]
  /** Paths that tell it is another format. */
  readonly foreign?: readonly string[]
  /** Last touch, when a value depends on another. */
  finish?(event: Request): void
}

interface Use {
  readonly meaning: Meaning | undefined
  readonly read: ReadUsual | undefined
  /** Bits of the groups in `known` that the member belongs to. */
  readonly groups: number
  readonly isForeign: boolean
}

const maxLayouts = 8
const maxMisses = 200

/** The parser of a JSON format. */
export function jsonParser(format: JsonFormat): Parser {
  const reader = new JsonReader(format)
  return {
    name: format.name,
    about: format.about,
    sample: format.sample,
    parse: (line, page) => reader.parse(line, page),
    fault: (line) => reader.fault(line),
  }
}

class JsonReader {
  readonly #format: JsonFormat
  readonly #wanted: Wanted<Use>
  readonly #allGroups: number
  /** Keys that every line of the format has, for a first cheap test. */
  readonly #telltales: readonly string[]
  readonly #leaves: Leaves<Use> = emptyLeaves()
  #layouts: Layout<Use>[] = []
  #misses = 0

  constructor(format: JsonFormat) {
    this.#format = format
    const known = format.known ?? [timePaths(format)]
    this.#allGroups = 2 ** known.length - 1
    this.#telltales = telltales(known)
    this.#wanted = wantedOf(usesOf(format, known))
  }

  parse(line: string, page: Page | undefined): Request | undefined {
    const first = line.charCodeAt(0)
    if (first !== 123 && first !== 32 && first !== 9) return undefined
    const leaves = this.#leaves
    const layouts = this.#layouts
    if (layouts.length > 0) {
      const whole = page ?? new Page(line, Buffer.from(line, 'latin1'))
      const end = whole.at + line.length
      for (let index = 0; index < layouts.length; index++)
        if (layouts[index]!.cut(whole, end)) return this.#fillFrom(line, whole, layouts[index]!)
    }
    for (const key of this.#telltales) if (line.indexOf(key) < 0) return undefined
    if (!scan(line, this.#wanted, leaves) || !this.#isKnown()) return undefined
    this.#learn(line)
    return this.#fill(line)
  }

  fault(line: string): Fault {
    const { name, known } = this.#format
    const leaves = this.#leaves
    if (!scan(line, this.#wanted, leaves)) {
      const where = { field: 'line', number: 1, expected: 'one JSON object', at: leaves.stoppedAt }
      return faultAt(name, line, where)
    }
    if (!this.#isKnown()) {
      const missing = (known ?? [timePaths(this.#format)])
        .map((group) => group.join(' or '))
        .join(', ')
      return faultAt(name, line, {
        field: 'line',
        number: 1,
        expected: `the members ${missing}`,
        at: 0,
      })
    }
    const event = new Request()
    for (let at = 0; at < leaves.count; at++) {
      const meaning = leaves.uses[at]?.meaning
      const start = leaves.starts[at]!
      const text = unescapeJson(line.slice(start, leaves.ends[at]))
      if (meaning !== undefined && !meaning.put(event, text))
        return {
          parser: name,
          field: meaning.field,
          number: at + 1,
          expected: meaning.expected,
          found: text.slice(0, 60),
          at: start,
        }
    }
    return faultAt(name, line, {
      field: 'end',
      number: leaves.count + 1,
      expected: 'a line of this format',
      at: line.length,
    })
  }

  #isKnown(): boolean {
    const { uses, count } = this.#leaves
    let groups = 0
    for (let at = 0; at < count; at++) {
      const use = uses[at]
      if (use === undefined) continue
      if (use.isForeign) return false
      groups |= use.groups
    }
    return groups === this.#allGroups
  }

  /** Lines that never come in the same layout again would only push each other out: after many misses it stops. */
  #learn(line: string): void {
    if (this.#misses >= maxMisses) return
    this.#misses++
    const layout = Layout.of(line, this.#leaves)
    if (layout !== undefined) this.#layouts = [layout, ...this.#layouts.slice(0, maxLayouts - 1)]
  }

  /** Values of a page, which have no escapes. */
  #fillFrom(line: string, page: Page, layout: Layout<Use>): Request | undefined {
    const { starts, ends, uses } = layout
    const event = new Request()
    event.line = line
    for (let at = 0; at < uses.length; at++) {
      const use = uses[at]
      if (use?.meaning === undefined) continue
      const start = starts[at]!
      const end = ends[at]!
      if (use.read !== undefined && use.read(event, page, start, end)) continue
      if (!use.meaning.put(event, page.text.slice(start, end))) return undefined
    }
    return this.#settled(event)
  }

  #fill(line: string): Request | undefined {
    const { starts, ends, uses, count } = this.#leaves
    const event = new Request()
    event.line = line
    for (let at = 0; at < count; at++) {
      const meaning = uses[at]?.meaning
      if (meaning === undefined) continue
      if (!meaning.put(event, unescapeJson(line.slice(starts[at], ends[at])))) return undefined
    }
    return this.#settled(event)
  }

  #settled(event: Request): Request {
    settle(event)
    this.#format.finish?.(event)
    return event
  }
}

function timePaths(format: JsonFormat): readonly string[] {
  return Object.keys(format.members).filter((path) => format.members[path] === 'time')
}

function usesOf(
  format: JsonFormat,
  known: readonly (readonly string[])[],
): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>()
  const foreign = format.foreign ?? []
  for (const path of [...Object.keys(format.members), ...known.flat(), ...foreign]) {
    const meaning = format.members[path]
    let groups = 0
    known.forEach((group, index) => {
      if (group.includes(path)) groups |= 2 ** index
    })
    uses.set(path, {
      meaning: meaning === undefined ? undefined : meanings[meaning],
      read: meaning === undefined ? undefined : usualReads[meaning],
      groups,
      isForeign: foreign.includes(path),
    })
  }
  return uses
}

function telltales(known: readonly (readonly string[])[]): readonly string[] {
  return known.filter(({ length }) => length === 1).map(([path]) => `"${path!.split('.').at(-1)!}"`)
}
