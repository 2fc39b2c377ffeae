import { openSync, closeSync, readSync } from 'node:fs'
import { Failure } from '../../contract/failure.ts'
import { cost } from '../../pipeline/cost.ts'
import { findPlaces } from '../../sources/reading/places.ts'
import { usage } from '../arguments.ts'
import type { Call } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import { furnished } from '../session/furnish.ts'
import { padLeft } from '../screen/layout.ts'
import { bytes, count, rough } from '../screen/numbers.ts'
import { settle } from '../session/settle.ts'

/** Measures what each stage costs on a file, in CPU time of this process. */
export async function run(call: Call): Promise<ExitCode> {
  const { operands, flags, shell } = call
  const [path = ''] = operands
  if (operands.length !== 1) throw usage('bench measures one file.', 'bench')
  findPlaces([path])
  if (isPacked(path))
    throw new Failure('TRIPLINE_E_INPUT', `${path} is packed; unpacking would be measured too.`, {
      hint: `Unpack it first:  gunzip -k ${path}`,
    })
  if (!flags.on('json')) shell.err.write(`  Four stages, four passes each over ${path} …\n`)
  const measured = cost(path, await furnished(await settle(call)))
  if (measured.lines === 0)
    throw new Failure('TRIPLINE_E_INPUT', `${path} has no line to measure.`, {
      hint: 'Write one:  tripline generate --out shop.log',
    })
  if (flags.on('json')) shell.out.write(`${JSON.stringify({ version: 1, ...measured })}\n`)
  else shell.out.write(table(measured))
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

function isPacked(path: string): boolean {
  const head = Buffer.alloc(4)
  const descriptor = openSync(path, 'r')
  readSync(descriptor, head, 0, 4, 0)
  closeSync(descriptor)
  return head.readUInt16BE(0) === 0x1f8b || head.readUInt32BE(0) === 0x28b52ffd
}
