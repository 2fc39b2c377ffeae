import { type FileHandle, open } from 'node:fs/promises'
import type { Chunk, Position } from '../../contract/source.ts'
import { firstBytes } from './bytes.ts'
import { Growing } from './growing.ts'
import { packing } from './inflate.ts'
import { findCopy, look, rotatedSource } from './rotation.ts'
import { readBetween, readFile, readOpen, readRotated, type Reading, Track } from './track.ts'

/** Looks without news after which a rotated file counts as finished: its writer has had time to reopen. */
const settled = 4
/** Looks for which a finished or deleted file is kept open for late lines; a minute by default. */
const patience = 240
/** Finished files kept open at once. */
const lateMost = 4

/**
 * One log that grows, under whatever happens to its name: renamed and made anew, copied and emptied,
 * a symbolic link set elsewhere, deleted and made again. A new file is begun when the old is read to
 * its end and has been quiet for a while. Lines that a slow writer still adds to the old one come
 * under a name of their own.
 */
export class Tail {
  /** Files that were under this name before, with how far they were read. */
  readonly finished: Position[] = []
  readonly #path: string
  #track: Track
  readonly #reading: Reading
  #resume: Position | undefined
  #growing: Growing | undefined
  #late: { readonly growing: Growing; quiet: number }[] = []
  #quiet = 0
  #isDone = false

  /**
   * @param start where to read on in the file that has this name
   * @param resume where to read on in one that had it and must be looked for
   */
  constructor(path: string, reading: Reading, start?: Position, resume?: Position) {
    this.#path = path
    this.#reading = reading
    this.#resume = resume
    this.#track = new Track(path, start ?? resume)
    this.#track.position = start?.position ?? 0
  }

  /** True when nothing can come any more: the name is gone and what it named was deleted. */
  get isGone(): boolean {
    return this.#growing === undefined && this.#quiet > patience && this.#late.length === 0
  }

  positions(): Position[] {
    const open = [this.#track, ...this.#late.map(({ growing }) => growing.track)]
    return [...open.map((track) => track.toPosition()), ...this.finished]
  }

  /** Whether the file at `place` is open here. */
  holds(place: string): boolean {
    return (
      (this.#track.place === place && !this.isGone) ||
      this.#late.some(({ growing }) => growing.track.place === place)
    )
  }

  /** What is new, a turn at most. */
  async *advance(): AsyncGenerator<Chunk> {
    yield* this.#readLate()
    if (this.#resume !== undefined) yield* this.#catchUp(this.#resume)
    if (this.#growing === undefined) yield* this.#begin()
    const growing = this.#growing
    if (growing === undefined) return
    this.#quiet++
    for await (const chunk of growing.grown(this.#reading)) {
      this.#quiet = 0
      yield chunk
    }
    if (this.#quiet === 0 || this.#reading.signal.aborted) return
    if (await growing.isCutOff()) yield* this.#startOver()
    else if (this.#quiet >= settled && (await this.#hasMoved(growing))) yield* this.#leave(growing)
  }

  async close(): Promise<void> {
    await this.#growing?.close()
    this.#growing = undefined
    for (const { growing } of this.#late) await this.#drop(growing)
    this.#late = []
  }

  async *#catchUp(known: Position): AsyncGenerator<Chunk> {
    yield* this.#noting(readRotated(known, this.#track, this.#reading))
    if (this.#reading.signal.aborted) return
    this.#resume = undefined
    this.#track = new Track(this.#path)
  }

  async *#noting(chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
    for await (const chunk of chunks) {
      if (chunk.last) this.#finish(this.#track)
      yield chunk
    }
  }

  async *#begin(): AsyncGenerator<Chunk> {
    this.#quiet++
    const handle = this.#isDone ? undefined : await this.#opened()
    if (handle === undefined) return
    this.#growing = await Growing.of(handle, this.#track)
    this.#quiet = 0
    yield* readOpen(handle, this.#path, { track: this.#track, reading: this.#reading })
    if (packing(await firstBytes(handle, 4)) === 'plain' || this.#reading.signal.aborted) return
    this.#isDone = true
    await this.close()
    yield this.#track.end()
  }

  async #opened(): Promise<FileHandle | undefined> {
    return await open(this.#path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
      throw error
    })
  }

  /** The file was copied away and emptied: what we had not read is in the copy. */
  async *#startOver(): AsyncGenerator<Chunk> {
    const track = this.#track
    const copy = await findCopy(this.#path, track.identity)
    if (copy !== undefined && !this.#reading.isTaken(copy.place)) {
      const rest = new Track(this.#path)
      rest.position = track.position
      for await (const chunk of readFile(copy.path, rest, this.#reading)) {
        track.position = rest.position
        yield chunk
      }
    }
    if (this.#reading.signal.aborted) return
    this.#finish(track)
    yield track.end()
    track.enter(track.place, 0)
  }

  #finish(track: Track): void {
    this.finished.push({ ...track.toPosition(), source: rotatedSource(this.#path) })
  }

  async #hasMoved(growing: Growing): Promise<boolean> {
    const now = await look(this.#path)
    if (now === undefined) return this.#quiet > patience && (await growing.state()).isDeleted
    return now.place !== this.#track.place && now.size > 0
  }

  async *#leave(growing: Growing): AsyncGenerator<Chunk> {
    const track = this.#track
    const { written } = await growing.state()
    const old = { path: this.#path, place: track.place, size: track.position, written }
    yield track.end()
    track.source = rotatedSource(this.#path)
    this.#late.push({ growing, quiet: 0 })
    this.#growing = undefined
    this.#track = new Track(this.#path)
    yield* this.#noting(readBetween(this.#path, old, this.#track, this.#reading))
    if (!this.#reading.signal.aborted) this.#track = new Track(this.#path)
  }

  async *#readLate(): AsyncGenerator<Chunk> {
    for (const late of this.#late) {
      late.quiet++
      for await (const chunk of late.growing.grown(this.#reading)) {
        late.quiet = 0
        yield chunk
      }
    }
    while (this.#late[0] && (this.#late.length > lateMost || this.#late[0].quiet > patience))
      await this.#drop(this.#late.shift()!.growing)
  }

  async #drop(growing: Growing): Promise<void> {
    this.#finish(growing.track)
    await growing.close()
  }
}
