import { unmarked } from '../../contract/windows.ts'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nearest } from '../../text/nearest.ts'
import { Failure } from '../../contract/failure.ts'
import type { Need } from '../../contract/windows.ts'
import type { Event } from '../../event/event.ts'
import { createReader } from '../../parsers/reader.ts'
import { Tally } from '../../pipeline/intake.ts'
import { readable } from '../../text/readable.ts'
import { Windows } from '../../windows/windows.ts'
import { usage } from '../arguments.ts'
import type { Call } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import { openInput, pathsOf } from '../session/input.ts'
import { parsersFor } from '../session/parser.ts'
import { counted as countedWords } from '../screen/numbers.ts'
import { settle } from '../session/settle.ts'
import { type Counted, presets, readSpec, type WindowSpec } from '../session/window-spec.ts'

/** One final result. */
interface Result {
  readonly start: number
  readonly end: number
  readonly key: readonly string[]
  readonly value: number
  readonly events: number
}

/** Counts events in windows and prints final results. */
export async function run(call: Call): Promise<ExitCode> {
  const { flags, shell } = call
  const spec = specOf(call)
  const { settings } = await settle(call)
  const paths = pathsOf(call.operands, settings, 'windows')
  const folder = flags.text('out')
  const kept = spec.counted.map((): string[] => [])
  const windows = counting(spec, settings, (index, rows) => {
    const one = spec.counted[index]!
    if (folder === undefined) shell.out.write(rows.map((row) => record(one, row)).join(''))
    else for (const row of rows) kept[index]!.push(csv(one, row))
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
  for await (const batch of input.batches)
    for (const outcome of batch)
      if (outcome.kind !== 'unparsed' && outcome.kind !== 'skipped') windows.add(outcome)
  windows.finish()
  if (folder !== undefined) writeFiles(folder, spec, kept)
  shell.err.write(
    `  ${countedWords(tally.parsed, 'event')} counted, ${tally.unparsed} lines not read, ${windows.late()} too late.\n`,
  )
  return shell.interrupt.aborted ? exit.interrupted : exit.fine
}

/** The windows of a spec; `told` gets the results of one window that ended, by key. */
function counting(
  { counted, inSeconds }: WindowSpec,
  { lateness, limits }: { readonly lateness: number; readonly limits: { readonly keys: number } },
  told: (index: number, rows: readonly Result[]) => void,
): { add(event: Event): void; finish(): void; late(): number } {
  let windows: Windows
  try {
    windows = new Windows(
      counted.flatMap((one) => [one.need, countOf(one)]),
      { lateness, maxKeys: limits.keys },
    )
  } catch (cause) {
    throw new Failure('TRIPLINE_E_CONFIG', 'The spec cannot be used.', {
      where: [(cause as Error).message],
      hint: 'A key has up to two fields, a span is a multiple of its step.',
      cause,
    })
  }
  const handles = counted.map((one) => ({
    group: windows.group(windows.handle(one.need)),
    value: windows.handle(one.need),
    events: windows.handle(countOf(one)),
  }))
  const open = counted.map((): Result[] => [])
  const flush = (index: number): void => {
    const rows = open[index]!.toSorted((a, b) => (a.key.join('\0') < b.key.join('\0') ? -1 : 1))
    open[index] = []
    if (rows.length > 0) told(index, rows)
  }
  windows.onClosed = (group, { key, start, end }) => {
    for (const [index, handle] of handles.entries()) {
      if (handle.group !== group) continue
      if (open[index]![0] !== undefined && open[index]![0].start !== start) flush(index)
      const events = windows.value(handle.events)
      const value = windows.value(handle.value)
      if (events > 0 && value > counted[index]!.moreThan)
        open[index]!.push({ start, end, key: [...key], value, events })
    }
  }
  return {
    add(event) {
      if (inSeconds && event.kind === 'request' && event.duration >= 0)
        event.duration = Math.fround(event.duration / 1000)
      windows.add(event, unmarked)
    },
    finish() {
      windows.finish()
      for (const index of counted.keys()) flush(index)
    },
    late: () => windows.late,
  }
}

/** The number of events in the same windows: a result without any is none. */
function countOf({ need }: Counted): Need {
  return { ...need, measure: 'count' }
}

function specOf({ flags }: Call): WindowSpec {
  const [preset, file] = [flags.text('preset'), flags.text('spec')]
  if ((preset === undefined) === (file === undefined))
    throw usage('windows needs either --spec FILE or --preset NAME.', 'windows')
  if (file !== undefined) return readSpec(textOf(file), file)
  const spec = Object.hasOwn(presets, preset!) ? presets[preset!] : undefined
  if (spec) return spec
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

function record({ keys, value: name }: Counted, { start, end, key, value }: Result): string {
  const named = Object.fromEntries(keys.map((field, i) => [field, readable(key[i] ?? '')]))
  return `${JSON.stringify({ window: { start: new Date(start).toISOString(), end: new Date(end).toISOString() }, ...named, [name]: value })}\n`
}

function csv({ withCount }: Counted, { start, end, key, value, events }: Result): string {
  const cells = [
    second(start),
    second(end),
    ...key.map((text) => (text === '' ? '\\N' : quoted(readable(text)))),
  ]
  if (withCount) cells.push(value.toFixed(9), String(events))
  else cells.push(String(value))
  return `${cells.join(',')}\n`
}

function writeFiles(folder: string, { counted }: WindowSpec, rows: readonly string[][]): void {
  mkdirSync(folder, { recursive: true })
  for (const [index, { name, keys, column, withCount }] of counted.entries()) {
    const head = ['window_start', 'window_end', ...keys, column, ...(withCount ? ['count'] : [])]
    writeFileSync(join(folder, `${name}.csv`), `${head.join(',')}\n${rows[index]!.join('')}`)
  }
}

function second(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z')
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
