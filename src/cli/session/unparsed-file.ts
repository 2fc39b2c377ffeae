import { closeSync, openSync, writeSync } from 'node:fs'
import { Failure } from '../../contract/failure.ts'
import { unwritable } from '../screen/trouble.ts'

const full = 1 << 16

/** Keeps the lines that no parser took, byte for byte. */
export class UnparsedFile {
  readonly #path: string
  readonly #descriptor: number
  #waiting: string[] = []
  #size = 0

  private constructor(path: string) {
    this.#path = path
    this.#descriptor = openSync(path, 'w')
  }

  /** @throws Failure TRIPLINE_E_INPUT when the file cannot be written */
  static open(path: string | undefined): UnparsedFile | undefined {
    if (path === undefined) return undefined
    try {
      return new UnparsedFile(path)
    } catch (cause) {
      throw new Failure('TRIPLINE_E_USAGE', 'The file for unparsed lines cannot be written.', {
        where: [`--unparsed  ${(cause as Error).message}`],
        hint: 'Name a file in a folder that you may write to.',
        cause,
      })
    }
  }

  add(line: string): void {
    this.#waiting.push(line, '\n')
    this.#size += line.length + 1
    if (this.#size >= full) this.#flush()
  }

  close(): void {
    try {
      this.#flush()
    } finally {
      closeSync(this.#descriptor)
    }
  }

  /** @throws Failure TRIPLINE_E_SINK */
  #flush(): void {
    const bytes = Buffer.from(this.#waiting.join(''), 'latin1')
    this.#waiting = []
    this.#size = 0
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#descriptor, bytes, at)
    } catch (error) {
      throw unwritable(this.#path, error as NodeJS.ErrnoException)
    }
  }
}
