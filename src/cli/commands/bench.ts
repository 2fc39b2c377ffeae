import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Failure } from '../../contract/failure.ts'
import { cost } from '../../pipeline/cost.ts'
import file from '../../sources/file.ts'
import { findPlaces } from '../../sources/reading/places.ts'
import { usage } from '../arguments.ts'
import type { Call } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import { furnished } from '../session/furnish.ts'
import { parsersFor } from '../session/parser.ts'
import { padLeft } from '../screen/layout.ts'
import { bytes, count, rough } from '../screen/numbers.ts'
import { settle } from '../session/settle.ts'

/** Measures what each stage costs on a file, in CPU time of this process. */
export async function run(call: Call): Promise<ExitCode> {
  const { operands, flags, shell } = call
  const [path = ''] = operands
  if (operands.length !== 1) throw usage('bench measures one file.', 'bench')
  findPlaces([path])
  const settled = await settle(call)
  const parser = parsersFor(settled.settings)
  const furnishing = await furnished(settled)
  const plain = isPacked(path) ? await unpacked(path, call) : path
  if (!flags.on('json')) shell.err.write(`  Four stages, four passes each over ${path} …\n`)
  const measured = { ...cost(plain, furnishing, 3, parser), file: path }
  if (plain !== path) rmSync(dirname(plain), { recursive: true })
  if (measured.lines === 0)
    throw new Failure('TRIPLINE_E_INPUT', `${path} has no line to measure.`, {
      hint: 'Write one:  tripline generate --out shop.log',
    })
  if (flags.on('json')) shell.out.write(`${JSON.stringify({ version: 1, ...measured })}\n`)
  else shell.out.write(table(measured))
  if (measured.isShort)
    shell.err.write('  The log is too short to tell: write one of 100,000 lines or more.\n')
  return exit.fine
}

function table({
  stages,
  linesPerCpuSecond,
  lines,
  peakRssBytes,
}: ReturnType<typeof cost>): string {
  const rows = stages.map(({ name, perLineMicros }) => {
    const total = rough(linesPerCpuSecond[name] ?? 0)
    return `  ${name.padEnd(12)}${padLeft(perLineMicros.toFixed(2), 10)} µs${padLeft(total, 14)}`
  })
  return `  ${'stage'.padEnd(12)}${padLeft('a line', 13)}${padLeft('lines/CPU-s', 14)}   up to here
${rows.join('\n')}
  ${count(lines)} lines, median of three passes, at most ${bytes(peakRssBytes)} of memory
`
}

/** A copy as it is when unpacked, in the folder for temporary files: unpacking is not what is measured. */
async function unpacked(path: string, { flags, shell }: Call): Promise<string> {
  const to = join(mkdtempSync(join(tmpdir(), 'tripline-bench-')), 'unpacked.log')
  if (!flags.on('json')) shell.err.write(`  Unpacked to ${to} first; that is not measured.\n`)
  const descriptor = openSync(to, 'w')
  const source = file.open({ paths: [path] }, { signal: shell.interrupt })
  for await (const { bytes } of source.chunks()) writeSync(descriptor, bytes)
  closeSync(descriptor)
  return to
}

function isPacked(path: string): boolean {
  const head = Buffer.alloc(4)
  const descriptor = openSync(path, 'r')
  readSync(descriptor, head, 0, 4, 0)
  closeSync(descriptor)
  return head.readUInt16BE(0) === 0x1f8b || head.readUInt32BE(0) === 0x28b52ffd
}
