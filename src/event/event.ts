import type { Request } from './request.ts'

/** One line of a server's error log. It speaks of a request that the access log counts, so it is not one. */
export class ServerError {
  readonly kind = 'error' as const
  time = 0
  client = ''
  host = ''
  server = ''
  method = ''
  target = ''
  /** As the server writes it: 'error', 'warn', 'crit', … */
  level = ''
  /** Network of the client: its /24 or /64. Set by enrichment. */
  network = ''
  /** Template of the path: `/user/{n}`. Set by enrichment. */
  route = ''
  /** The message without its client, request and host parts. */
  reason = ''
  line = ''
  source = ''
  position = 0
}

/** One network flow. What has no field of its own is in `columns`, as number where it reads as one. */
export class Flow {
  readonly kind = 'flow' as const
  time = 0
  client = ''
  destination = ''
  transport = ''
  service = ''
  state = ''
  bytes = -1
  /** Milliseconds; -1 when not logged. */
  duration = -1
  columns: Readonly<Record<string, string | number>> = {}
  line = ''
  source = ''
  position = 0
}

/** One value of a series. */
export class Metric {
  readonly kind = 'metric' as const
  time = 0
  series = ''
  value = 0
  line = ''
  source = ''
  position = 0
}

/** A record that a source or parser produced and the engine can judge. */
export type Event = Request | ServerError | Flow | Metric

/** A line that no parser took: an outcome of its own, with what was tried. */
export interface Unparsed {
  readonly kind: 'unparsed'
  readonly line: string
  readonly source: string
  readonly position: number
  /** The parser that came closest, and where it gave up. */
  readonly fault: Fault
}

/** Where a parser gave up on a line. */
export interface Fault {
  readonly parser: string
  /** Name of the field that could not be read, and its number in the format, from 1. */
  readonly field: string
  readonly number: number
  /** What was expected, in words ('an address'), and the bytes found there. */
  readonly expected: string
  readonly found: string
  /** Offset of `found` in the line. */
  readonly at: number
}
