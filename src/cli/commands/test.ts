import { writeFileSync } from 'node:fs'
import { Failure } from '../../contract/failure.ts'
import { loadRules } from '../../detectors/rules/load.ts'
import { describe, type Mistake } from '../../detectors/rules/mistakes.ts'
import type { Call } from '../call.ts'
import { exit, type ExitCode } from '../exit-codes.ts'
import { settle } from '../session/settle.ts'
import { print } from '../trial/print.ts'
import { pathOf, reach } from '../trial/reach.ts'
import { recordOf } from '../trial/record.ts'
import { type Remark, remarkOf, remarksOf, sarifOf } from '../trial/sarif.ts'
import { type Results, runAll } from '../trial/results.ts'

/** Runs rules with their tests: what came out otherwise than expected, and how much the tests reach. */
export async function run(call: Call): Promise<ExitCode> {
  const { flags, operands, shell } = call
  const paths = operands.length > 0 ? operands : (await settle(call)).settings.rules.paths
  const reached = reach(paths)
  const loaded = loadRules(reached.files)
  const mistakes = loaded.mistakes.map((one) => ({ ...one, file: pathOf(one.file, reached) }))
  if (mistakes.length > 0 && !flags.on('keep-going')) {
    saveSarif(call, mistakes.map(remarkOf))
    throw refusal(mistakes)
  }
  const results = runAll(loaded, reached, {
    fill: flags.on('fill'),
    change: flags.on('mutants'),
    mistakes,
  })
  saveSarif(call, remarksOf(results))
  if (flags.on('json')) shell.out.write(`${JSON.stringify(recordOf(results), null, 2)}\n`)
  else print(results, shell.out)
  return codeOf(results)
}

function codeOf({ failed, mistakes }: Results): ExitCode {
  if (failed.length > 0) return exit.found
  return mistakes.length > 0 ? exit.config : exit.fine
}

function refusal(mistakes: readonly Mistake[]): Failure {
  return new Failure('TRIPLINE_E_CONFIG', 'The rules cannot be used.', {
    where: mistakes.map((one) => describe(one)),
    hint: 'Mend them, or test what is right with  --keep-going',
  })
}

function saveSarif({ flags }: Call, remarks: readonly Remark[]): void {
  const path = flags.text('sarif')
  if (path === undefined) return
  try {
    writeFileSync(path, sarifOf(remarks))
  } catch (cause) {
    throw new Failure('TRIPLINE_E_SINK', `${path} cannot be written.`, {
      where: [(cause as Error).message],
      hint: 'Name a file in a folder that exists.',
      cause,
    })
  }
}
