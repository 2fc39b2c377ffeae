import { globSync } from 'node:fs'
import { durationText, sizeText } from '../../config/units.ts'
import { settingsSchema, type Settings } from '../../config/settings.ts'
import type { Schema } from '../../contract/detector.ts'
import { Failure } from '../../contract/failure.ts'
import type { Call } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import type { Family } from '../rules/family.ts'
import { engineFor } from '../session/furnish.ts'
import { parsersFor } from '../session/parser.ts'
import type { Exception } from '../../detectors/exceptions/exceptions.ts'
import { iso } from '../../pipeline/verdict.ts'
import { exceptionRecord, exceptionsOf, exceptionWords } from '../exceptions/exceptions.ts'
import { counted } from '../screen/numbers.ts'
import { findRules, rulesFor } from '../rules/find.ts'
import { coverageRecord, coverageRows } from '../screen/coverage.ts'
import { table } from '../screen/layout.ts'
import type { Outlet } from '../shell.ts'
import { settle, type Settled } from '../session/settle.ts'

/** Checks the config, the rules and the files it names; `--show` prints what holds and where it comes from. */
export async function run(call: Call): Promise<ExitCode> {
  try {
    return await checkAll(call)
  } catch (error) {
    if (error instanceof Failure && call.flags.on('json')) {
      const { code, message, where } = error
      call.shell.out.write(`${JSON.stringify({ code, message, mistakes: where }, null, 2)}\n`)
    }
    throw error
  }
}

async function checkAll(call: Call): Promise<ExitCode> {
  const { flags, shell } = call
  const settled = await settle(call)
  const { settings, file } = settled
  const { families, mistakes } = await findRules(settings)
  const rules = await rulesFor(settings)
  parsersFor(settings)
  await engineFor(settled)
  const exceptions = await exceptionsOf(settings)
  const sources = settings.sources.flatMap(({ paths }) => paths).map(sourceLine)
  const missing = sources.filter(({ found }) => found === 0)
  if (flags.on('json')) {
    const options = flags.on('show') ? shown(settled) : undefined
    const report = {
      config: file === '' ? null : file,
      rules: rules.length,
      others: families.map(coverageRecord),
      exceptions: exceptions.map((one) => ({ ...exceptionRecord(one), ended: isOver(one) })),
      ...(mistakes.length > 0 && { mistakes }),
      sources,
      ...(options && { options }),
    }
    shell.out.write(`${JSON.stringify(report, null, 2)}\n`)
  } else {
    if (flags.on('show')) printOptions(settled, shell.out)
    const rows = [
      ['config', file === '' ? 'none; the defaults hold' : file],
      ['rules', `${rules.length} can be used`],
    ]
    if (exceptions.length > 0) rows.push(['except', counted(exceptions.length, 'exception')])
    printReport(rows, families, sources, shell.err)
    for (const ended of exceptions.filter(isOver))
      shell.err.write(
        `  ${shell.err.style.severity('medium', '~')} ended    ${exceptionWords(ended)}, on ${iso(ended.until).slice(0, 10)}\n`,
      )
  }
  return missing.length > 0 ? exit.input : exit.fine
}

/** The one place where an exception meets the clock on the wall: in logs it ends by their own time. */
function isOver({ until }: Exception): boolean {
  return until <= Date.now()
}

function printReport(
  rows: readonly (readonly string[])[],
  families: readonly Family[],
  sources: readonly ReturnType<typeof sourceLine>[],
  to: Outlet,
): void {
  const ok = to.style.good('✓')
  for (const [name = '', what = ''] of rows) to.write(`  ${ok} ${name.padEnd(8)} ${what}\n`)
  for (const family of families) for (const row of coverageRows(family, to)) to.write(`${row}\n`)
  for (const { path, found } of sources) {
    const mark = found > 0 ? ok : to.style.bad('✗')
    to.write(`  ${mark} source   ${path} (${found} ${found === 1 ? 'file' : 'files'})\n`)
  }
}

function sourceLine(path: string): { path: string; found: number } {
  return { path, found: globSync(path).length }
}

function printOptions(settled: Settled, to: Outlet): void {
  const rows = shown(settled).map(({ name, value, from }) => [
    name,
    typeof value === 'string' && value !== '' ? value : JSON.stringify(value),
    to.style.quiet(from),
  ])
  to.write(table(rows, ''))
}

/** Every option with its value as one would write it, and where that comes from. */
function shown({
  settings,
  origins,
  detectors,
}: Settled): { name: string; value: unknown; from: string }[] {
  const schema = settingsSchema(Object.fromEntries(detectors.map((d) => [d.name, d.options])))
  const rows: { name: string; value: unknown; from: string }[] = []
  const walk = (value: unknown, inner: Schema | undefined, name: string): void => {
    if (!origins.has(name) && typeof value === 'object' && value !== null) {
      for (const [key, below] of Object.entries(value))
        walk(below, inner?.properties?.[key], name === '' ? key : `${name}.${key}`)
      return
    }
    rows.push({ name, value: written(value, inner), from: origins.get(name) ?? 'default' })
  }
  walk(settings satisfies Settings, schema, '')
  return rows
}

function written(value: unknown, schema: Schema | undefined): unknown {
  if (typeof value !== 'number') return value
  if (schema?.format === 'duration') return durationText(value)
  return schema?.format === 'size' ? sizeText(value) : value
}
