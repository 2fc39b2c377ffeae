import type { Kind } from '../../event/kinds.ts'
import type { SecRule } from './seclang/rule.ts'

/** Tags of the Core Rule Set, the most telling first, and what they are about. */
const kinds: readonly (readonly [RegExp, Kind])[] = [
  [/attack-sqli|sql_injection/i, 'sql_injection'],
  [/attack-xss|\/xss/i, 'cross_site_scripting'],
  [/attack-ssrf/i, 'server_side_request_forgery'],
  [/attack-ssti/i, 'template_injection'],
  [/attack-(?:ldap|xpath|nosql)|ldap_injection/i, 'ldap_xpath_nosql_injection'],
  [/attack-rfi|\/rfi/i, 'file_inclusion'],
  [/attack-lfi|dir_traversal/i, 'path_traversal'],
  [/attack-rce|command_injection/i, 'command_injection'],
  [/attack-injection|language-php|php_injection/i, 'code_injection'],
  [/attack-(?:header|response|http-response)|response_splitting/i, 'header_injection'],
  [/capec\/.*\/33$|request_smuggling/i, 'request_smuggling'],
  [/attack-fixation|session_fixation/i, 'session_fixation'],
  [/attack-reputation|reputation-(?:scanner|crawler|scripting)|security_scanner/i, 'scanner'],
  [/attack-dos/i, 'flood'],
  [/attack-protocol|attack-multipart|protocol_violation|attack-deprecated/i, 'protocol_anomaly'],
  [/evasion/i, 'evasion'],
]

const known = new WeakMap<Pick<SecRule, 'tags' | 'message'>, Kind>()

/** What a rule is about, by its tags and its message. */
export function kindOf(rule: Pick<SecRule, 'tags' | 'message'>): Kind {
  let kind = known.get(rule)
  if (!kind) known.set(rule, (kind = findKind(rule)))
  return kind
}

function findKind({ tags, message }: Pick<SecRule, 'tags' | 'message'>): Kind {
  if (/jndi|log4(?:j|shell)/i.test(message)) return 'jndi_lookup'
  for (const [pattern, kind] of kinds) if (tags.some((tag) => pattern.test(tag))) return kind
  return 'unusual_request'
}

/** The attack pattern that a rule is about: 'CAPEC-126'; '' when its tags name none. */
export function capecOf({ tags }: Pick<SecRule, 'tags'>): string {
  const path = tags.find((tag) => tag.startsWith('capec/'))
  return path ? `CAPEC-${path.slice(path.lastIndexOf('/') + 1)}` : ''
}
