import type { Event, Fault } from '../event/event.ts'
import type { Page } from './page.ts'

/** One line to one event, or "not mine". */
export interface Parser {
  /** Name in the config and in output; also the file's name. */
  readonly name: string
  /** One sentence for people. */
  readonly about: string
  /** A real line: test and documentation at once. */
  readonly sample: string
  /** Lines of this format are seen only by people who ask for it by name: too general to be guessed. */
  readonly onlyByName?: boolean
  /**
   * The event of a line, or undefined when the line is not of this format. Never throws.
   * @param line one character per byte, without its line end
   * @param page where it stands; only to be faster, the event is the same without
   */
  parse(line: string, page?: Page): Event | undefined
  /** Where parsing this line stops; called only for lines that no parser took, so it may be slow. */
  fault(line: string): Fault
  /** For formats whose header lines name the columns: a parser for one source, going on from what its `save` gave. */
  open?(saved?: unknown): OpenParser
}

/** A parser at work on one source: it remembers the header it saw there. */
export interface OpenParser extends Parser {
  /**
   * True when the line is understood but no record: names of columns, a comment. A first line may be both
   * a record and tell the columns: then false, and `parse` takes it from now on.
   * @param first nothing of this source was read before
   */
  header(line: string, first: boolean): boolean
  /** What a restart needs; structured-cloneable. */
  save(): unknown
}

export function defineParser(parser: Parser): Parser {
  return parser
}
