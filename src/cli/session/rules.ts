import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Settings } from '../../config/settings.ts'
import type { RuleFile } from '../../detectors/rules/load.ts'
import type { Rule } from '../../detectors/rules/rule.ts'
import { ruleFiles, shippedFiles, shippedRules } from '../../pipeline/shipped-rules.ts'

/** The shipped rules and those of the config, and every mistake in its rule files. */
export async function findRules({ rules: { paths } }: Pick<Settings, 'rules'>): Promise<{
  readonly rules: readonly Rule[]
  readonly mistakes: readonly string[]
}> {
  if (paths.length === 0) return { rules: await shippedRules(), mistakes: [] }
  const { loadRules } = await import('../../detectors/rules/load.ts')
  const { describe } = await import('../../detectors/rules/mistakes.ts')
  const unread: string[] = []
  const own = paths.flatMap((path) => filesAt(path, unread))
  // Rules of people's own may count those that are shipped, so all are read together.
  const { rules, mistakes } = loadRules([...shippedFiles(), ...own])
  return { rules, mistakes: [...unread, ...mistakes.map(describe)] }
}

/** The same without the disabled ones; what is wrong with them was told when the config was read. */
export async function rulesFor(settings: Pick<Settings, 'rules'>): Promise<readonly Rule[]> {
  const disabled = new Set(settings.rules.disable)
  return (await findRules(settings)).rules.filter((rule) => !disabled.has(rule.name))
}

function filesAt(path: string, unread: string[]): RuleFile[] {
  try {
    return statSync(path).isDirectory()
      ? ruleFiles(path)
      : [{ name: basename(path), text: readFileSync(path, 'utf8') }]
  } catch (error) {
    unread.push(`${path}  ${(error as Error).message}`)
    return []
  }
}
