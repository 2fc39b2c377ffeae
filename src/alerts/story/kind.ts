import type { Kind } from '../../event/kinds.ts'
import type { Tally } from './tally.ts'
import type { Weight } from './weights.ts'

/** A kind in an alert: the scores of its findings, and the events behind them. Plain data. */
export interface Share extends Weight<Kind> {
  readonly tally: Tally
}

/** Kinds that a scanner tries one after the other. */
const probes: ReadonlySet<Kind> = new Set<Kind>([
  'sql_injection',
  'cross_site_scripting',
  'path_traversal',
  'file_inclusion',
  'command_injection',
  'code_injection',
  'template_injection',
  'server_side_request_forgery',
  'ldap_xpath_nosql_injection',
  'header_injection',
  'open_redirect',
  'request_smuggling',
  'jndi_lookup',
  'web_shell',
  'known_vulnerability',
  'sensitive_file',
  'admin_probe',
  'technology_probe',
  'forced_browsing',
  'parameter_fuzzing',
])
const manyProbes = 3

/** What an alert is: its weightiest kind, or a scanner when it holds three or more kinds of probes. */
export function kindOf(kinds: readonly Weight<Kind>[]): Kind {
  let kind: Kind = 'unusual_request'
  let most = -1
  let tried = 0
  for (const { name, weight } of kinds) {
    if (probes.has(name)) tried++
    if (weight > most) [kind, most] = [name, weight]
  }
  return tried >= manyProbes && (probes.has(kind) || kind === 'scanner') ? 'scanner' : kind
}

/** The kinds of probes in an alert, weightiest first. */
export function probesIn(kinds: readonly Weight<Kind>[]): Kind[] {
  return kinds
    .filter(({ name }) => probes.has(name))
    .toSorted((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name)
}
