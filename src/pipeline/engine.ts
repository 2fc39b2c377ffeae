import type { Alerts } from '../alerts/alerts.ts'
import type { Judge } from '../contract/detector.ts'
import { type Closed, unmarked, type View } from '../contract/windows.ts'
import type { ExceptedHit, Exception, Exceptions } from '../detectors/exceptions/exceptions.ts'
import { type Again, withoutExcepted } from '../detectors/exceptions/findings.ts'
import type { ExplainedText } from '../detectors/matching/explain.ts'
import type { SignatureSet } from '../detectors/rules/signatures.ts'
import type { Enricher } from '../enrich/enricher.ts'
import type { Alert } from '../event/alert.ts'
import type { Event, ServerError } from '../event/event.ts'
import type { Finding, Severity } from '../event/finding.ts'
import type { Request } from '../event/request.ts'
import type { Windows } from '../windows/windows.ts'
import { Learners } from './learners.ts'
import type { ServerErrors } from './server-errors.ts'

/** A detector at work: its needs are bound to the windows, and it is called when it asked to be. */
export interface Seat {
  readonly name: string
  readonly judge: Judge
  readonly view: View
  /** Groups of windows whose end it judges. */
  readonly groups: readonly number[]
  /** Watches that wake it. */
  readonly watches: readonly number[]
}

/** The rooms of the engine, furnished by `assemble`. */
export interface Rooms {
  readonly enricher: Enricher
  readonly signatures: SignatureSet
  readonly windows: Windows
  readonly seats: readonly Seat[]
  readonly alerts: Alerts
  readonly errors: ServerErrors
  readonly exceptions?: Exceptions
  /** How severe a finding of a detector and kind is, where it is not what the detector says. */
  readonly grade?: Grade
}

export type Grade = (detector: string, kind: string) => Severity | undefined

const none: readonly Finding[] = []
const noHits: readonly ExceptedHit[] = []

/** Asks a detector anew, where that changes nothing in it. */
function againOf({ name, judge, view }: Seat): Again | undefined {
  return name === 'crs'
    ? (request) => judge.score!(request, view) as Finding | undefined
    : undefined
}

/**
 * Events in; findings, alerts and incidents out. Pure and deterministic: what an event brings depends
 * on the events and advances before it, never on how they were cut into batches, nor on the clock.
 */
export class Engine {
  readonly #rooms: Rooms
  readonly #always: readonly Seat[]
  readonly #learners: Learners
  readonly #closers: Seat[][] = []
  /** Seat number that each watch wakes. */
  readonly #wakes: number[] = []
  /** The event for which each seat last spoke: several watches of one seat may wake it at once. */
  readonly #called: Float64Array
  #events = 0
  #found: Finding[] = []
  /** Second of event time up to which alerts have aged. */
  #aged = Number.NEGATIVE_INFINITY

