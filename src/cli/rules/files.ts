import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { RuleKind, RuleText } from './family.ts'
import { kindOf } from './kind.ts'
import { read } from './read.ts'
import { relatedTo } from './related.ts'

/** Larger files hold no rules. */
const largest = 8 << 20
const mostFiles = 20_000

/** The files of rules at one named path. */
export interface Gathered {
  /** As it was named. */
  readonly path: string
  readonly isFolder: boolean
  /** By kind; data that rules name is among their files. */
  readonly files: ReadonlyMap<RuleKind, readonly RuleText[]>
}

/**
 * Reads what is at a path, a file or a folder with all below it, and finds out whose rules each file holds.
 * @throws Error of the file system, or when nothing at the path is a rule
 */
export function gather(path: string): Gathered {
  const isFolder = statSync(path).isDirectory()
  const texts = isFolder ? textsIn(path) : [read(path)]
  const byKind = new Map<RuleKind, RuleText[]>()
  const unknown: RuleText[] = []
  const rest: RuleText[] = []
  for (const text of texts) {
    const kind = kindOf(text.name, text.text)
    if (kind === 'yaml') unknown.push(text)
    else if (kind === undefined) rest.push(text)
    else byKind.set(kind, [...(byKind.get(kind) ?? []), text])
  }
  // YAML that looks like nobody's is a rule with a mistake: told by the one whose files stand around it.
  const home = homeOf(byKind)
  if (home && unknown.length > 0) byKind.set(home, [...(byKind.get(home) ?? []), ...unknown])
  if (byKind.size === 0)
    throw new Error('There are no rules: nothing of Sigma, CRS, CrowdSec or fail2ban.')
  const files = [...byKind].map(
    ([kind, own]) =>
      [kind, [...own, ...relatedTo(kind, own, isFolder ? rest : undefined)]] as const,
  )
  return { path, isFolder, files: new Map(files) }
}

function homeOf(found: ReadonlyMap<RuleKind, unknown>): RuleKind | undefined {
  if (found.has('sigma')) return 'sigma'
  if (found.has('crowdsec')) return 'crowdsec'
  return found.size === 0 ? 'sigma' : undefined
}

function textsIn(folder: string): RuleText[] {
  const names: string[] = []
  const walk = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      if (/^\.|^node_modules$|\.test\.ya?ml$/.test(entry.name)) continue
      const path = join(below, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (names.push(path) > mostFiles)
        throw new Error(`There are more than ${mostFiles} files. Name the folder of the rules.`)
    }
  }
  walk('')
  return names
    .toSorted()
    .map((name) => join(folder, name))
    .filter((path) => {
      const about = statSync(path, { throwIfNoEntry: false })
      return about?.isFile() === true && about.size <= largest
    })
    .map(read)
}
