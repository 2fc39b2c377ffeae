import type { OpenParser, Parser } from '../contract/parser.ts'
import type { Event, Fault, Unparsed } from '../event/event.ts'
import { formats } from './formats.ts'

export interface ReaderOptions {
  /** Name of the only format to read, or the parsers to use; every format that can be guessed when absent. */
  readonly parser?: string | readonly Parser[]
  /** Name of the source, put into its events. */
  readonly source?: string
  /** What `save` gave before a restart. */
  readonly saved?: unknown
}

/** How many lines each parser took, most first, and the rest: events + unparsed + headers = lines read. */
export interface Counts {
  readonly parsers: readonly { readonly parser: string; readonly lines: number }[]
  readonly unparsed: number
  /** Lines that are understood but no record: column names, comments, empty lines. */
  readonly headers: number
}

interface Trial {
  readonly parser: Parser
  readonly open: OpenParser | undefined
  lines: number
}

interface Saved {
  readonly last: string
  readonly unparsed: number
  readonly headers: number
  readonly trials: readonly {
    readonly name: string
    readonly lines: number
    readonly open: unknown
  }[]
}

/** A line that no parser took. Its fault is looked for only when somebody asks. */
class UnreadLine implements Unparsed {
  readonly kind = 'unparsed' as const
  readonly line: string
  readonly source: string
  readonly position: number
  readonly #find: (line: string) => Fault
  #fault: Fault | undefined

  constructor(
    line: string,
    place: { source: string; position: number },
    find: (line: string) => Fault,
  ) {
    this.line = line
    this.source = place.source
    this.position = place.position
    this.#find = find
  }

  get fault(): Fault {
    this.#fault ??= this.#find(this.line)
    return this.#fault
  }
}

/**
 * Reads the lines of one source and finds their format. A line goes to the parser that took the line before, then to
 * the others by how many lines they took, then in the order of `formats`. No two parsers take the same line, so
 * the result depends on the line and its header alone.
 */
export class Reader {
  readonly #source: string
  /** In the order of `formats`. */
  readonly #trials: readonly Trial[]
  /** The same, by lines taken. */
  readonly #order: Trial[]
  #last: Trial
  #unparsed = 0
  #headers = 0

  constructor(options: ReaderOptions = {}) {
    const saved = options.saved as Saved | undefined
    this.#source = options.source ?? ''
    this.#trials = chosen(options.parser).map((parser) => begin(parser, saved))
    this.#order = this.#trials.toSorted((a, b) => b.lines - a.lines)
    this.#last = this.#trials.find(({ parser }) => parser.name === saved?.last) ?? this.#trials[0]!
    this.#unparsed = saved?.unparsed ?? 0
    this.#headers = saved?.headers ?? 0
  }

  /** The event of a line; what is known of a line that cannot be read; undefined for headers and empty lines. */
  read(line: string, position = 0): Event | Unparsed | undefined {
    const last = this.#last
    let event = last.parser.parse(line)
    if (event === undefined) event = this.#search(line)
    else this.#count(last)
    if (event !== undefined) {
      event.source = this.#source
      event.position = position
      return event
    }
    if (this.#isHeader(line)) {
      this.#headers++
      return undefined
    }
    this.#unparsed++
    return new UnreadLine(line, { source: this.#source, position }, (text) =>
      this.#closest(text, last),
    )
  }

  get counts(): Counts {
    return {
      parsers: this.#order
        .filter(({ lines }) => lines > 0)
        .map(({ parser, lines }) => ({ parser: parser.name, lines })),
      unparsed: this.#unparsed,
      headers: this.#headers,
    }
  }

  /** What a restart needs; structured-cloneable. */
  save(): unknown {
    const saved: Saved = {
      last: this.#last.parser.name,
      unparsed: this.#unparsed,
      headers: this.#headers,
      trials: this.#trials
        .filter(({ lines, open }) => lines > 0 || open !== undefined)
        .map(({ parser, lines, open }) => ({ name: parser.name, lines, open: open?.save() })),
    }
    return saved
  }

  #search(line: string): Event | undefined {
    for (const trial of this.#order) {
      if (trial === this.#last) continue
      const event = trial.parser.parse(line)
      if (event === undefined) continue
      this.#last = trial
      this.#count(trial)
      return event
    }
    return undefined
  }

  #count(trial: Trial): void {
    trial.lines++
    if (this.#order[0] === trial) return
    const order = this.#order
    let at = order.indexOf(trial)
    for (; at > 0 && order[at - 1]!.lines < trial.lines; at--) order[at] = order[at - 1]!
    order[at] = trial
  }

  #isHeader(line: string): boolean {
    if (line.trim() === '') return true
    const isFirst = this.#unparsed === 0 && this.#headers === 0 && this.#order[0]!.lines === 0
    for (const { open } of this.#trials) if (open?.header(line, isFirst) === true) return true
    return false
  }

  #closest(line: string, last: Trial): Fault {
    let closest = last.parser.fault(line)
    for (const { parser } of this.#trials) {
      const fault = parser.fault(line)
      if (fault.at > closest.at) closest = fault
    }
    return closest
  }
}

/** A reader for one source. */
export function createReader(options: ReaderOptions = {}): Reader {
  return new Reader(options)
}

function chosen(parser: string | readonly Parser[] | undefined): readonly Parser[] {
  if (parser === undefined) return formats.filter(({ onlyByName }) => onlyByName !== true)
  if (typeof parser !== 'string') return parser
  const found = formats.filter(({ name }) => name === parser)
  if (found.length === 0) throw new RangeError(`there is no parser called ${parser}`)
  return found
}

function begin(parser: Parser, saved: Saved | undefined): Trial {
  const before = saved?.trials.find(({ name }) => name === parser.name)
  const open = parser.open?.(before?.open)
  return { parser: open ?? parser, open, lines: before?.lines ?? 0 }
}
