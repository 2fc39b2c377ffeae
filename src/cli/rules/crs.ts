import { loadCrs } from '../../detectors/crs/load.ts'
import { type Family, type Loading, noParsers, type RuleText } from './family.ts'

/** Rules in SecLang, as the Core Rule Set is written. Their names are 'crs/942100'. */
export function loadCrsFamily(files: readonly RuleText[], loading: Loading): Family {
  const { keepGoing, disable, paranoia } = loading
  const settings = { keepGoing, ...(paranoia > 0 && { paranoia }) }
  const { detector, coverage, mistakes } = loadCrs(files, settings)
  const ids = disable.flatMap((name) => /^crs\/(\d+)$/.exec(name)?.[1] ?? [])
  const without = { name: 'disabled-after.conf', text: `SecRuleRemoveById ${ids.join(' ')}\n` }
  const active = coverage.rules.filter(({ isActive }) => isActive)
  return {
    kind: 'crs',
    listed: coverage.rules.map(({ id, message, works, isActive, file }) => ({
      name: `crs/${id}`,
      severity: '',
      kind: '',
      about: `${message || 'no message'}${isActive ? '' : ' (its settings leave it out)'}`,
      mitre: [],
      origin: `crs ${file}`,
      works,
    })),
    detectors: [ids.length > 0 ? loadCrs([...files, without], settings).detector : detector].filter(
      (one) => one !== undefined,
    ),
    parsers: noParsers,
    lacks: coverage.rules.flatMap(({ id, file, line, reasons }) =>
      reasons.map((reason) => ({ name: `crs/${id}`, file, line, column: 1, reason })),
    ),
    costly: active.filter(({ isCostly }) => isCostly).map(({ id }) => `crs/${id}`),
    mistakes,
  }
}
