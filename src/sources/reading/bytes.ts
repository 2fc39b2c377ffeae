import { read } from 'node:fs'
import { inflate, packing } from './inflate.ts'

/** Chunks are this long: longer ones become strings that the engine keeps in a slower place. */
export const chunkBytes: number = 1 << 16
/** A read costs as much as decoding this much text, so reads are longer than chunks. */
const blockBytes = 1 << 18

/** What has been read of an input, in bytes as stored. */
export interface Meter {
  bytes: number
}

/** An open file: a FileHandle, or a descriptor that was handed to the program. */
export interface Readable {
  readonly fd: number
}

/** The first bytes of an open file, fewer than `count` only where it ends. */
export async function firstBytes(file: Readable, count: number): Promise<Buffer> {
  const bytes = Buffer.alloc(count)
  let length = 0
  for (;;) {
    const got = await readAt(file, bytes.subarray(length), length)
    length += got
    if (got === 0 || length === count) return bytes.subarray(0, length)
  }
}

/**
 * The bytes of an open file as stored, from `position` to its present end, with one read ahead; null
 * reads on from where the descriptor stands. Each piece is valid until the next is asked for.
 */
export async function* storedBytes(
  file: Readable,
  position: number | null,
  meter: Meter,
): AsyncGenerator<Uint8Array> {
  let at = position
  let [block, spare] = [Buffer.allocUnsafeSlow(blockBytes), Buffer.allocUnsafeSlow(blockBytes)]
  let ahead = readAt(file, block, at)
  try {
    for (let got = await ahead; got > 0; got = await ahead) {
      if (at !== null) at += got
      ahead = readAt(file, spare, at)
      for (let from = 0; from < got; from += chunkBytes) {
        const piece = block.subarray(from, Math.min(got, from + chunkBytes))
        meter.bytes += piece.length
        yield piece
      }
      ;[block, spare] = [spare, block]
    }
  } finally {
    await ahead.catch(() => 0)
  }
}

/** The unpacked bytes of an open file: of a plain one those from `position` on, of a packed one all. */
export async function* contentBytes(
  file: Readable,
  source: string,
  from: { readonly position: number; readonly meter: Meter },
): AsyncGenerator<Placed> {
  const kind = packing(await firstBytes(file, 4))
  let position = kind === 'plain' ? from.position : 0
  from.meter.bytes += position
  const stored = storedBytes(file, position, from.meter)
  for await (const bytes of kind === 'plain' ? stored : inflate(stored, kind, source)) {
    yield { bytes, position }
    position += bytes.length
  }
}

/** Bytes with their place in the unpacked content. */
export interface Placed {
  readonly bytes: Uint8Array
  readonly position: number
}

/** Unpacks a stream that has no second reading, if its first bytes say that it is packed. */
export async function* streamBytes(
  stored: AsyncIterable<Uint8Array>,
  source: string,
): AsyncGenerator<Uint8Array> {
  const pieces = stored[Symbol.asyncIterator]()
  let head: Uint8Array = new Uint8Array(0)
  while (head.length < 4) {
    const next = await pieces.next()
    if (next.done) break
    head =
      head.length === 0 && next.value.length >= 4 ? next.value : Buffer.concat([head, next.value])
  }
  const kind = packing(head)
  const all = joined(head, pieces)
  yield* kind === 'plain' ? all : inflate(all, kind, source)
}

async function* joined(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

/** Reads once into `bytes`; 0 at the end of the file. The callback form costs half of the promise form. */
export function readAt(
  file: Readable,
  bytes: Uint8Array,
  position: number | null,
): Promise<number> {
  return new Promise((resolve, reject) => {
    read(file.fd, bytes, 0, bytes.length, position, (error, got) => {
      if (error) reject(error)
      else resolve(got)
    })
  })
}
