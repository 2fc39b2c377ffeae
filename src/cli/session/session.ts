import type { Failure } from '../../contract/failure.ts'
import type { Alert, Incident } from '../../event/alert.ts'
import type { Unparsed } from '../../event/event.ts'
import { createReader, type Reader } from '../../parsers/reader.ts'
import { drive } from '../../pipeline/drive.ts'
import type { Furnishing } from '../../pipeline/assemble.ts'
import type { Engine } from '../../pipeline/engine.ts'
import { type Outcome, Tally } from '../../pipeline/intake.ts'
import { LiveClock } from '../../pipeline/live-clock.ts'
import type { Call } from '../call.ts'
import { engineOf, furnished } from './furnish.ts'
import { type Input, openInput, pathsOf } from './input.ts'
import { parsersWithRules } from './parser.ts'
import { type Advance, Progress } from '../screen/progress.ts'
import { printFailure } from '../screen/trouble.ts'
import { settle, type Settled } from './settle.ts'
import { unreadable } from './unreadable.ts'
import { UnparsedFile } from './unparsed-file.ts'
import { YoungSpace } from './young.ts'

/** Lines after which an input of which nothing could be read is given up. */
const patience = 200
/** Milliseconds between two looks at the clock when following. */
const pause = 500

/** How a session reads. */
export interface Reading {
  readonly judge?: (outcome: Outcome, engine: Engine) => void
  /** Called when all that came at once has been judged. */
  readonly rest?: () => void
  readonly open?: typeof openInput
}

/** Makes something else of what an engine is put together from. */
export type Change = (furnishing: Furnishing) => Furnishing

const same: Change = (furnishing) => furnishing

/** One reading of an input from its beginning to its end, or until it is interrupted. */
export class Session {
  readonly call: Call
  readonly settled: Settled
  readonly paths: readonly string[]
  readonly engine: Engine
  readonly tally: Tally = new Tally()
  /** Every alert that fired, as it stands now, and every incident. */
  readonly alerts: Map<string, Alert> = new Map()
  readonly incidents: Map<string, Incident> = new Map()
  /** Called when alerts began or changed. */
  onAlerts: (changed: readonly Alert[]) => void = () => {}
  /** Called after each batch with how far reading has come; by default the progress is shown. */
  onAdvance: ((advance: Advance) => void) | undefined
  /** Wall-clock milliseconds that reading took. */
  elapsed = 0
  readonly #readers = new Map<string, Reader>()
  #input: Input | undefined
  #sample: Unparsed | undefined

  constructor(call: Call, settled: Settled, paths: readonly string[], engine: Engine) {
    this.call = call
    this.settled = settled
    this.paths = paths
    this.engine = engine
  }

  /** Checks everything that can be checked before a line is read. */
  static async begin(call: Call, command: string, change: Change = same): Promise<Session> {
    const settled = await settle(call)
    const paths = pathsOf(call.operands, settled.settings, command)
    return new Session(call, settled, paths, engineOf(change(await furnished(settled))))
  }

