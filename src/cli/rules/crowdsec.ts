import { loadCrowdsec } from '../../detectors/crowdsec/load.ts'
import { type Family, type Loading, noParsers, type RuleText } from './family.ts'
import { utf8 } from './read.ts'

/** Scenarios of CrowdSec. Their names are their own: 'crowdsecurity/http-probing'. */
export function loadCrowdsecFamily(files: readonly RuleText[], loading: Loading): Family {
  const readable = files.map((file) => ({ name: file.name, text: utf8(file) }))
  const { keepGoing, disable } = loading
  const { detectors, scenarios, unsupported, mistakes } = loadCrowdsec(readable, { keepGoing })
  const hasDisabled = scenarios.some(({ name }) => disable.includes(name))
  return {
    kind: 'crowdsec',
    listed: scenarios.map(({ name, description, about }) => ({
      name,
      severity: about.severity,
      kind: about.kind,
      about: description,
      mitre: about.mitre,
      origin: 'crowdsec',
      works: 'fully' as const,
    })),
    detectors: hasDisabled ? loadCrowdsec(readable, { keepGoing, disable }).detectors : detectors,
    parsers: noParsers,
    lacks: unsupported,
    costly: [],
    mistakes,
  }
}
