import { dirname } from 'node:path'
import type { Settings } from '../../config/settings.ts'
import type { Detector } from '../../contract/detector.ts'
import type { Parser } from '../../contract/parser.ts'
import type { Rule } from '../../detectors/rules/rule.ts'
import { shippedRules } from '../../pipeline/shipped-rules.ts'
import {
  type Family,
  type Listed,
  listedRule,
  type Loading,
  type RuleKind,
  type RuleText,
} from './family.ts'
import type { Gathered } from './files.ts'

/** The rules that are shipped and those that the config names. */
export interface Found {
  /** Shipped ones and Sigma. */
  readonly rules: readonly Rule[]
  /** One for each kind of rules that the config names. */
  readonly families: readonly Family[]
  /** What is wrong in rule files, each with its place. */
  readonly mistakes: readonly string[]
  /** Paths that could be read. */
  readonly gathered: readonly Gathered[]
}

type Asked = Pick<Settings, 'rules'>
const known = new WeakMap<Settings['rules'], Promise<Found>>()

/** Loads everybody's rules: whose they are is found from the files. Code for rules that nobody names is not loaded. */
export function findRules({ rules }: Asked): Promise<Found> {
  const found = known.get(rules) ?? find(rules)
  known.set(rules, found)
  return found
}

async function find(asked: Settings['rules']): Promise<Found> {
  const { paths, keepGoing } = asked
  if (paths.length === 0)
    return { rules: await shippedRules(), families: [], mistakes: [], gathered: [] }
  const { gather } = await import('./files.ts')
  const unread: string[] = []
  const gathered = paths.flatMap((path) => {
    try {
      return gather(path)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      unread.push(`${path}  ${code === 'ENOENT' ? 'There is no such file or folder.' : message}`)
      return []
    }
  })
  const sigma = placed(gathered)
  const own = sigma.length > 0 ? await sigmaFamily(sigma, keepGoing) : undefined
  const families: Family[] = own ? [own] : []
  for (const kind of ['crs', 'crowdsec', 'fail2ban'] as const) {
    const files = gathered.flatMap((one) => one.files.get(kind) ?? [])
    if (files.length > 0) families.push(await loaders[kind](unique(files), asked))
  }
  return {
    rules: own?.rules ?? (await shippedRules()),
    families,
    mistakes: [...unread, ...(await describedIn(families))],
    gathered,
  }
}

/** The same without the disabled ones; what is wrong with them was told when the config was read. */
export async function rulesFor(settings: Asked): Promise<readonly Rule[]> {
  const disabled = new Set(settings.rules.disable)
  return (await findRules(settings)).rules.filter((rule) => !disabled.has(rule.name))
}

/** All rules that are not disabled, as lists show them. */
export async function listedRules(settings: Asked): Promise<readonly Listed[]> {
  const { families } = await findRules(settings)
  const own = families.flatMap(({ listed }) => listed)
  const names = new Set(own.map(({ name }) => name))
  const shipped = (await rulesFor(settings)).flatMap((rule) =>
    names.has(rule.name) ? [] : listedRule(rule, 'shipped'),
  )
  const disabled = new Set(settings.rules.disable)
  return [...shipped, ...own.filter(({ name }) => !disabled.has(name))]
}

/** Detectors that run the rules of others. */
export async function detectorsFor(settings: Asked): Promise<readonly Detector[]> {
  return (await findRules(settings)).families.flatMap((family) => family.detectors)
}

/** Formats that the rules of others describe, after those that are known. */
export async function parsersOfRules(
  settings: Asked,
  others: readonly Parser[],
): Promise<readonly Parser[]> {
  const year = new Date().getFullYear()
  return (await findRules(settings)).families.flatMap((family) => family.parsers(others, year))
}

type Load = (files: readonly RuleText[], loading: Loading) => Promise<Family>

const loaders: Readonly<Record<Exclude<RuleKind, 'sigma'>, Load>> = {
  crs: async (files, loading) => (await import('./crs.ts')).loadCrsFamily(files, loading),
  crowdsec: async (files, loading) =>
    (await import('./crowdsec.ts')).loadCrowdsecFamily(files, loading),
  fail2ban: async (files, loading) =>
    (await import('./fail2ban.ts')).loadFail2banFamily(files, loading),
}

async function sigmaFamily(
  files: ReturnType<typeof placed>,
  keepGoing: boolean,
): Promise<Family & { readonly rules: readonly Rule[] }> {
  return (await import('./sigma.ts')).loadSigmaFamily(files, keepGoing)
}

function placed(gathered: readonly Gathered[]): (RuleText & { readonly below: string })[] {
  return gathered.flatMap(({ path, isFolder, files }) =>
    (files.get('sigma') ?? []).map((file) => ({
      ...file,
      below: isFolder ? path : dirname(path),
    })),
  )
}

/** A file that is named twice, by itself and by its folder, is read once. */
function unique(files: readonly RuleText[]): RuleText[] {
  return [...new Map(files.map((file) => [file.name, file])).values()]
}

async function describedIn(families: readonly Family[]): Promise<readonly string[]> {
  const mistakes = families.flatMap((family) => family.mistakes)
  if (mistakes.length === 0) return []
  const { describe } = await import('../../detectors/rules/mistakes.ts')
  return mistakes.map((one) => describe(one))
}
