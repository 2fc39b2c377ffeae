/** Bytes with their place. `bytes` may be reused by the source once the next chunk is asked for. */
export interface Chunk {
  readonly bytes: Uint8Array
  /** Name of what is read: a path, 'stdin'. Another name, or a lower position, begins anew. */
  readonly source: string
  /** Offset of the first byte in the (decompressed) source. */
  readonly position: number
  /** True when nothing follows in this source: a last line without line end is complete. */
  readonly last: boolean
}

/** What a restart needs to read on: one per thing read. Plain data. */
export interface Position {
  readonly source: string
  readonly position: number
  /** What the source needs to recognise the thing again: device and inode, a fingerprint of its first bytes. */
  readonly identity: string
}

export interface OpenSource {
  /** Chunks until the end, or until aborted when following. Never retries inside: the runner supervises. */
  chunks(): AsyncIterable<Chunk>
  /** Bytes to be read in all, when known; for progress. Compressed sizes for compressed files. */
  readonly size: number | undefined
  /** Bytes read so far, in the measure of `size`. */
  read(): number
  /** Where to read on, for the chunks handed out so far. */
  positions(): readonly Position[]
}

export interface Source<Options> {
  readonly name: string
  readonly about: string
  /** Reads from `from` when given, else from the beginning. */
  open(
    options: Options,
    run: { readonly signal: AbortSignal; readonly from?: readonly Position[] },
  ): OpenSource
}

export function defineSource<Options>(source: Source<Options>): Source<Options> {
  return source
}
