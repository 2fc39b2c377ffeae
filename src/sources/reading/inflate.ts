import { crc32, createInflateRaw, createZstdDecompress } from 'node:zlib'
import type { Transform } from 'node:stream'
import { Failure } from '../../contract/failure.ts'

/** How the bytes of a file are packed; found from its first bytes, never from its name. */
export type Packing = 'plain' | 'gz' | 'zst'

/** @param head at least the first four bytes, or all there are */
export function packing(head: Uint8Array): Packing {
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gz'
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zst'
  return isSkippable(head) ? 'zst' : 'plain'
}

function isSkippable(head: Uint8Array): boolean {
  return (head[0]! & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18
}

/**
 * Unpacks all members of a gzip file (RFC 1952) or all frames of a zstd file (RFC 8878). What can be
 * read is given before a Failure tells where the damage is. Each piece is valid until the next.
 */
export async function* inflate(
  packed: AsyncIterable<Uint8Array>,
  kind: 'gz' | 'zst',
  source: string,
): AsyncGenerator<Uint8Array> {
  const input = new Input(packed)
  try {
    let members = 0
    while (await input.fill()) {
      if (members++ > 0 && (await input.onlyZeros())) return
      yield* kind === 'gz' ? member(input) : unpacked(input, createZstdDecompress(sizes))
    }
  } catch (error) {
    throw damaged(error, source, input.offset)
  } finally {
    await input.close()
  }
}

/** A high water mark of one byte: a coder that fails throws away what waits in its buffer, so nothing must. */
const sizes = { chunkSize: 1 << 15, readableHighWaterMark: 1 }

/** Gzip members are taken apart here: the ready-made reader drops good lines that stand before damage. */
async function* member(input: Input): AsyncGenerator<Uint8Array> {
  await skipHeader(input)
  let sum = 0
  let length = 0
  for await (const piece of unpacked(input, createInflateRaw(sizes))) {
    sum = crc32(piece, sum)
    length += piece.length
    yield piece
  }
  const trailer = await input.take(8)
  if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== length % 2 ** 32)
    throw new Damage('its checksum does not fit its content')
}

async function skipHeader(input: Input): Promise<void> {
  const head = await input.take(10)
  if (packing(head) !== 'gz') throw new Damage('what follows is not gzip')
  const flags = head[3]!
  if (flags & 4) await input.take((await input.take(2)).readUInt16LE(0))
  for (const text of [8, 16]) if (flags & text) while ((await input.take(1))[0] !== 0) continue
  if (flags & 2) await input.take(2)
}

/** One deflate stream or zstd frame; leaves what follows it in `input`. */
async function* unpacked(input: Input, coder: Transform & Counted): AsyncGenerator<Uint8Array> {
  const feeding = feed(input, coder)
  try {
    for await (const piece of coder as AsyncIterable<Uint8Array>) yield piece
    await feeding
  } finally {
    coder.destroy()
    await feeding.catch(() => undefined)
  }
}

interface Counted {
  readonly bytesWritten: number
}

async function feed(input: Input, coder: Transform & Counted): Promise<void> {
  let used = 0
  while (!coder.readableEnded && !coder.destroyed && (await input.fill())) {
    await written(coder, input.rest)
    const now = coder.bytesWritten
    input.use(now - used)
    used = now
  }
  coder.end()
}

/** Resolves when the coder has taken what it wants of `piece`: it never calls back for bytes behind its end. */
async function written(coder: Transform, piece: Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      coder.off('end', done).off('close', done)
      resolve()
    }
    coder.once('end', done).once('close', done)
    coder.write(piece, done)
  })
}

class Damage extends Error {}

/** Packed bytes, taken piece by piece with their offset. */
class Input {
  rest: Uint8Array = new Uint8Array(0)
  offset = 0
  readonly #pieces: AsyncIterator<Uint8Array>

  constructor(packed: AsyncIterable<Uint8Array>) {
    this.#pieces = packed[Symbol.asyncIterator]()
  }

  /** False when nothing follows. */
  async fill(): Promise<boolean> {
    while (this.rest.length === 0) {
      const next = await this.#pieces.next()
      if (next.done) return false
      this.rest = next.value
    }
    return true
  }

  use(count: number): void {
    this.rest = this.rest.subarray(count)
    this.offset += count
  }

  async take(count: number): Promise<Buffer> {
    const taken = Buffer.alloc(count)
    for (let at = 0; at < count;) {
      if (!(await this.fill())) throw new Damage('it ends too early')
      const part = this.rest.subarray(0, count - at)
      taken.set(part, at)
      at += part.length
      this.use(part.length)
    }
    return taken
  }

  /** Uses up the zeros that tapes and block devices pad with; true when nothing else follows. */
  async onlyZeros(): Promise<boolean> {
    while (await this.fill()) {
      const end = this.rest.findIndex((byte) => byte !== 0)
      this.use(end < 0 ? this.rest.length : end)
      if (end >= 0) return false
    }
    return true
  }

  async close(): Promise<void> {
    await this.#pieces.return?.()
  }
}

function damaged(error: unknown, source: string, offset: number): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (!(error instanceof Damage) && !/^(?:Z_|ZSTD_)/.test(code)) return error
  const reason = code === 'Z_BUF_ERROR' ? 'it ends too early' : error.message
  return new Failure('TRIPLINE_E_CORRUPT', `${source} is damaged.`, {
    where: [`${source}, packed byte ${offset}: ${reason}`],
    hint: 'What stands before it was read. Fetch the file again, or unpack what can be saved.',
    cause: error,
  })
}
