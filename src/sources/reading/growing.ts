import type { FileHandle } from 'node:fs/promises'
import type { Chunk } from '../../contract/source.ts'
import { chunkBytes, firstBytes, readAt } from './bytes.ts'
import { placeOf } from './identity.ts'
import type { Reading, Track } from './track.ts'

/** Chunks taken from one file before the others get their turn. */
const turn = 64

/** An open plain file that somebody writes to. */
export class Growing {
  readonly track: Track
  readonly #handle: FileHandle
  readonly #block = Buffer.allocUnsafeSlow(chunkBytes)
  #written = -1

  private constructor(handle: FileHandle, track: Track) {
    this.#handle = handle
    this.track = track
  }

  static async of(handle: FileHandle, track: Track): Promise<Growing> {
    const { position } = track
    track.enter(placeOf(await handle.stat({ bigint: true })), position)
    if (position > 0) track.head.add((await firstBytes(handle, 1024)).subarray(0, position), 0)
    return new Growing(handle, track)
  }

  /** What was written since, a turn at most. */
  async *grown(reading: Reading): AsyncGenerator<Chunk> {
    const { track } = this
    for (let chunks = 0; chunks < turn && !reading.signal.aborted; chunks++) {
      const { position } = track
      const got = await readAt(this.#handle, this.#block, position)
      // Asked after reading: a file that was emptied and filled again while we read is caught too.
      if (got === 0 || !(await this.#isSame())) return
      const bytes = this.#block.subarray(0, got)
      track.head.add(bytes, position)
      track.position += got
      reading.meter.bytes += got
      yield { bytes, source: track.source, position, last: false }
    }
  }

  /** Whether the file was emptied, and perhaps filled with something else. */
  async isCutOff(): Promise<boolean> {
    const { size, mtimeMs } = await this.#handle.stat()
    if (size < this.track.position) return true
    if (mtimeMs === this.#written) return false
    this.#written = mtimeMs
    return !(await this.#isSame())
  }

  async state(): Promise<{ readonly written: number; readonly isDeleted: boolean }> {
    const { mtimeMs, nlink } = await this.#handle.stat()
    return { written: mtimeMs, isDeleted: nlink === 0 }
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  async #isSame(): Promise<boolean> {
    return this.track.head.fits(await firstBytes(this.#handle, this.track.head.length))
  }
}
