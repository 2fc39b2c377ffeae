import { parseArgs } from 'node:util'
import { suggestion } from '../text/nearest.ts'
import { Failure } from '../contract/failure.ts'
import type { Flags } from './call.ts'
import type { Options } from './options.ts'

/** What was typed after the name of a command. */
export interface Typed {
  readonly operands: readonly string[]
  readonly flags: Flags
}

/** Before what is no option whatever it begins with. */
const operandMark = '\0'

/**
 * Options and operands of a command line, in any order; `--` ends the options, `-` is an operand.
 * @throws Failure TRIPLINE_E_USAGE
 */
export function readArguments(words: readonly string[], options: Options, command: string): Typed {
  const given = new Map<string, string[]>()
  const operands: string[] = []
  const { tokens } = parseArgs({
    args: words.map((word) => (isLine(word) ? operandMark + word : word)),
    options: { ...options },
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(unmarked(token.value))
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined
    if (!option) throw unknown(token.rawName, options, command)
    given.set(token.name, [
      ...(given.get(token.name) ?? []),
      valueOf(
        token.rawName,
        token.value && unmarked(token.value),
        option.type === 'string',
        command,
      ),
    ])
  }
  return {
    operands,
    flags: {
      on: (name) => given.has(name),
      text: (name) => given.get(name)?.at(-1),
      texts: (name) => given.get(name) ?? [],
    },
  }
}

/** Lines of logs begin with '- ' too; no option does. */
function isLine(word: string): boolean {
  return word.startsWith('- ')
}

function unmarked(word: string): string {
  return word.startsWith(operandMark) ? word.slice(operandMark.length) : word
}

/** An error about the command line, which points to the help of its command. */
export function usage(message: string, command: string, where: readonly string[] = []): Failure {
  return new Failure('TRIPLINE_E_USAGE', message, {
    where,
    hint: `See  tripline ${command === '' ? '' : `${command} `}--help`,
  })
}

/** A number given as an option, or what holds without it. */
export function numberGiven(flags: Flags, name: string, otherwise: number): number {
  const text = flags.text(name)
  if (text === undefined) return otherwise
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw usage(`--${name} needs a number, found "${text}".`, '')
  return value
}

function valueOf(
  flag: string,
  value: string | undefined,
  wanted: boolean,
  command: string,
): string {
  if (wanted && value === undefined) throw usage(`${flag} needs a value.`, command)
  if (!wanted && value !== undefined) throw usage(`${flag} takes no value.`, command)
  return value ?? ''
}

function unknown(flag: string, options: Options, command: string): Failure {
  const names = Object.keys(options).map((name) => `--${name}`)
  return usage(`There is no option ${flag}.${suggestion(flag, names)}`, command)
}
