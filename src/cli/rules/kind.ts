import type { RuleKind } from './family.ts'

/** Directives of SecLang that a file of rules, or of settings for them, begins a line with. */
const secLang =
  /^[ \t]*(?:Sec(?:Rule|Action|Marker|DefaultAction|ComponentSignature|RuleEngine)\w*|Include(?:Optional)?)[ \t"]/im
const section = /^\[[\w./ -]+\][ \t]*(?:[#;].*)?$/m
const sigmaKeys = /^(?:detection|logsource|correlation):/m
const crowdsecType = /^type:[ \t]*["']?(?:leaky|trigger|counter|conditional|bayesian)\b/m
/** What stands beside scenarios in a hub. */
const hubKeys =
  /^(?:filter|nodes|onsuccess|grok|statics|pattern_syntax|whitelist|collections|parsers|scenarios|postoverflows|inband_rules|outofband_rules|seclang_rules):/m

/** Whose rules a file holds, by what is in it; undefined when it is none. YAML that nobody knows is 'yaml'. */
export function kindOf(path: string, text: string): RuleKind | 'yaml' | undefined {
  if (/\.ya?ml$/i.test(path)) {
    if (crowdsecType.test(text)) return 'crowdsec'
    if (sigmaKeys.test(text)) return 'sigma'
    return hubKeys.test(text) ? 'crowdsec' : 'yaml'
  }
  if (!/\.(?:conf|local|load)$|\.conf\.example$/i.test(path)) return undefined
  if (secLang.test(text)) return 'crs'
  return section.test(text) ? 'fail2ban' : undefined
}
