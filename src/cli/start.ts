import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileNames } from '../config/file-names.ts'
import { nearest } from '../text/nearest.ts'
import { Failure } from '../contract/failure.ts'
import { readArguments, usage } from './arguments.ts'
import { commands, optionsOf, type Command } from './command-table.ts'
import { isPiped } from './piped.ts'
import { exit, type ExitCode } from './exit-codes.ts'
import { commandHelp, generalHelp } from './help.ts'
import { processShell } from './process-shell.ts'
import { ourFault, printFailure } from './screen/trouble.ts'
import type { Shell } from './shell.ts'

/** Runs a command line in this process and sets its exit code. */
export async function start(words: readonly string[]): Promise<void> {
  goToCaller()
  process.exitCode = await runLine(words, processShell())
}

/** Runs a command line; what goes wrong is told to the shell. */
export async function runLine(words: readonly string[], shell: Shell): Promise<ExitCode> {
  try {
    return await dispatch(words, shell)
  } catch (error) {
    const failure = error instanceof Failure ? error : ourFault(error)
    printFailure(failure, shell.err)
    return failure.exit
  }
}

async function dispatch(words: readonly string[], shell: Shell): Promise<ExitCode> {
  const [first = '', second] = words
  if (first === '' && !hasSomethingToRead(shell)) return say(shell, generalHelp(version()))
  if (first === '--version' || first === '-V') return say(shell, `${version()}\n`)
  if (first === 'help' && second !== undefined) return say(shell, commandHelp(...known(second)))
  if (['help', '--help', '-h'].includes(first)) return say(shell, generalHelp(version()))
  const [name, command] = commandOf(first)
  const typed = readArguments(first === name ? words.slice(1) : words, optionsOf(command), name)
  if (typed.flags.on('help')) return say(shell, commandHelp(name, command))
  const { run } = await command.load()
  return run({ ...typed, shell })
}

/** The command that a first word asks for: a file means `look`. */
function commandOf(first: string): [string, Command] {
  const isFile = first === '' || first.startsWith('-') || /[./*?]/.test(first) || existsSync(first)
  return isFile && !Object.hasOwn(commands, first) ? ['look', commands['look']!] : known(first)
}

function known(name: string): [string, Command] {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command) return [name, command]
  const near = nearest(name, Object.keys(commands))
  throw usage(
    `There is no command and no file "${name}".${near === undefined ? '' : ` Did you mean ${near}?`}`,
    '',
  )
}

function say(shell: Shell, text: string): ExitCode {
  shell.out.write(text)
  return exit.fine
}

/** True when `tripline` alone has work to do: something is piped in, or a config says what to read. */
function hasSomethingToRead({ environment }: Shell): boolean {
  return isPiped() || environment['TRIPLINE_CONFIG'] !== undefined || fileNames.some(existsSync)
}

function version(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** npm runs scripts in the folder of the package; paths are meant from where it was called. */
function goToCaller(): void {
  const { INIT_CWD, npm_package_name, npm_lifecycle_event } = process.env
  const ours =
    npm_package_name === 'tripline' && ['tripline', 'start'].includes(npm_lifecycle_event ?? '')
  if (ours && INIT_CWD !== undefined && existsSync(INIT_CWD)) process.chdir(INIT_CWD)
}
