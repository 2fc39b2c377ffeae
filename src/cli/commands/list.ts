import { nearest } from '../../text/nearest.ts'
import { kinds } from '../../event/kinds.ts'
import { usage } from '../arguments.ts'
import type { Call } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import { listedRules } from '../rules/find.ts'
import { fit, table } from '../screen/layout.ts'
import { settle } from '../session/settle.ts'

/** One thing that is built in. */
type Entry = Readonly<Record<string, string | readonly string[]>> & {
  readonly name: string
  readonly about: string
}

const lists: Readonly<Record<string, (call: Call) => Promise<readonly Entry[]>>> = {
  detectors: async (call) =>
    (await settle(call)).detectors.map(({ name, about }) => ({ name, about })),
  rules: async (call) =>
    (await listedRules((await settle(call)).settings))
      .map((rule) => ({ ...rule }))
      .toSorted(byName),
  parsers: async () => {
    const { formats } = await import('../../parsers/formats.ts')
    return formats.map(({ name, about, sample }) => ({ name, about, sample }))
  },
  sources: async () => [
    { name: 'file', about: 'Files, globs, .gz and .zst; followed as they grow with --follow' },
    { name: '-', about: 'Standard input' },
  ],
  kinds: async () =>
    Object.entries(kinds).map(([name, mitre]) => ({ name, about: mitre.join(' '), mitre })),
}

/** Prints what is built in, one a line. */
export async function run(call: Call): Promise<ExitCode> {
  const { operands, flags, shell } = call
  const [what = ''] = operands
  const names = Object.keys(lists)
  const list = Object.hasOwn(lists, what) ? lists[what] : undefined
  if (!list || operands.length !== 1) {
    const near = nearest(what, names)
    const found = what === '' ? 'Nothing to list was named.' : `There is no list of ${what}.`
    throw usage(
      `${found} ${near ? `Did you mean ${near}?` : `There are ${names.join(', ')}.`}`,
      'list',
    )
  }
  const entries = await list(call)
  if (flags.on('json')) shell.out.write(`${JSON.stringify(entries, null, 2)}\n`)
  else
    shell.out.write(
      table(
        entries.map((entry) => cells(entry, shell.out.isTerminal ? shell.out.columns : Infinity)),
        '',
      ),
    )
  return exit.fine
}

function cells({ name, about, severity, kind, origin }: Entry, columns: number): string[] {
  // whose it is; from which file is in JSON
  const from = typeof origin === 'string' ? origin.split(' ')[0] : undefined
  const before = [name, severity, kind, from].filter((cell) => typeof cell === 'string')
  return [...before, fit(about, Math.max(30, columns - before.length * 20))]
}

function byName(a: Entry, b: Entry): number {
  return a.name < b.name ? -1 : 1
}
