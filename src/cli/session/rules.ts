import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { nearest } from '../../text/nearest.ts'
import type { Settings } from '../../config/settings.ts'
import { Failure } from '../../contract/failure.ts'
import type { RuleFile } from '../../detectors/rules/load.ts'
import type { Rule } from '../../detectors/rules/rule.ts'
import { ruleFiles, shippedFiles, shippedRules } from '../../pipeline/shipped-rules.ts'

/**
 * The shipped rules and those of the config, without the disabled ones.
 * @throws Failure TRIPLINE_E_CONFIG with every mistake in every rule file
 */
export async function rulesFor({ rules }: Pick<Settings, 'rules'>): Promise<readonly Rule[]> {
  const where: string[] = []
  const found = rules.paths.length === 0 ? await shippedRules() : await withOwn(rules.paths, where)
  const names = new Set(found.map((rule) => rule.name))
  for (const name of rules.disable)
    if (!names.has(name)) {
      const near = nearest(name, names)
      where.push(
        `rules.disable: there is no rule "${name}".${near ? ` Did you mean ${near}?` : ''}`,
      )
    }
  if (where.length > 0)
    throw new Failure('TRIPLINE_E_CONFIG', 'The rules cannot be used.', {
      where,
      hint: 'The shipped ones are shown by  tripline list rules',
    })
  const disabled = new Set(rules.disable)
  return found.filter((rule) => !disabled.has(rule.name))
}

/** Rules of people's own may count those that are shipped, so all are read together. */
async function withOwn(paths: readonly string[], where: string[]): Promise<readonly Rule[]> {
  const { loadRules } = await import('../../detectors/rules/load.ts')
  const { describe } = await import('../../detectors/rules/mistakes.ts')
  const { rules, mistakes } = loadRules([...shippedFiles(), ...paths.flatMap(filesAt)])
  where.push(...mistakes.map(describe))
  return rules
}

function filesAt(path: string): RuleFile[] {
  try {
    return statSync(path).isDirectory()
      ? ruleFiles(path)
      : [{ name: basename(path), text: readFileSync(path, 'utf8') }]
  } catch (cause) {
    throw new Failure('TRIPLINE_E_CONFIG', 'The rules cannot be read.', {
      where: [`${path}  ${(cause as Error).message}`],
      hint: 'rules.paths names folders or files with Sigma rules.',
      cause,
    })
  }
}
