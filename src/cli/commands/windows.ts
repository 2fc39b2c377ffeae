import { readFileSync } from 'node:fs'
import type { Settings } from '../../config/settings.ts'
import { Failure } from '../../contract/failure.ts'
import { createReader } from '../../parsers/reader.ts'
import { Tally } from '../../pipeline/intake.ts'
import { nearest } from '../../text/nearest.ts'
import { readable } from '../../text/readable.ts'
import { presets, type Query } from '../../windows/query-spec.ts'
import { jsonOf, type Result, WindowQueries } from '../../windows/query.ts'
import { usage } from '../arguments.ts'
import type { Call } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import { counted } from '../screen/numbers.ts'
import { openInput, pathsOf } from '../session/input.ts'
import { parsersFor } from '../session/parser.ts'
import { settle } from '../session/settle.ts'
import { readingCode } from '../session/verdict.ts'
import { Sheets } from '../session/sheets.ts'
import { readSpec } from '../session/window-spec.ts'

/** Counts events in windows and prints final results. */
export async function run(call: Call): Promise<ExitCode> {
  const { flags, shell } = call
  const queries = queriesOf(call)
  const { settings } = await settle(call)
  const paths = pathsOf(call.operands, settings, 'windows')
  const folder = flags.text('out')
  let printed = ''
  const print = (result: Result): void => void (printed += `${JSON.stringify(jsonOf(result))}\n`)
  const sheets = folder === undefined ? undefined : new Sheets(folder, queries)
  const windows = counting(queries, settings, (result) => {
    const { query, start, end, value, count } = result
    const key = result.key.map((text) => text && readable(text))
    const shown = { query, start, end, key, value, count }
    if (sheets) sheets.add(shown)
    else print(shown)
  })
  const parser = parsersFor(settings)
  const tally = new Tally()
  const input = await openInput(paths, {
    follow: false,
    signal: shell.interrupt,
    readerOf: (source) => createReader({ source, ...(parser && { parser }) }),
    probe: () => createReader(parser && { parser }),
    tally,
  })
  const flush = (): void => {
    if (printed !== '') shell.out.write(printed)
    printed = ''
  }
  for await (const batch of input.batches) {
    for (const outcome of batch)
      if (outcome.kind !== 'unparsed' && outcome.kind !== 'skipped') windows.add(outcome)
    flush()
  }
  windows.finish()
  flush()
  sheets?.close()
  shell.err.write(
    `  ${counted(tally.parsed, 'event')} counted, ${tally.unparsed} lines not read, ${windows.windows.late} too late.\n`,
  )
  const read = readingCode(shell, input.failures)
  return shell.interrupt.aborted ? exit.interrupted : read
}

function counting(
  queries: readonly Query[],
  { lateness, limits }: Settings,
  told: (result: Result) => void,
): WindowQueries {
  try {
    return new WindowQueries(queries, told, { lateness, maxKeys: limits.keys })
  } catch (cause) {
    throw new Failure('TRIPLINE_E_CONFIG', 'The spec cannot be used.', {
      where: [(cause as Error).message],
      hint: 'A key has up to two fields, a span is a multiple of its step.',
      cause,
    })
  }
}

function queriesOf({ flags }: Call): readonly Query[] {
  const [preset, file] = [flags.text('preset'), flags.text('spec')]
  if ((preset === undefined) === (file === undefined))
    throw usage('windows needs either --spec FILE or --preset NAME.', 'windows')
  if (file !== undefined) return readSpec(textOf(file), file)
  const queries = Object.hasOwn(presets, preset!) ? presets[preset!] : undefined
  if (queries) return queries
  const near = nearest(preset!, Object.keys(presets))
  throw usage(`There is no preset ${preset}.${near ? ` Did you mean ${near}?` : ''}`, 'windows')
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Failure('TRIPLINE_E_CONFIG', 'The spec cannot be read.', {
      where: [(cause as Error).message],
      hint: 'Name a YAML file with  windows:  in it.',
      cause,
    })
  }
}
