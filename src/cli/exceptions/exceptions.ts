import { readFileSync } from 'node:fs'
import {
  exceptionFileSchema,
  exceptionMistakes,
  type ExceptionSettings,
  momentOf,
} from '../../config/exceptions.ts'
import type { Settings } from '../../config/settings.ts'
import { Failure } from '../../contract/failure.ts'
import type { Exception } from '../../detectors/exceptions/exceptions.ts'
import { readable } from '../../text/readable.ts'

/** The exceptions of a config and of the files that it names. @throws Failure for a file that cannot be used */
export async function exceptionsOf(settings: Settings): Promise<readonly Exception[]> {
  const all = [...settings.exceptions]
  for (const file of settings.exceptionFiles) all.push(...(await exceptionsIn(file)))
  return all.map(ready)
}

/** The exceptions in one file. @throws Failure TRIPLINE_E_CONFIG with every mistake and its place */
export async function exceptionsIn(file: string): Promise<readonly ExceptionSettings[]> {
  const { readTable } = await import('../../config/tables.ts')
  const from = { file, what: 'The file of exceptions' }
  const { exceptions } = readTable(textOf(file), from, exceptionFileSchema, (value, tell) =>
    exceptionMistakes((value as Written).exceptions, ['exceptions'], tell),
  ) as Written
  return exceptions
}

interface Written {
  readonly exceptions: readonly ExceptionSettings[]
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Failure('TRIPLINE_E_CONFIG', 'The file of exceptions cannot be read.', {
      where: [`${file}  ${(cause as Error).message}`],
      hint: 'It is named in exceptionFiles.',
      cause,
    })
  }
}

function ready(of: ExceptionSettings): Exception {
  return {
    rule: of.rule ?? '',
    route: bytes(of.route),
    parameter: bytes(of.parameter),
    client: of.client ?? '',
    reason: bytes(of.reason),
    until: momentOf(of.until),
  }
}

/** Names in a config are UTF-8; those in a log are bytes. */
function bytes(text = ''): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** 'web/sql-union on /search in q from 203.0.113.9' */
export function exceptionWords({ rule, route, parameter, client }: Exception): string {
  const parts = [
    rule === '' ? 'any rule' : rule,
    route === '' ? '' : `on ${readable(route)}`,
    parameter === '' ? '' : `in ${readable(parameter)}`,
    client === '' ? '' : `from ${client}`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** An exception as other programs read it. */
export function exceptionRecord(of: Exception): Record<string, string> {
  const { rule, route, parameter, client, reason, until } = of
  const named = { rule, route: readable(route), parameter: readable(parameter), client }
  return {
    ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== '')),
    reason: readable(reason),
    ...(Number.isFinite(until) && { until: new Date(until).toISOString() }),
  }
}
