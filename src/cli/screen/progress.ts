import type { Shell } from '../shell.ts'
import { bytes, rough, stretch } from './numbers.ts'

/** How far reading has come. */
export interface Advance {
  /** Bytes read, in the measure of `size`. */
  readonly read: number
  /** Bytes there are; undefined for what has no end that is known. */
  readonly size: number | undefined
  readonly lines: number
}

const redraw = 100
const everyLine = 10_000

/** Says how far reading has come: a bar on a terminal, else one line every ten seconds. */
export class Progress {
  readonly #shell: Shell
  readonly #began: number
  #next: number

  readonly #spoken: boolean

  /** @param spoken false keeps silent and only takes the time */
  constructor(shell: Shell, spoken: boolean) {
    this.#shell = shell
    this.#spoken = spoken
    this.#began = shell.now()
    this.#next = this.#began + (shell.err.isTerminal ? redraw : everyLine)
  }

  /** Cheap when nothing is due; to be called as often as one likes. */
  update(advance: Advance): void {
    const now = this.#shell.now()
    if (!this.#spoken || now < this.#next) return
    const { err } = this.#shell
    this.#next = now + (err.isTerminal ? redraw : everyLine)
    const line = progressLine(advance, now - this.#began, err.columns, err.isTerminal)
    err.write(err.isTerminal ? `\r\x1b[K${line}` : `${line}\n`)
  }

  /** Clears the bar away and gives the milliseconds since the beginning. */
  end(): number {
    if (this.#spoken && this.#shell.err.isTerminal) this.#shell.err.write('\r\x1b[K')
    return this.#shell.now() - this.#began
  }
}

/** One line about how far reading has come, within `columns`. */
export function progressLine(
  { read, size, lines }: Advance,
  elapsed: number,
  columns: number,
  withBar: boolean,
): string {
  const seconds = Math.max(elapsed, 1) / 1000
  const parts = [`${rough(lines)} lines`, `${bytes(Math.round(read / seconds))}/s`]
  if (size === undefined || size <= 0) return `  ${parts.join(' · ')}`
  const share = Math.min(1, read / size)
  if (share > 0) parts.push(`${stretch((elapsed * (1 - share)) / share)} left`)
  const words = `${String(Math.floor(share * 100)).padStart(3)}%  ${parts.join(' · ')}`
  const room = Math.min(32, columns - words.length - 5)
  return withBar && room >= 8 ? `  ${bar(share, room)} ${words}` : `  ${words.trimStart()}`
}

/** A bar of `width` columns. */
export function bar(share: number, width: number): string {
  const full = Math.round(Math.max(0, Math.min(1, share)) * width)
  return '█'.repeat(full) + '░'.repeat(width - full)
}
