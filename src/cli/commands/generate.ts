import { nearest } from '../../text/nearest.ts'
import { parseDuration } from '../../config/units.ts'
import { campaignNames } from '../../traffic/campaigns/plan.ts'
import { formatNames } from '../../traffic/formats/formats.ts'
import type { TrafficOptions } from '../../traffic/options.ts'
import { demo } from '../../traffic/presets.ts'
import { write } from '../../traffic/write.ts'
import { kinds } from '../../event/kinds.ts'
import { numberGiven, usage } from '../arguments.ts'
import type { Call, Flags } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import { bar } from '../screen/progress.ts'
import { counted } from '../screen/numbers.ts'

/** Writes seeded traffic and, beside it, what each line is. */
export async function run({ flags, operands, shell }: Call): Promise<ExitCode> {
  const file = flags.text('out')
  if (file === undefined || operands.length > 0)
    throw usage('Name the file to write with --out.', 'generate')
  const options = optionsFrom(flags)
  const toStdout = file === '-'
  const labels = flags.text('labels') ?? (toStdout ? undefined : `${file}.labels`)
  const { err } = shell
  const lines = await write(options, {
    log: toStdout ? process.stdout : file,
    ...(labels !== undefined && { labels }),
    ...(err.isTerminal && {
      onProgress: (share: number) =>
        err.write(`\r\x1b[K  ${bar(share, 32)} ${Math.floor(share * 100)}%`),
    }),
  })
  err.write(
    `${err.isTerminal ? '\r\x1b[K' : ''}  ${counted(lines, 'line')} written to ${toStdout ? 'standard output' : file}`,
  )
  err.write(labels === undefined ? '\n' : `, what each one is to ${labels}\n`)
  return exit.fine
}

function optionsFrom(flags: Flags): TrafficOptions {
  const format = flags.text('as')
  if (format !== undefined) known(format, formatNames, 'format')
  if (flags.on('demo'))
    return {
      ...demo,
      seed: numberGiven(flags, 'seed', demo.seed ?? 1),
      ...(format !== undefined && { format }),
    }
  const span = parseDuration(flags.text('span') ?? '10m')
  if (span === undefined || span < 60_000)
    throw usage('--span needs a duration of a minute or more, such as 10m or 24h.', 'generate')
  return {
    seed: numberGiven(flags, 'seed', 1),
    minutes: span / 60_000,
    rate: numberGiven(flags, 'rate', 600),
    campaigns: campaignsFrom(flags.text('campaigns') ?? 'all'),
    ...(format !== undefined && { format }),
  }
}

function campaignsFrom(text: string): 'all' | 'none' | readonly string[] {
  if (text === 'all' || text === 'none') return text
  const names = text.split(',')
  for (const name of names) known(name, [...campaignNames, ...Object.keys(kinds)], 'campaign')
  return names
}

function known(name: string, names: readonly string[], what: string): void {
  if (names.includes(name)) return
  const near = nearest(name, names)
  throw usage(
    `There is no ${what} ${name}. ${near ? `Did you mean ${near}?` : `There are ${names.slice(0, 24).join(', ')}.`}`,
    'generate',
  )
}
