import { closeSync, constants, fstatSync, open, openSync } from 'node:fs'
import { Socket } from 'node:net'
import { isatty, ReadStream } from 'node:tty'
import { chunkBytes, type Meter, storedBytes } from './bytes.ts'

/**
 * The bytes of a descriptor that the program was given: a file, a pipe, a socket or a terminal. Ends
 * without error when aborted, at once even where nothing comes.
 */
export async function* descriptorBytes(
  fd: number,
  meter: Meter,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const stat = fstatSync(fd)
  if (!stat.isFIFO() && !stat.isSocket() && !isatty(fd)) {
    yield* storedBytes({ fd }, null, meter)
    return
  }
  const stream = isatty(fd)
    ? new ReadStream(fd)
    : new Socket({ fd, readable: true, writable: false })
  const stop = (): unknown => stream.destroy()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  try {
    for await (const piece of stream as AsyncIterable<Uint8Array>)
      for (let from = 0; from < piece.length && !signal.aborted; from += chunkBytes) {
        const bytes = piece.subarray(from, from + chunkBytes)
        meter.bytes += bytes.length
        yield bytes
      }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', stop)
    stream.destroy()
  }
}

/** The bytes of a named pipe: waits for somebody to write to it, or for the abort. */
export async function* namedPipeBytes(
  path: string,
  meter: Meter,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const stop = (): void => wakeReader(path)
  signal.addEventListener('abort', stop)
  const opening = new Promise<number>((resolve, reject) => {
    open(path, 'r', (error, fd) => {
      if (error) reject(error)
      else resolve(fd)
    })
  })
  if (signal.aborted) stop()
  const fd = await opening.finally(() => signal.removeEventListener('abort', stop))
  yield* descriptorBytes(fd, meter, signal)
}

/** Opening a pipe to read blocks until somebody opens it to write, and cannot be called off: so do that. */
function wakeReader(path: string): void {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK))
  } catch {
    // Nobody waits any more.
  }
}
