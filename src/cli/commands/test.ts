import { writeFileSync } from 'node:fs'
import { Failure } from '../../contract/failure.ts'
import { loadRules } from '../../detectors/rules/load.ts'
import { describe, type Mistake } from '../../detectors/rules/mistakes.ts'
import { isTestFile } from '../../detectors/rules/test-file.ts'
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
  if (![...reached.paths.keys()].some((file) => !isTestFile(file))) throw nothingIn(paths)
  const mistakes = loaded.mistakes.map((one) => ({ ...one, file: pathOf(one.file, reached) }))
  const goesOn = flags.on('keep-going')
  if (mistakes.length > 0 && !goesOn) {
    saveSarif(call, mistakes.map(remarkOf))
    if (flags.on('json')) writeJson({ ...nothing, mistakes }, call)
    throw refusal(mistakes)
  }
  const results = runAll(loaded, reached, {
    fill: flags.on('fill'),
    change: flags.on('mutants'),
    mistakes,
  })
  saveSarif(call, remarksOf(results))
  if (flags.on('json')) writeJson(results, call)
  else print(results, shell.out)
  return codeOf(results, goesOn)
}

const nothing: Results = { rules: [], cases: 0, failed: [], filled: 0, notRun: [], mistakes: [] }

function writeJson(results: Results, { shell }: Call): void {
  shell.out.write(`${JSON.stringify(recordOf(results), null, 2)}\n`)
}

function nothingIn(paths: readonly string[]): Failure {
  return new Failure('TRIPLINE_E_INPUT', 'There is no rule to test.', {
    where: paths.map((path) => `${path}  No .yml or .yaml file with a rule is there.`),
    hint: 'Name files or folders of rules.',
  })
}

/** Rules that were not run are let pass only by those who said so, and not when nothing was run. */
function codeOf({ rules, cases, failed, notRun, mistakes }: Results, goesOn: boolean): ExitCode {
  if (failed.length > 0) return exit.found
  const isMissed = notRun.length > 0 && (!goesOn || rules.length + cases === 0)
  return mistakes.length > 0 || isMissed ? exit.config : exit.fine
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
