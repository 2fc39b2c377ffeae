import { open, type FileHandle } from 'node:fs/promises'
import { Failure } from '../../contract/failure.ts'
import type { Chunk, Position } from '../../contract/source.ts'
import { contentBytes, type Meter } from './bytes.ts'
import { Head, type Identity, identityOf, identityText, placeOf, readIdentity } from './identity.ts'
import { reason } from './places.ts'
import { between, findAgain, type Sibling } from './rotation.ts'

/** How far one source has been read, and in which file: what its Position is made of. */
export class Track {
  source: string
  place = ''
  head: Head = new Head()
  position = 0

  readonly #known: Position | undefined

  /** @param known where reading stopped before a restart: its Position until the file is entered */
  constructor(source: string, known?: Position) {
    this.source = source
    this.#known = known
  }

  /** Another file goes on under the name of this source. */
  enter(place: string, position: number): void {
    this.place = place
    this.head = new Head()
    this.position = position
  }

  get identity(): Identity {
    return identityOf(this.place, this.head)
  }

  toPosition(): Position {
    if (this.#known !== undefined && this.place === '') return this.#known
    const { source, position, identity } = this
    return { source, position, identity: identityText(identity) }
  }

  /** The chunk that says that this file is done. */
  end(): Chunk {
    return { bytes: new Uint8Array(0), source: this.source, position: this.position, last: true }
  }
}

export interface Reading {
  readonly meter: Meter
  readonly signal: AbortSignal
  /** Whether the file at this place is read under a name of its own. */
  isTaken(place: string): boolean
}

/** The content of the file at `path` from the position of `track` to its present end. */
export async function* readFile(
  path: string,
  track: Track,
  reading: Reading,
): AsyncGenerator<Chunk> {
  const handle = await opened(path)
  try {
    yield* readOpen(handle, path, { track, reading })
  } finally {
    await handle.close()
  }
}

/** The same of a file that is open and stays so. */
export async function* readOpen(
  handle: FileHandle,
  path: string,
  { track, reading }: { readonly track: Track; readonly reading: Reading },
): AsyncGenerator<Chunk> {
  const from = track.position
  track.enter(placeOf(await handle.stat({ bigint: true })), from)
  if (from > 0) await addHead(handle, track.head)
  const { source } = track
  for await (const { bytes, position } of contentBytes(handle, path, {
    ...reading,
    position: from,
  })) {
    if (reading.signal.aborted) return
    track.head.add(bytes, position)
    const fresh = bytes.subarray(Math.max(0, from - position))
    if (fresh.length === 0) continue
    track.position = position + bytes.length
    yield { bytes: fresh, source, position: track.position - fresh.length, last: false }
  }
}

/** What the log of `known` got after that position and before the file that has its name now. */
export async function* readRotated(
  known: Position,
  track: Track,
  reading: Reading,
): AsyncGenerator<Chunk> {
  const identity = readIdentity(known.identity)
  const old = identity && (await findAgain(known.source, identity))
  if (old === undefined || reading.isTaken(old.place)) return
  track.position = known.position
  yield* readFile(old.path, track, reading)
  if (reading.signal.aborted) return
  yield track.end()
  yield* readBetween(known.source, old, track, reading)
}

/** The files that came after `old` and before the one at `path` now, which nobody has read. */
export async function* readBetween(
  path: string,
  old: Sibling,
  track: Track,
  reading: Reading,
): AsyncGenerator<Chunk> {
  for (const other of await between(path, old)) {
    if (reading.isTaken(other.place)) continue
    track.position = 0
    yield* readFile(other.path, track, reading)
    if (reading.signal.aborted) return
    yield track.end()
  }
}

async function addHead(handle: FileHandle, head: Head): Promise<void> {
  const first = contentBytes(handle, '', { position: 0, meter: { bytes: 0 } })
  for await (const { bytes, position } of first) {
    head.add(bytes, position)
    break
  }
}

/** @throws Failure when the file cannot be opened any more */
async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path)
  } catch (error) {
    throw new Failure('TRIPLINE_E_INPUT', `${path} ${reason(error)}.`, {
      hint: 'It could be read at the start. See what happened to it, then start again.',
      cause: error,
    })
  }
}