  /**
   * Reads everything. `judge` is called for each line in input order; by default the engine judges it.
   * `open` opens something else than the named paths.
   * What cannot be read is left out, and is in `failures` at the end.
   * @throws Failure TRIPLINE_E_FORMAT when no line can be read
   */
  async read({ judge, rest, open = openInput }: Reading = {}): Promise<void> {
    const { flags, shell } = this.call
    const parser = await parsersWithRules(this.settled.settings)
    const create = (source: string): Reader => createReader({ source, ...(parser && { parser }) })
    const readerOf = (source: string): Reader => {
      const reader = this.#readers.get(source) ?? create(source)
      this.#readers.set(source, reader)
      return reader
    }
    const input = await open(this.paths, {
      follow: flags.on('follow'),
      signal: shell.interrupt,
      readerOf,
      probe: () => create(''),
      tally: this.tally,
    })
    this.#input = input
    const unparsed = UnparsedFile.open(flags.text('unparsed'))
    const progress = new Progress(
      shell,
      !this.onAdvance && !flags.on('json') && !flags.on('follow'),
    )
    const live = flags.on('follow') ? this.#live() : undefined
    const young = new YoungSpace()
    const advance = this.onAdvance ?? ((to: Advance) => progress.update(to))
    await drive(input.batches, this.engine, {
      judge: (outcome) => {
        if (outcome.kind === 'unparsed') this.#keep(outcome, unparsed)
        else if (outcome.kind !== 'skipped') live?.clock.see(outcome.time)
        if (judge) judge(outcome, this.engine)
        else if (outcome.kind !== 'unparsed' && outcome.kind !== 'skipped')
          this.engine.judge(outcome)
      },
      rest: () => {
        live?.clock.rest(shell.now())
        rest?.()
        this.#collect()
        young.look()
        advance({ read: input.read(), size: input.size, lines: this.tally.lines })
        if (this.tally.unparsed >= patience && this.tally.parsed === 0) this.#giveUp()
      },
    }).finally(() => {
      clearInterval(live?.timer)
      this.elapsed = progress.end()
      unparsed?.close()
    })
    this.#collect()
    this.#update()
    if (this.tally.lines === 0 && this.failures[0] !== undefined) throw this.failures[0]
    if (this.tally.parsed === 0 && this.#sample) this.#giveUp()
  }

  /** Event time passes while no lines come: sources fall silent, alerts end. */
  #live(): { readonly clock: LiveClock; readonly timer: NodeJS.Timeout } {
    const clock = new LiveClock()
    const tick = (): void => {
      const time = clock.wait(this.call.shell.now())
      if (time === undefined) return
      this.engine.advance(time)
      this.#collect()
    }
    return { clock, timer: setInterval(tick, pause) }
  }

  /** Lines by the parser that took them, most first. */
  get formats(): { parser: string; lines: number }[] {
    const formats = new Map<string, number>()
    for (const reader of this.#readers.values())
      for (const { parser, lines } of reader.counts.parsers)
        formats.set(parser, (formats.get(parser) ?? 0) + lines)
    return [...formats]
      .map(([parser, lines]) => ({ parser, lines }))
      .toSorted((a, b) => b.lines - a.lines)
  }

  /** What could not be read of the input. */
  get failures(): readonly Failure[] {
    return this.#input?.failures ?? []
  }

  /** How much of the input was read, 0 to 1; undefined where its size is not known. */
  get share(): number | undefined {
    const { size = 0 } = this.#input ?? {}
    return size > 0 ? Math.min(1, this.#input!.read() / size) : undefined
  }

  /** Ended by Ctrl-C before its end; following has no other end. */
  get isInterrupted(): boolean {
    return this.call.shell.interrupt.aborted && !this.call.flags.on('follow')
  }

  get files(): number {
    return this.#readers.size
  }

  #keep(outcome: Unparsed, file: UnparsedFile | undefined): void {
    this.#sample ??= outcome
    file?.add(outcome.line)
  }

  #collect(): void {
    const changed = this.engine.alerts.changes().filter(({ state }) => state !== 'pending')
    for (const alert of changed) this.alerts.set(alert.id, alert)
    for (const incident of this.engine.alerts.incidentChanges())
      this.incidents.set(incident.id, incident)
    if (changed.length > 0) this.onAlerts(changed)
  }

  /** What changed too little to be told: counts, last times. Alerts that ended long ago are told in full. */
  #update(): void {
    for (const alert of this.engine.alerts.all())
      if (alert.state !== 'pending') this.alerts.set(alert.id, alert)
    for (const incident of this.engine.alerts.incidents()) this.incidents.set(incident.id, incident)
  }

  #giveUp(): never {
    for (const failure of this.failures) printFailure(failure, this.call.shell.err)
    throw unreadable(this.#sample!, this.tally.unparsed, this.paths)
  }
}
