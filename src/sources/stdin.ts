import { fstatSync } from 'node:fs'
import { type Chunk, defineSource, type Position, type Source } from '../contract/source.ts'
import { streamBytes } from './reading/bytes.ts'
import { descriptorBytes } from './reading/pipe.ts'

export interface StdinOptions {
  /** Open descriptor to read; 0, standard input, when absent. */
  readonly descriptor?: number
}

/** Bytes that another program hands over, packed or not. A file is read on where it was left; a pipe has only what is new. */
const stdin: Source<StdinOptions> = defineSource<StdinOptions>({
  name: 'stdin',
  about: 'Reads standard input, plain or packed with gzip or zstd.',
  open({ descriptor = 0 }, { signal, from }) {
    const source = 'stdin'
    const stat = fstatSync(descriptor)
    const meter = { bytes: 0 }
    let position = 0
    async function* chunks(): AsyncGenerator<Chunk> {
      const known = from?.find((known) => known.source === source)
      const skip = stat.isFile() ? (known?.position ?? 0) : 0
      let at = 0
      for await (const bytes of streamBytes(descriptorBytes(descriptor, meter, signal), source)) {
        if (signal.aborted) return
        const rest = bytes.subarray(Math.max(0, skip - at))
        at += bytes.length
        position = at
        if (rest.length > 0) yield { bytes: rest, source, position: at - rest.length, last: false }
      }
      if (!signal.aborted)
        yield { bytes: new Uint8Array(0), source, position: Math.max(at, skip), last: true }
    }
    return {
      chunks,
      size: stat.isFile() ? stat.size : undefined,
      read: () => meter.bytes,
      positions: (): Position[] => [{ source, position, identity: '' }],
    }
  },
})

export default stdin
