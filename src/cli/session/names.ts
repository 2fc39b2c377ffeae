import type { Find } from '../../config/load.ts'
import type { Settings } from '../../config/settings.ts'
import { Failure } from '../../contract/failure.ts'
import { parseRange } from '../../enrich/address.ts'
import { knownProxies } from '../../enrich/known-proxies.ts'
import { kinds } from '../../event/kinds.ts'
import { suggestion } from '../../text/nearest.ts'
import { parsersFor } from './parser.ts'
import { checkExceptions } from '../exceptions/check.ts'
import { findRules } from '../rules/find.ts'

/** Finds the mistakes that a schema cannot: names of rules, parsers, proxies and kinds that do not exist. */
export function nameMistakes(detectors: readonly { readonly name: string }[]): Find {
  return async (settings, tell) => {
    const { trustedProxies, severity, rules: asked } = settings
    parserMistakes(settings, tell)
    for (const [at, text] of trustedProxies.entries())
      if (!Object.hasOwn(knownProxies, text) && parseRange(text) === undefined)
        tell(
          ['trustedProxies', at],
          `"${text}" is no address, no range and no known set of proxies.${suggestion(text, Object.keys(knownProxies))}`,
        )
    const exceptions = await checkExceptions(settings, tell)
    const given = Object.keys(severity)
    const lists = [given, asked.disable, asked.paths, exceptions.list]
    if (lists.every((list) => list.length === 0)) return
    const { rules, families, mistakes } = await findRules(settings)
    if (!asked.keepGoing) for (const mistake of mistakes) tell(['rules', 'paths'], mistake)
    const listed = families.flatMap((family) => family.listed)
    const names = [...new Set([...rules, ...listed].map(({ name }) => name))]
    for (const [at, name] of asked.disable.entries())
      if (!names.includes(name))
        tell(['rules', 'disable', at], `There is no rule "${name}".${suggestion(name, names)}`)
    const ran = families.flatMap((family) => family.detectors)
    const gradable = [
      ...names,
      ...[...detectors, ...ran].map(({ name }) => name),
      ...Object.keys(kinds),
    ]
    exceptions.unknown(gradable.filter((name) => !Object.hasOwn(kinds, name)))
    for (const name of given)
      if (!gradable.includes(name))
        tell(
          ['severity', name],
          `There is no rule, detector or kind "${name}".${suggestion(name, gradable)}`,
        )
  }
}

function parserMistakes(settings: Settings, tell: Parameters<Find>[1]): void {
  const { parser, format } = settings
  for (const [name, alone] of [
    ['parser', { ...settings, format: '' }],
    ['format', { ...settings, parser: '' }],
  ] as const) {
    if ((name === 'parser' ? parser : format) === '') continue
    try {
      parsersFor(alone)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      tell([name], error.message)
    }
  }
}