  constructor(rooms: Rooms) {
    this.#rooms = rooms
    const { seats, windows } = rooms
    this.#always = seats.filter(({ judge }) => judge.score && !judge.wakes)
    this.#learners = new Learners(seats)
    this.#called = new Float64Array(seats.length)
    for (const [number, seat] of seats.entries()) {
      for (const group of seat.groups) (this.#closers[group] ??= []).push(seat)
      for (const watch of seat.watches) this.#wakes[watch] = number
    }
    windows.onClosed = (group, closed) => this.#close(group, closed)
  }

  /** The engine's alerts and incidents, to read. */
  get alerts(): Alerts {
    return this.#rooms.alerts
  }

  /** Events that came too late for windows, had no usable time, and keys forgotten for want of room. */
  get counts(): { readonly late: number; readonly untimed: number; readonly evicted: number } {
    const { late, untimed, evicted } = this.#rooms.windows
    return { late, untimed, evicted }
  }

  /** Judges one event; the findings are of this event alone. The array is not kept by the engine. */
  judge(event: Event): readonly Finding[] {
    const { enricher, signatures, windows, exceptions } = this.#rooms
    exceptions?.begin()
    enricher.enrich(event)
    const verdict = signatures.judge(event)
    windows.add(event, verdict?.marks ?? unmarked)
    this.#age(windows.now)
    if (verdict) for (const finding of verdict.findings) this.#take(finding, event)
    if (event.kind === 'error') this.#judgeError(event)
    for (const seat of this.#always) this.#score(seat, event)
    if (windows.wokenCount > 0) this.#wake(event)
    const learners = this.#learners.of(event)
    for (let i = 0; i < learners.length; i++) learners[i]!.judge.learn!(event, learners[i]!.view)
    if (this.#found.length === 0) return none
    const found = this.#found
    this.#found = []
    return found
  }

  /** Event time passes without events. */
  advance(time: number): void {
    this.#rooms.windows.advance(time)
    this.#age(time)
  }

  /** The input is over: windows that are open close, with what they hold. */
  finish(): void {
    this.#rooms.windows.finish()
  }

  /** The alert that is firing for a client now. */
  firing(client: string): Alert | undefined {
    return this.#rooms.alerts.firingFor(client)
  }

  /** Hits of the event judged last that exceptions let through. */
  get excepted(): readonly ExceptedHit[] {
    return this.#rooms.exceptions?.hits ?? noHits
  }

  /** Each exception with how many hits it let through so far. */
  get exceptions(): readonly { readonly exception: Exception; readonly hits: number }[] {
    const { exceptions } = this.#rooms
    return (exceptions?.list ?? []).map((exception, i) => ({
      exception,
      hits: exceptions!.counts[i]!,
    }))
  }

  /** The way of a request, enriched already, through the signatures. Slow. */
  explain(request: Request): readonly ExplainedText[] {
    return this.#rooms.signatures.explain(request)
  }

  /** All state, as plain data that shares nothing with this engine. */
  save(): unknown {
    const { enricher, windows, seats, alerts, exceptions } = this.#rooms
    return {
      version: 1,
      aged: this.#aged,
      enricher: enricher.save(),
      windows: windows.save(),
      alerts: alerts.save(),
      ...(exceptions && { excepted: [...exceptions.counts] }),
      detectors: Object.fromEntries(seats.map(({ name, judge }) => [name, judge.save()])),
    }
  }

  /** Goes on where a saved engine stopped; `assemble` calls it with what concerns this class. */
  resume(saved: { readonly aged: number }): void {
    this.#aged = saved.aged
  }

  #judgeError(event: ServerError): void {
    if (event.target === '') return
    for (const finding of this.#rooms.errors.judge(event)) this.#take(finding, event)
  }

  #wake(event: Event): void {
    const { woken, wokenCount } = this.#rooms.windows
    this.#events++
    for (let i = 0; i < wokenCount; i++) {
      const number = this.#wakes[woken[i]!]!
      if (this.#called[number] === this.#events) continue
      this.#called[number] = this.#events
      this.#score(this.#rooms.seats[number]!, event)
    }
  }

  #score(seat: Seat, event: Event): void {
    const said = seat.judge.score!(event, seat.view)
    if (said === undefined) return
    if (Array.isArray(said))
      for (const finding of said as readonly Finding[]) this.#hear(finding, seat, event)
    else this.#hear(said as Finding, seat, event)
  }

  /** Takes what a detector says, as far as no exception lets it through. */
  #hear(said: Finding, seat: Seat, event: Event): void {
    const { exceptions } = this.#rooms
    const left = exceptions ? withoutExcepted(said, event, exceptions, againOf(seat)) : said
    if (left) this.#take(left, event)
  }

  #take(said: Finding, event: Event): void {
    const finding = this.#graded(said)
    this.#found.push(finding)
    this.#rooms.alerts.take(finding, event)
  }

  #graded(finding: Finding): Finding {
    const severity = this.#rooms.grade?.(finding.detector, finding.kind)
    return severity === undefined ? finding : { ...finding, severity }
  }

  #close(group: number, closed: Closed): void {
    for (const { judge, view } of this.#closers[group] ?? []) {
      const said = judge.close?.(closed, view)
      if (said === undefined) continue
      for (const finding of Array.isArray(said) ? (said as readonly Finding[]) : [said as Finding])
        this.#takeClosed(finding)
    }
  }

  #takeClosed(said: Finding): void {
    const { exceptions, alerts } = this.#rooms
    const left = exceptions ? withoutExcepted(said, undefined, exceptions) : said
    if (left) alerts.take(this.#graded(left))
  }

  #age(time: number): void {
    const second = Math.floor(time / 1000)
    if (!(second > this.#aged)) return
    this.#aged = second
    this.#rooms.alerts.advance(time)
  }
}
