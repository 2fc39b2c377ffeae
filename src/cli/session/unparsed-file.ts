import { closeSync, openSync, writeSync } from 'node:fs'
import { Failure } from '../../contract/failure.ts'

const full = 1 << 16

/** Keeps the lines that no parser took, byte for byte. */
export class UnparsedFile {
  readonly #descriptor: number
  #waiting: string[] = []
  #size = 0

  private constructor(descriptor: number) {
    this.#descriptor = descriptor
  }

  /** @throws Failure TRIPLINE_E_INPUT when the file cannot be written */
  static open(path: string | undefined): UnparsedFile | undefined {
    if (path === undefined) return undefined
    try {
      return new UnparsedFile(openSync(path, 'w'))
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
    this.#flush()
    closeSync(this.#descriptor)
  }

  #flush(): void {
    writeSync(this.#descriptor, Buffer.from(this.#waiting.join(''), 'latin1'))
    this.#waiting = []
    this.#size = 0
  }
}
