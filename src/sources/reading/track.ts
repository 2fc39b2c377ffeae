import { open, type FileHandle } from 'node:fs/promises'
import { Failure } from '../../contract/failure.ts'
import type { Chunk, Position } from '../../contract/source.ts'
import { contentBytes, type Meter } from './bytes.ts'
import { Head, identityText, placeOf } from './identity.ts'
import { reason } from './places.ts'

/** How far one source has been read, and in which file: what its Position is made of. */
export class Track {
  readonly source: string
  place = ''
  head: Head = new Head()
  position = 0

  constructor(source: string) {
    this.source = source
  }

  /** Another file goes on under the name of this source. */
  enter(place: string, position: number): void {
    this.place = place
    this.head = new Head()
    this.position = position
  }

  toPosition(): Position {
    return {
      source: this.source,
      position: this.position,
      identity: identityText(this.place, this.head),
    }
  }

  /** The chunk that says that this file is done. */
  end(): Chunk {
    return { bytes: new Uint8Array(0), source: this.source, position: this.position, last: true }
  }
}

export interface Reading {
  readonly meter: Meter
  readonly signal: AbortSignal
}

/** The content of the file at `path` from the position of `track` to its present end. */
export async function* readFile(
  path: string,
  track: Track,
  reading: Reading,
): AsyncGenerator<Chunk> {
  const handle = await opened(path)
  try {
    const from = track.position
    track.enter(placeOf(await handle.stat({ bigint: true })), from)
    if (from > 0) await addHead(handle, track.head)
    for await (const { bytes, position } of contentBytes(handle, path, {
      ...reading,
      position: from,
    })) {
      if (reading.signal.aborted) return
      track.head.add(bytes, position)
      const fresh = bytes.subarray(Math.max(0, from - position))
      if (fresh.length === 0) continue
      track.position = position + bytes.length
      yield {
        bytes: fresh,
        source: track.source,
        position: track.position - fresh.length,
        last: false,
      }
    }
  } finally {
    await handle.close()
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
