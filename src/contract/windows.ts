import type { Event } from '../event/event.ts'

/** A condition on one event. Needs whose conditions have equal ids share their numbers. */
export interface Where {
  /** Canonical text of the condition: 'status 4xx'. */
  readonly id: string
  /**
   * Fields that it looks at, and no others. When they are among kind, status, area and method, its
   * answer is remembered for each combination of them; 'marks' alone: it is asked of marked events only;
   * otherwise it is asked for every event.
   */
  readonly fields?: readonly string[]
  /** Holds whenever this one does, and looks at kind, status, area and method alone: where it does not, this one is not asked. */
  readonly when?: Where
  /** Pure, cheap, never throws. */
  test(event: Event, marks: Marks): boolean
}

/** What detectors said about the event at hand before the windows count it: names of the rules that matched. */
export type Marks = ReadonlySet<string>

/** Of an event that no rule matched. */
export const unmarked: Marks = new Set()

export type Measure =
  | 'count'
  | 'sum'
  | 'mean'
  | 'distinct'
  | 'quantile'
  | 'ratio'
  | 'top'
  | 'leaky'
  | 'session'

/**
 * A number that somebody needs to know about the past of a key: `count(client, 20s, status 4xx)`.
 * Equal needs are kept once, whoever asks for them.
 *
 * Windows are `[start, end)` of event time and start at multiples of `step` since the epoch. A *live*
 * need is read while an event is judged: it is the value, so far, of the window that closes next.
 * A *whole* need is delivered once per key when its window closes.
 */
export interface Need {
  readonly measure: Measure
  /** Fields of the event that name the key: none for the whole stream, at most two. */
  readonly key: readonly string[]
  /** Milliseconds of event time. For 'leaky' the time in which one unit leaks; for 'session' the gap that ends one. */
  readonly span: number
  /** How far sliding windows move; `span` makes them tumbling. By default a round step, so that many needs share one. */
  readonly step?: number
  /** Events that count; all requests when absent. */
  readonly where?: Where
  /** For 'ratio': the events of which `where` is a share. */
  readonly against?: Where
  /** Field measured by sum, mean, distinct, quantile, top. */
  readonly of?: string
  /** For 'quantile': 0 to 1. */
  readonly quantile?: number
  /** True: delivered to `close` when the window ends, for each key with events in it. */
  readonly whole?: boolean
  /** For whole needs: empty windows delivered for a key after its last event, in spans; none when absent. */
  readonly idle?: number
}

/** A window that has ended, for one key. */
export interface Closed {
  /** Values of the need's key fields, in their order. */
  readonly key: readonly string[]
  /** Epoch milliseconds, `[start, end)`. */
  readonly start: number
  readonly end: number
}

/** What a detector sees beside the event: the needs it declared, by their index in its own list. */
export interface View {
  /** Value of need `index` for the key of the event (or closed window) at hand; 0 when there is none. */
  value(index: number): number
  /** For 'top': the most frequent values with their counts, most first. */
  top(index: number): readonly { readonly value: string; readonly count: number }[]
  /** Newest event time seen by the engine. */
  readonly now: number
}
