import { existsSync, writeFileSync } from 'node:fs'
import { Failure } from '../../contract/failure.ts'
import type { Call } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import { configText, configWith } from '../found/config.ts'
import { findLogs, probe, type Probed } from '../found/logs.ts'
import { fit, table } from '../screen/layout.ts'
import { percent } from '../screen/numbers.ts'
import { readable } from '../../text/readable.ts'
import { faultWords } from '../session/unreadable.ts'

/** Looks for the logs of this machine, or at one log, and writes a config for them. */
export async function run(call: Call): Promise<ExitCode> {
  const { flags, shell } = call
  const from = flags.text('from')
  const signal = shell.interrupt
  const probed =
    from === undefined
      ? await Promise.all(findLogs().map((path) => probe(path, signal)))
      : [await probe(from, signal)]
  shell.err.write(found(probed))
  if (from !== undefined && probed[0]?.parser === '') return describeUnknown(call, probed[0])
  if (from !== undefined) describe(call, probed[0]!)
  return write(call, configText(configWith(probed)))
}

function found(probed: readonly Probed[]): string {
  if (probed.length === 0)
    return '  No log of a web server was found in its usual place. The config names one to fill in.\n'
  const rows = probed.map(({ path, parser, parsed, lines }) => [
    path,
    parser === '' ? 'no format known' : parser,
    `${percent(parsed, lines)} of the first ${lines} lines`,
  ])
  return table([['log', 'format', 'read'], ...rows])
}

/** What the parser reads out of a line of this log. */
function describe({ shell }: Call, { sample }: Probed): void {
  if (!sample) return
  const rows = Object.entries(sample)
    .filter(([name, value]) => !hidden.has(name) && value !== '' && value !== -1)
    .map(([name, value]) => [
      name,
      fit(name === 'time' ? new Date(Number(value)).toISOString() : readable(String(value)), 60),
    ])
  shell.err.write(`\n${table(rows)}\n`)
}

const hidden = new Set(['kind', 'line', 'source', 'position', 'peer'])

function describeUnknown({ shell }: Call, { unread, path }: Probed): ExitCode {
  const line = unread ? readable(unread.line, 200) : ''
  shell.err.write(`
  sample   ${line}
  closest  ${unread ? faultWords(unread) : 'there is no line'}

  Describe the lines with the string that made them, and keep it in the config:

    nginx    log_format:  tripline ${path} --format '$remote_addr - [$time_local] "$request" $status'
    Apache   LogFormat:   tripline ${path} --format '%h %l %u %t "%r" %>s %b'
`)
  return exit.input
}

function write({ flags, shell }: Call, text: string): ExitCode {
  const file = flags.text('output') ?? 'tripline.yaml'
  if (file === '-') {
    shell.out.write(text)
    return exit.fine
  }
  if (existsSync(file) && !flags.on('force'))
    throw new Failure('TRIPLINE_E_USAGE', `${file} exists already.`, {
      hint: 'Replace it with --force, or print the new one with  --output -',
    })
  writeFileSync(file, text)
  shell.err.write(`\n  ${file} written.   Check it:  tripline check   Look:  tripline look\n`)
  return exit.fine
}
