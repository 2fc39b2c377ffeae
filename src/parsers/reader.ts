import type { Page } from '../contract/page.ts'
import type { OpenParser, Parser } from '../contract/parser.ts'
import type { Event, Fault, Unparsed } from '../event/event.ts'
import { isAddress } from './fields/address.ts'
import { type Unwrapped, unwrap, unwrapOdd } from './envelope/envelope.ts'
import { formats } from './formats.ts'

export interface ReaderOptions {
  /** Name of the only format to read, or the parsers to use; every format that can be guessed when absent. */
  readonly parser?: string | readonly Parser[]
  /** Name of the source, put into its events. */
  readonly source?: string
  /** Year of syslog times, which are written without; else that of the last event with a time of its own. */
  readonly year?: number
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

/** Words that may stand before a line that could be read. */
const prefixWords = 8

interface Trial {
  readonly parser: Parser
  readonly open: OpenParser | undefined
  lines: number
}

interface Saved {
  readonly last: string
  readonly unparsed: number
  readonly headers: number
  readonly time: number
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
  readonly #givenYear: number | undefined
  #time = Number.NaN
  readonly #year = (): number => this.#givenYear ?? new Date(this.#time).getUTCFullYear()
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
    this.#time = saved?.time ?? Number.NaN
    this.#givenYear = options.year
  }

  /**
   * The event of a line; what is known of a line that cannot be read; undefined for headers and empty lines.
   * @param page where the line stands, if it does not stand alone
   */
  read(line: string, position = 0, page?: Page): Event | Unparsed | undefined {
    let event = this.#eventOf(line, page)
    if (event === undefined) {
      const isFirst = this.#isFirst()
      if (this.#isHeader(line, isFirst)) {
        this.#headers++
        return undefined
      }
      if (isFirst) event = this.#eventOf(line)
    }
    if (event === undefined) return this.#unread(line, position)
    event.source = this.#source
    event.position = position
    return event
  }

  #unread(line: string, position: number): Unparsed {
    this.#unparsed++
    const last = this.#last
    const place = { source: this.#source, position }
    return new UnreadLine(line, place, (text) => this.#closest(text, last))
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
      time: this.#time,
      trials: this.#trials
        .filter(({ lines, open }) => lines > 0 || open !== undefined)
        .map(({ parser, lines, open }) => ({ name: parser.name, lines, open: open?.save() })),
    }
    return saved
  }

  #eventOf(line: string, page?: Page): Event | undefined {
    const wrapped = unwrap(line, this.#year)
    if (wrapped === undefined)
      return this.#parse(line, Number.NaN, page) ?? this.#wrapped(line, unwrapOdd(line), 1)
    return this.#wrapped(line, wrapped, 1) ?? this.#parse(line)
  }

  /** The event inside an envelope, which may be in another one. */
  #wrapped(line: string, wrapped: Unwrapped | undefined, depth: number): Event | undefined {
    if (wrapped === undefined) return undefined
    const { text, server, time } = wrapped
    let event = this.#parse(text, time)
    if (event === undefined && depth < 3)
      event = this.#wrapped(line, unwrap(text, this.#year) ?? unwrapOdd(text), depth + 1)
    if (event === undefined) return undefined
    event.line = line
    if (server !== '' && 'server' in event && event.server === '') event.server = server
    return event
  }

  #parse(line: string, otherTime = Number.NaN, page?: Page): Event | undefined {
    const last = this.#last
    const event = last.parser.parse(line, page)
    if (event === undefined) return this.#search(line, otherTime)
    if (!this.#hasTime(event, otherTime)) return undefined
    this.#count(last)
    return event
  }

  /** A format may leave the time to its envelope. */
  #hasTime(event: Event, otherTime: number): boolean {
    if (event.time === event.time) {
      this.#time = event.time
      return true
    }
    event.time = otherTime
    return otherTime === otherTime
  }

  #search(line: string, otherTime: number): Event | undefined {
    for (const trial of this.#order) {
      if (trial === this.#last) continue
      const event = trial.parser.parse(line)
      if (event === undefined || !this.#hasTime(event, otherTime)) continue
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

  #isFirst(): boolean {
    return this.#unparsed === 0 && this.#headers === 0 && this.#order[0]!.lines === 0
  }

  #isHeader(line: string, isFirst: boolean): boolean {
    if (line.trim() === '') return true
    for (const { open } of this.#trials) if (open?.header(line, isFirst) === true) return true
    return false
  }

  /**
   * The fault of the parser that read the lines before when it knows how the line begins, else of the one that came
   * farthest; looked for inside the envelope.
   */
  #closest(line: string, last: Trial): Fault {
    const wrapped = unwrap(line, this.#year) ?? unwrapOdd(line)
    const text = wrapped?.text ?? line
    const prefix = this.#prefix(text)
    if (prefix !== undefined) return prefix
    let closest = last.parser.fault(text)
    const isSure = last.lines > 0 && closest.number > 1
    for (const { parser } of isSure ? [] : this.#trials) {
      const fault = parser.fault(text)
      if (fault.at > closest.at) closest = fault
    }
    return wrapped === undefined
      ? closest
      : { ...closest, at: Math.min(closest.at + wrapped.at, line.length) }
  }

  /** The fault of a line that could be read if it began some words later; best with an address. */
  #prefix(text: string): Fault | undefined {
    let found: Fault | undefined
    let at = text.indexOf(' ') + 1
    for (let words = 0; at > 0 && words < prefixWords; words++, at = text.indexOf(' ', at) + 1) {
      const rest = text.slice(at)
      const isAtAddress = isAddress(rest.slice(0, Math.max(rest.indexOf(' '), 0)))
      const taker = this.#trials.find(({ parser }) => parser.parse(rest) !== undefined)
      if (taker === undefined || (found !== undefined && !isAtAddress)) continue
      const expected = 'the line to begin behind it'
      const prefix = text.slice(0, at - 1).slice(0, 60)
      const { name } = taker.parser
      found = { parser: name, field: 'prefix', number: 1, expected, found: prefix, at: 0 }
      if (isAtAddress) return found
    }
    return found
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
