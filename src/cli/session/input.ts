import type { Settings } from '../../config/settings.ts'
import { Failure } from '../../contract/failure.ts'
import type { Chunk, OpenSource } from '../../contract/source.ts'
import type { Reader } from '../../parsers/reader.ts'
import { intake, type Outcome, Tally } from '../../pipeline/intake.ts'
import { mergeByTime } from '../../pipeline/order.ts'
import file from '../../sources/file.ts'
import { lookFor, reason } from '../../sources/reading/places.ts'
import stdin from '../../sources/stdin.ts'
import { usage } from '../arguments.ts'
import { isPiped } from '../piped.ts'

/** What a command reads: its operands, else the sources of the config, else what is piped in. */
export function pathsOf(
  operands: readonly string[],
  settings: Settings,
  command: string,
): readonly string[] {
  const named = operands.length > 0 ? operands : settings.sources.flatMap((source) => source.paths)
  const paths = named.length === 0 && isPiped() ? ['-'] : named
  if (paths.length === 0) throw usage('Nothing to read was named.', command)
  if (paths.includes('-') && paths.length > 1)
    throw usage('Standard input (-) cannot be read together with files.', command)
  return paths
}

/** How an input is read. */
export interface Way {
  /** Read on as files grow. */
  readonly follow: boolean
  readonly signal: AbortSignal
  readonly readerOf: (source: string) => Reader
  /** A reader for lines that are only looked at. */
  readonly probe: () => Reader
  readonly tally: Tally
}

/** An input whose lines come as outcomes, and how far its reading has come. */
export interface Input {
  readonly batches: AsyncIterable<readonly Outcome[]>
  readonly size: number | undefined
  read(): number
  /** What could not be read, as far as it is known yet: the rest is read all the same. */
  readonly failures: readonly Failure[]
}

/**
 * Opens everything that is named. Several files are read as one in the order of time, so that
 * rotated logs may be named in any order.
 * @throws Failure TRIPLINE_E_INPUT when nothing of it can be read
 */
export async function openInput(paths: readonly string[], way: Way): Promise<Input> {
  const { signal, readerOf, tally } = way
  if (paths[0] === '-') return oneInput(stdin.open({}, { signal }), way)
  if (way.follow) return oneInput(file.open({ paths, follow: true }, { signal }), way)
  const { places, failure } = lookFor(paths)
  if (failure !== undefined && places.length === 0) throw failure
  const failures = failure === undefined ? [] : [failure]
  const opened = places.map(({ path }) => file.open({ paths: [path] }, { signal }))
  if (opened.length === 1) return oneInput(opened[0]!, way, failures)
  const starts = await Promise.all(
    places.map(async ({ path, isPipe }) => (isPipe ? undefined : startOf(path, way.probe()))),
  )
  const streams = opened.map((source) => intake(readable(source, failures), readerOf, tally))
  return {
    batches: mergeByTime(streams, timeOf, starts),
    size: opened.every(({ size }) => size !== undefined)
      ? opened.reduce((sum, { size = 0 }) => sum + size, 0)
      : undefined,
    read: () => opened.reduce((sum, source) => sum + source.read(), 0),
    failures,
  }
}

function oneInput(source: OpenSource, { readerOf, tally }: Way, failures: Failure[] = []): Input {
  return {
    batches: intake(readable(source, failures), readerOf, tally),
    size: source.size,
    read: () => source.read(),
    failures,
  }
}

/** The chunks that can be read; why there are no more is added to `failures`. */
async function* readable(source: OpenSource, failures: Failure[]): AsyncGenerator<Chunk> {
  let last = 'the input'
  try {
    for await (const chunk of source.chunks()) {
      last = chunk.source
      yield chunk
    }
  } catch (error) {
    failures.push(asFailure(error, last))
  }
}

/** @throws what is no failure of an input */
function asFailure(error: unknown, path: string): Failure {
  if (error instanceof Failure) return error
  if (!(error instanceof Error) || !('syscall' in error)) throw error
  return new Failure('TRIPLINE_E_INPUT', `${path} ${reason(error)}.`, {
    hint: 'What was read before that is in the report.',
    cause: error,
  })
}

/** Time of the first event of a file, so that it is opened for good only when its turn comes. */
async function startOf(path: string, reader: Reader): Promise<number | undefined> {
  const look = new AbortController()
  const source = file.open({ paths: [path] }, { signal: look.signal })
  for await (const batch of intake(readable(source, []), () => reader, new Tally())) {
    const time = batch.map(timeOf).find((t) => !Number.isNaN(t))
    look.abort()
    return time
  }
  return undefined
}

function timeOf(outcome: Outcome): number {
  return outcome.kind === 'unparsed' || outcome.kind === 'skipped' ? NaN : outcome.time
}
