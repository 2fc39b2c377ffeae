import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { Failure } from '../../contract/failure.ts'
import type { RuleFile } from '../../detectors/rules/load.ts'
import { ruleFiles, shippedFiles } from '../../pipeline/shipped-rules.ts'

/** Rule files to test. */
export interface Reach {
  /** The shipped ones too, as rules may count them. */
  readonly files: readonly RuleFile[]
  /** Paths as people know them, by the name of each file whose rules are tested. */
  readonly paths: ReadonlyMap<string, string>
}

/**
 * The rule files at some paths with the tests beside them; without paths, those that are shipped.
 * @throws Failure TRIPLINE_E_INPUT when a path cannot be read
 */
export function reach(named: readonly string[]): Reach {
  const shipped = shippedFiles(true)
  if (named.length === 0)
    return { files: shipped, paths: new Map(shipped.map(({ name }) => [name, `rules/${name}`])) }
  const paths = new Map<string, string>()
  const files = new Map(shipped.map((file) => [file.name, file]))
  for (const path of named) {
    for (const file of filesAt(path)) {
      const where = join(file.folder, file.name)
      // a rule of the shipped folder keeps its name, whatever folder it was named by
      const same = shipped.find(({ text, name }) => text === file.text && where.endsWith(name))
      const name = same?.name ?? file.name
      files.set(name, { name, text: file.text })
      paths.set(name, relative('.', where) || where)
    }
  }
  return { files: [...files.values()], paths }
}

interface Placed extends RuleFile {
  readonly folder: string
}

function filesAt(path: string): readonly Placed[] {
  try {
    if (statSync(path).isDirectory())
      return ruleFiles(path, true).map((file) => ({ ...file, folder: path }))
    const folder = dirname(path)
    const base = basename(path).replace(/(?:\.test)?\.ya?ml$/, '')
    const ends = ['.yml', '.yaml', '.test.yml', '.test.yaml']
    const names = new Set([basename(path), ...ends.map((end) => base + end)])
    return [...names]
      .filter((name) => existsSync(join(folder, name)))
      .map((name) => ({ name, folder, text: readFileSync(join(folder, name), 'utf8') }))
  } catch (cause) {
    throw new Failure('TRIPLINE_E_INPUT', `${path} cannot be read.`, {
      where: [(cause as Error).message],
      hint: 'Name files or folders of rules.',
      cause,
    })
  }
}

/** The path of a file, by the name that it was loaded under. */
export function pathOf(file: string, { paths }: Reach): string {
  return paths.get(file) ?? file
}
