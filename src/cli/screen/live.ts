import type { Alert } from '../../event/alert.ts'
import type { Shell } from '../shell.ts'
import { clock, count, rough } from './numbers.ts'
import { bar } from './progress.ts'
import { alertRow } from './report.ts'

const redraw = 100

/** What happens while it happens: alerts as rows, and beneath them one line that moves on a terminal. */
export class LiveView {
  readonly #shell: Shell
  readonly #begin: number
  readonly #length: number
  readonly #told = new Set<string>()
  readonly #started: number
  #next = 0
  #status = ''

  /** @param begin epoch milliseconds of the first event @param length milliseconds of all events */
  constructor(shell: Shell, begin: number, length: number) {
    this.#shell = shell
    this.#begin = begin
    this.#length = length
    this.#started = shell.now()
  }

  /** Alerts that began or changed: each is told once, when it fires. */
  tell(changed: readonly Alert[]): void {
    const { err } = this.#shell
    for (const alert of changed) {
      if (this.#told.has(alert.id)) continue
      this.#told.add(alert.id)
      this.#write(alertRow(alert, this.#told.size, err))
    }
  }

  update(time: number, lines: number, alerts: number): void {
    const { err } = this.#shell
    const now = this.#shell.now()
    if (!err.isTerminal || now < this.#next) return
    this.#next = now + redraw
    const rate = rough((lines / Math.max(1, now - this.#started)) * 1000)
    const words = `${clock(new Date(time), true)} UTC  ${count(lines)} lines  ${rate}/s  ${alerts} ${alerts === 1 ? 'alert' : 'alerts'}`
    const width = Math.max(8, Math.min(32, err.columns - words.length - 6))
    this.#status = `  ${bar((time - this.#begin) / this.#length, width)}  ${words}`
    err.write(`\r\x1b[K${this.#status}`)
  }

  end(): void {
    this.#status = ''
    this.#write('\n')
  }

  /** Rows go above the line that moves. */
  #write(rows: string): void {
    const { err } = this.#shell
    err.write(err.isTerminal ? `\r\x1b[K${rows}${this.#status}` : rows)
  }
}
