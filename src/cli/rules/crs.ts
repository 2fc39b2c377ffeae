import { loadCrs } from '../../detectors/crs/load.ts'
import { type Family, type Loading, noParsers, type RuleText } from './family.ts'

/** Rule of the Core Rule Set on methods that its settings do not allow. */
const ofMethods = '911100'
const advice = `crs/${ofMethods} tells PUT, DELETE and the like as attacks: for a site that takes them, allow them in tx.allowed_methods, or except it: { rule: crs/${ofMethods}, route: "/its/path", reason: … }, as tripline explain shows it`

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
    ...(active.some(({ id }) => String(id) === ofMethods) && { advice }),
  }
}
