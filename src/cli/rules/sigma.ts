import { relative } from 'node:path'
import { loadRules } from '../../detectors/rules/load.ts'
import type { Mistake } from '../../detectors/rules/mistakes.ts'
import type { Rule } from '../../detectors/rules/rule.ts'
import { compileSignatures } from '../../detectors/rules/signatures.ts'
import { shippedFiles } from '../../pipeline/shipped-rules.ts'
import { type Family, listedRule, noParsers, type RuleText } from './family.ts'
import { utf8 } from './read.ts'

/** A file and the path under which it was found: its name below that is the name of its rule. */
export interface Placed extends RuleText {
  readonly below: string
}

/** Sigma rules, read together with those that are shipped, which they may count. */
export function loadSigmaFamily(
  files: readonly Placed[],
  keepGoing: boolean,
): Family & { readonly rules: readonly Rule[] } {
  const paths = new Map<string, string>()
  const own = files.map((file) => {
    const short = relative(file.below, file.name).replaceAll('\\', '/')
    paths.set(short, file.name)
    return { name: short, text: utf8(file) }
  })
  const shipped = shippedFiles()
  const shippedNames = new Set(shipped.map(({ name }) => name))
  const { rules, mistakes, unsupported } = loadRules([...shipped, ...own])
  const isOwn = ({ name }: Rule): boolean => ![...shippedNames].some((file) => isOf(name, file))
  return {
    kind: 'sigma',
    rules,
    listed: rules.filter(isOwn).map((rule) => listedRule(rule, `sigma ${pathOf(rule, paths)}`)),
    detectors: [],
    parsers: noParsers,
    lacks: unsupported.map((one) => ({ ...one, file: paths.get(one.file) ?? one.file })),
    costly: keepGoing || mistakes.length === 0 ? costlyOf(rules.filter(isOwn)) : [],
    mistakes: mistakes.map((one): Mistake => ({ ...one, file: paths.get(one.file) ?? one.file })),
  }
}

/** Names of signatures that no literal leads to. */
function costlyOf(rules: readonly Rule[]): readonly string[] {
  return compileSignatures(rules.filter((rule) => rule.is === 'signature')).costly
}

function isOf(rule: string, file: string): boolean {
  const base = file.replace(/\.ya?ml$/, '')
  return rule === base || rule.startsWith(`${base}/`)
}

function pathOf({ name }: Rule, paths: ReadonlyMap<string, string>): string {
  for (const [short, path] of paths) if (isOf(name, short)) return path
  return ''
}
