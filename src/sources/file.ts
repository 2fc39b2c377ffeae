import {
  type Chunk,
  defineSource,
  type OpenSource,
  type Position,
  type Source,
} from '../contract/source.ts'
import { Failure } from '../contract/failure.ts'
import { streamBytes } from './reading/bytes.ts'
import { Follower } from './reading/follow.ts'
import { namedPipeBytes } from './reading/pipe.ts'
import { findPlaces, type Place } from './reading/places.ts'
import { assign } from './reading/rotation.ts'
import { type Reading, readFile, readRotated, Track } from './reading/track.ts'

export interface FileOptions {
  /** Files, and globs that stand for files. */
  readonly paths: readonly string[]
  /** True: wait for what is added, through rotation, until aborted. Files may be missing at first. */
  readonly follow?: boolean
  /** Milliseconds between two looks at files that have nothing new; 250 when absent. */
  readonly pollMs?: number
}

type Run = Parameters<Source<FileOptions>['open']>[1]

/** Files one after the other, in the order they are named, to the end that each has when it is reached. */
class Files implements OpenSource {
  readonly size: number | undefined
  readonly #places: readonly Place[]
  readonly #from: readonly Position[]
  readonly #reading: Reading
  #tracks: Track[] = []

  constructor(options: FileOptions, run: Run) {
    this.#places = findPlaces(options.paths)
    const sizes = this.#places.map((place) => place.size)
    this.size = sizes.includes(undefined) ? undefined : sizes.reduce((sum, size) => sum! + size!, 0)
    this.#from = run.from ?? []
    const ids = new Set(this.#places.map((place) => place.id))
    this.#reading = {
      meter: { bytes: 0 },
      signal: run.signal,
      isTaken: (place) => ids.has(place),
    }
  }

  read(): number {
    return this.#reading.meter.bytes
  }

  positions(): Position[] {
    return this.#tracks.length > 0
      ? this.#tracks.map((track) => track.toPosition())
      : [...this.#from]
  }

  async *chunks(): AsyncGenerator<Chunk> {
    const { meter, signal } = this.#reading
    meter.bytes = 0
    const paths = this.#places.map((place) => place.path)
    const { starts, left } = await assign(paths, this.#from)
    const rotatedOf = (path: string): Position | undefined =>
      left.find((known) => known.source === path)
    this.#tracks = paths.map((path) => new Track(path, starts.get(path) ?? rotatedOf(path)))
    for (const [index, { path, isPipe }] of this.#places.entries()) {
      const track = this.#tracks[index]!
      const rotated = rotatedOf(path)
      if (rotated !== undefined) yield* readRotated(rotated, track, this.#reading)
      if (signal.aborted) return
      track.enter('', starts.get(path)?.position ?? 0)
      yield* isPipe ? this.#pipe(path, track) : readFile(path, track, this.#reading)
      if (signal.aborted) return
      yield track.end()
    }
  }

  async *#pipe(path: string, track: Track): AsyncGenerator<Chunk> {
    const { meter, signal } = this.#reading
    for await (const bytes of streamBytes(namedPipeBytes(path, meter, signal), path)) {
      track.position += bytes.length
      yield { bytes, source: path, position: track.position - bytes.length, last: false }
    }
  }
}

function followed({ paths, pollMs = 250 }: FileOptions, run: Run): OpenSource {
  const pipes = findPlaces(paths, true).filter((place) => place.isPipe)
  if (pipes.length > 0)
    throw new Failure('TRIPLINE_E_INPUT', 'A named pipe cannot be followed.', {
      where: pipes.map(({ path }) => `${path}  is a pipe`),
      hint: 'Read it without following: it ends when its writer does.',
    })
  const meter = { bytes: 0 }
  const follower = new Follower(paths, { meter, signal: run.signal }, run.from ?? [])
  return {
    chunks: () => follower.chunks(pollMs),
    size: undefined,
    read: () => meter.bytes,
    positions: () => follower.positions(),
  }
}

const file: Source<FileOptions> = defineSource<FileOptions>({
  name: 'file',
  about: 'Reads files, plain or packed with gzip or zstd, and follows those that grow.',
  open: (options, run) => (options.follow ? followed(options, run) : new Files(options, run)),
})

export default file
