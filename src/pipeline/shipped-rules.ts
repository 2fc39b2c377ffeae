import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RuleFile } from '../detectors/rules/load.ts'
import type { Rule } from '../detectors/rules/rule.ts'

/** The rules that are shipped, read once and for all: reading 45 YAML files takes half a second. */
export const preparedFile: string = join(import.meta.dirname, '../prepared-rules.json')

const folder = join(import.meta.dirname, '../../rules')
const reader = join(import.meta.dirname, '../detectors/rules')

interface Prepared {
  /** The rule files and the code that reads them: what is prepared from others is not used. */
  readonly from: string
  readonly rules: readonly Rule[]
}

/** The files of rules in a folder, those in folders below it included; with their tests only if asked for. */
export function ruleFiles(folder: string, withTests: boolean = false): RuleFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name) && (withTests || !/\.test\.ya?ml$/.test(name)))
    .toSorted()
    .map((name) => ({
      name: name.replaceAll('\\', '/'),
      text: readFileSync(join(folder, name), 'utf8'),
    }))
}

/** The files of the rules that are shipped. */
export function shippedFiles(withTests: boolean = false): RuleFile[] {
  return ruleFiles(folder, withTests)
}

/**
 * The rules that are shipped.
 * @throws Error when one has a mistake
 */
export async function shippedRules(): Promise<readonly Rule[]> {
  const files = shippedFiles()
  const prepared = readPrepared()
  return prepared?.from === textOf(files) ? prepared.rules : read(files)
}

/** What `preparedFile` has to hold. */
export async function prepareRules(): Promise<string> {
  const files = shippedFiles()
  return JSON.stringify({ from: textOf(files), rules: await read(files) } satisfies Prepared)
}

async function read(files: readonly RuleFile[]): Promise<readonly Rule[]> {
  const { loadRules } = await import('../detectors/rules/load.ts')
  const { rules, mistakes } = loadRules(files)
  if (mistakes.length === 0) return rules
  const { describe } = await import('../detectors/rules/mistakes.ts')
  throw new Error(mistakes.map((mistake) => describe(mistake)).join('\n'))
}

function readPrepared(): Prepared | undefined {
  try {
    return JSON.parse(readFileSync(preparedFile, 'utf8')) as Prepared
  } catch {
    return undefined
  }
}

function textOf(files: readonly RuleFile[]): string {
  const code = readdirSync(reader, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^[a-z\-/\\]+\.[jt]s$/.test(name),
  )
  const texts = [
    ...files.flatMap(({ name, text }) => [name, text]),
    ...code.toSorted().map((name) => readFileSync(join(reader, name), 'utf8')),
  ]
  return texts.join('\0')
}
