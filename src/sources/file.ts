import {
  type Chunk,
  defineSource,
  type OpenSource,
  type Position,
  type Source,
} from '../contract/source.ts'
import { streamBytes } from './reading/bytes.ts'
import { namedPipeBytes } from './reading/pipe.ts'
import { findPlaces, type Place } from './reading/places.ts'
import { type Reading, readFile, Track } from './reading/track.ts'

export interface FileOptions {
  /** Files and globs. */
  readonly paths: readonly string[]
}

type Run = Parameters<Source<FileOptions>['open']>[1]

/** Files one after the other in the order they are named. */
class Files implements OpenSource {
  readonly size: number | undefined
  readonly #places: readonly Place[]
  readonly #from: readonly Position[]
  readonly #tracks = new Map<string, Track>()
  readonly #reading: Reading

  constructor(options: FileOptions, run: Run) {
    this.#places = findPlaces(options.paths)
    const sizes = this.#places.map((place) => place.size)
    this.size = sizes.includes(undefined) ? undefined : sizes.reduce((sum, size) => sum! + size!, 0)
    this.#from = run.from ?? []
    this.#reading = { meter: { bytes: 0 }, signal: run.signal }
  }

  read(): number {
    return this.#reading.meter.bytes
  }

  positions(): Position[] {
    return [...this.#tracks.values()].map((track) => track.toPosition())
  }

  async *chunks(): AsyncGenerator<Chunk> {
    this.#reading.meter.bytes = 0
    for (const place of this.#places) {
      if (this.#reading.signal.aborted) return
      const track = new Track(place.path)
      this.#tracks.set(place.path, track)
      track.position = this.#from.find((known) => known.source === place.path)?.position ?? 0
      yield* place.isPipe
        ? this.#pipe(place.path, track)
        : readFile(place.path, track, this.#reading)
      if (!this.#reading.signal.aborted) yield track.end()
    }
  }

  async *#pipe(path: string, track: Track): AsyncGenerator<Chunk> {
    const { meter, signal } = this.#reading
    track.position = 0
    for await (const bytes of streamBytes(namedPipeBytes(path, meter, signal), path)) {
      track.position += bytes.length
      yield { bytes, source: path, position: track.position - bytes.length, last: false }
    }
  }
}

const file: Source<FileOptions> = defineSource<FileOptions>({
  name: 'file',
  about: 'Reads files, plain or packed with gzip or zstd.',
  open: (options, run) => new Files(options, run),
})

export default file
