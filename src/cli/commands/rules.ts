import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, normalize } from 'node:path'
import { withItem, withoutItem, withSwitch } from '../../config/edit.ts'
import { fileNames } from '../../config/file-names.ts'
import { Failure } from '../../contract/failure.ts'
import { suggestion } from '../../text/nearest.ts'
import { usage } from '../arguments.ts'
import type { Call } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import { schemaAddress } from '../found/config.ts'
import { type RuleKind, ruleKinds } from '../rules/family.ts'
import { gather, type Gathered } from '../rules/files.ts'
import { findRules, type Found } from '../rules/find.ts'
import { coverageRecord, coverageRows, coverageWords } from '../screen/coverage.ts'
import { table } from '../screen/layout.ts'
import { counted } from '../screen/numbers.ts'
import { settle, type Settled } from '../session/settle.ts'

const option = ['rules', 'paths']

/** Adds rules of others to the config, lists those that are there, or takes them out. */
export async function run(call: Call): Promise<ExitCode> {
  const [what = '', ...more] = call.operands
  if (what === 'add') return add(call, more)
  if (what === 'remove') return remove(goingOn(call), more)
  if (what === 'list' && more.length === 0) return list(goingOn(call))
  const near = suggestion(what, ['add', 'list', 'remove'])
  throw usage(`tripline rules can add, list and remove, not "${what}".${near}`, 'rules')
}

async function add(
  call: Call,
  [kind = '', path = '', ...more]: readonly string[],
): Promise<ExitCode> {
  checkNamed(kind, path, more.length)
  const settled = await settle(call)
  const gathered = gatherNamed(path)
  if (!gathered.files.has(kind))
    throw usage(`${path} holds ${[...gathered.files.keys()].join(', ')}, not ${kind}.`, 'rules')
  const { families, mistakes } = await loadWith(settled, path)
  const { file, text } = configOf(call, settled)
  const { err } = call.shell
  const isNew = !settled.settings.rules.paths.some((one) => isSame(one, path))
  const added = withItem(text, option, path)
  // without it the config could not be used any more
  const goesOn = mistakes.length > 0 ? withSwitch(added, ['rules', 'keepGoing']) : added
  if (isNew) writeFileSync(file, goesOn)
  const own = families.filter((one) => gathered.files.has(one.kind))
  if (call.flags.on('json'))
    call.shell.out.write(
      `${JSON.stringify({ added: path, config: file, rules: families.map(coverageRecord) })}\n`,
    )
  else for (const family of own) for (const row of coverageRows(family, err)) err.write(`${row}\n`)
  for (const { advice } of own) if (advice !== undefined) err.write(`  ${advice}\n`)
  err.write(isNew ? `  Added to ${file}: ${path}\n` : `  ${path} is in ${settled.file} already.\n`)
  return exit.fine
}

function checkNamed(kind: string, path: string, others: number): asserts kind is RuleKind {
  if (!ruleKinds.some((one) => one === kind))
    throw usage(
      `"${kind}" is no kind of rules.${suggestion(kind, ruleKinds)} There are ${ruleKinds.join(', ')}.`,
      'rules',
    )
  if (path === '' || others > 0) throw usage('Name one file or folder to add.', 'rules')
}

function gatherNamed(path: string): Gathered {
  try {
    return gather(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw usage(
      `${path}: ${code === 'ENOENT' ? 'there is no such file or folder' : message}`,
      'rules',
    )
  }
}

/** What all rules with those at a path give. @throws Failure TRIPLINE_E_CONFIG with every mistake in them */
async function loadWith({ settings }: Settled, path: string): Promise<Found> {
  const { rules } = settings
  const found = await findRules({
    rules: { ...rules, paths: [...rules.paths.filter((one) => !isSame(one, path)), path] },
  })
  const { mistakes } = found
  if (mistakes.length === 0 || rules.keepGoing) return found
  throw new Failure('TRIPLINE_E_CONFIG', 'The rules cannot be used, and were not added.', {
    where: mistakes,
    hint: 'Mend them, or add what is right with --keep-going (rules.keepGoing in the config).',
  })
}

async function list(call: Call): Promise<ExitCode> {
  const { families, gathered } = await findRules((await settle(call)).settings)
  const { out, err } = call.shell
  const rows = gathered.map(({ path, files }) => ({
    path,
    kinds: [...files.keys()],
    files: [...files.values()].reduce((sum, of) => sum + of.length, 0),
  }))
  if (call.flags.on('json'))
    out.write(`${JSON.stringify({ paths: rows, rules: families.map(coverageRecord) })}\n`)
  else {
    out.write(
      table(
        rows.map((row) => [row.kinds.join(', '), row.path, counted(row.files, 'file')]),
        '',
      ),
    )
    for (const family of families)
      err.write(`  ${family.kind.padEnd(8)} ${coverageWords(family)}\n`)
    if (rows.length === 0) err.write('  Only the shipped rules: tripline list rules\n')
  }
  return exit.fine
}

async function remove(call: Call, [name = '', ...more]: readonly string[]): Promise<ExitCode> {
  if (name === '' || more.length > 0) throw usage('Name one path to take out.', 'rules')
  const settled = await settle(call)
  const { paths } = settled.settings.rules
  const found = paths.filter((one) => isSame(one, name))
  const meant = found.length > 0 ? found : paths.filter((one) => basename(one) === name)
  if (meant.length !== 1 || settled.file === '')
    throw usage(
      meant.length > 1
        ? `"${name}" means ${meant.join(' and ')}. Name the whole path.`
        : `The config names no rules at ${name}.${suggestion(name, paths)}`,
      'rules',
    )
  const text = readFileSync(settled.file, 'utf8')
  writeFileSync(settled.file, withoutItem(text, option, meant[0]!))
  call.shell.err.write(`  Taken out of ${settled.file}: ${meant[0]}\n`)
  return exit.fine
}

/** Rules with mistakes can be listed and taken out too. */
function goingOn(call: Call): Call {
  const { flags } = call
  return { ...call, flags: { ...flags, on: (name) => name === 'keep-going' || flags.on(name) } }
}

/** The config file to write, and what is in it: one that is new is for editors to complete. */
function configOf({ flags, shell }: Call, { file }: Settled): { file: string; text: string } {
  const named = flags.text('config') ?? shell.environment['TRIPLINE_CONFIG']
  const path = file || named || fileNames[0]!
  const isThere = existsSync(path)
  const head = `# yaml-language-server: $schema=${schemaAddress}\n`
  return { file: path, text: isThere ? readFileSync(path, 'utf8') : head }
}

function isSame(a: string, b: string): boolean {
  return plain(a) === plain(b)
}

function plain(path: string): string {
  return normalize(path).replace(/[\\/]$/, '')
}
