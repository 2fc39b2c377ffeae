import type { Kind } from '../event/kinds.ts'

/** What somebody did, as 'verb {n} one|many preposition'. */
const deeds: Partial<Record<Kind, string>> = {
  sql_injection: 'sent {n} SQL injection|SQL injections|to',
  cross_site_scripting: 'sent {n} script injection|script injections|to',
  path_traversal: 'tried {n} path traversal|path traversals|on',
  file_inclusion: 'tried {n} file inclusion|file inclusions|on',
  command_injection: 'sent {n} shell command injection|shell command injections|to',
  code_injection: 'sent {n} code injection|code injections|to',
  template_injection: 'sent {n} template injection|template injections|to',
  server_side_request_forgery:
    'sent {n} request for inner addresses|requests for inner addresses|to',
  ldap_xpath_nosql_injection: 'sent {n} query injection|query injections|to',
  header_injection: 'tried {n} header injection|header injections|on',
  open_redirect: 'tried {n} redirect to another site|redirects to other sites|at',
  request_smuggling: 'tried {n} request smuggling|request smugglings|on',
  jndi_lookup: 'sent {n} JNDI look-up (Log4Shell)|JNDI look-ups (Log4Shell)|to',
  web_shell: 'called a web shell {n} time|times|at',
  known_vulnerability: 'tried known vulnerabilities {n} time|times|on',
  sensitive_file: 'asked for secret files {n} time|times|at',
  admin_probe: 'looked for admin pages {n} time|times|at',
  technology_probe: 'probed for software in use {n} time|times|at',
  scanner: 'scanned the site with {n} request|requests|at',
  forced_browsing: 'guessed at pages with {n} request|requests|such as',
  parameter_fuzzing: 'tried out parameters {n} time|times|on',
  user_enumeration: 'tried out user names {n} time|times|at',
  object_enumeration: 'walked through {n} object|objects|at',
  open_proxy: 'tried to use the server as a proxy {n} time|times|at',
  brute_force: 'tried {n} login|logins|at',
  credential_stuffing: 'tried {n} login with stolen accounts|logins with stolen accounts|at',
  password_spraying: 'tried {n} login over many accounts|logins over many accounts|at',
  account_takeover: 'took over an account after {n} attempt|attempts|at',
  session_fixation: 'handed over a session in {n} link|links|to',
  scraping: 'copied pages with {n} request|requests|at',
  ai_crawler: 'crawled with {n} request|requests|at',
  bot_impersonation: 'pretended to be a known robot in {n} request|requests|to',
  referrer_spam: 'sent {n} spam referrer|spam referrers|to',
  api_abuse: 'called the API {n} time|times|at',
  business_abuse: 'abused the shop {n} time|times|at',
  flood: 'sent {n} request|requests|to',
  distributed_flood: 'received {n} request from many addresses|requests from many addresses|at',
  cache_busting: 'evaded the cache with {n} request|requests|to',
  expensive_requests: 'sent {n} costly request|costly requests|to',
  slow_attack: 'held {n} slow connection|slow connections open|at',
  exfiltration: 'fetched unusually much data in {n} request|requests|at',
  protocol_anomaly: 'sent {n} broken request|broken requests|to',
  evasion: 'hid its intent in {n} request|requests|to',
  unusual_request: 'sent {n} unusual request|unusual requests|to',
  unusual_sequence: 'took {n} unusual way|unusual ways|through',
  unusual_flow: 'made {n} unusual connection|unusual connections|to',
}

/** What befalls a host, a route or a series. */
const states: Partial<Record<Kind, string>> = {
  error_surge: 'fails more than usual',
  latency_regression: 'answers slower than usual',
  traffic_drop: 'gets less traffic than usual',
  traffic_surge: 'gets more traffic than usual',
  source_silence: 'has gone silent',
  parse_failure: 'sends lines that cannot be read',
  drift: 'has drifted from what was learned',
  unusual_value: 'shows unusual values',
  burst: 'shows a burst',
  worker_down: 'has stopped',
}

const names: Partial<Record<Kind, string>> = {
  sql_injection: 'SQL injection',
  cross_site_scripting: 'cross-site scripting',
  jndi_lookup: 'JNDI look-up',
  ldap_xpath_nosql_injection: 'LDAP, XPath or NoSQL injection',
  ai_crawler: 'AI crawler',
  api_abuse: 'API abuse',
}

/** The kind as words: 'path traversal'. */
export function kindWords(kind: Kind): string {
  return names[kind] ?? kind.replaceAll('_', ' ')
}

/** What was done, with the number, and the words that lead to a place: ['sent 41 SQL injections', 'to']. */
export function deed(kind: Kind, n: number): readonly [string, string] {
  const phrase = deeds[kind] ?? `had ${kindWords(kind)} in {n} event|events|at`
  const [one, many, where] = phrase.split('|') as [string, string, string]
  const before = one.slice(0, one.indexOf('{n}'))
  const noun = n === 1 ? one.slice(before.length + 4) : many
  return [`${before}${numeral(n)} ${noun}`, where]
}

/** What befalls the entity, or undefined for kinds that somebody does. */
export function stateWords(kind: Kind): string | undefined {
  return states[kind]
}

/** A number for reading: exact to 9,999, then rounded. */
export function numeral(n: number): string {
  if (n < 10_000) return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',')
  if (n < 999_500) return `${Math.round(n / 1000)},000`
  return `${(n / 1_000_000).toFixed(1).replace('.0', '')} million`
}

/** A stretch of time for reading, from milliseconds: '40 s', '2 min', '3 h 10 min', '2 days'. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 100) return `${Math.max(1, seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 100) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return `${Math.round(hours / 24)} days`
  const rest = minutes % 60
  return rest === 0 || hours >= 10 ? `${Math.round(minutes / 60)} h` : `${hours} h ${rest} min`
}

/** 'a, b and c'; more than `most` are counted. */
export function listing(texts: readonly string[], most: number): string {
  if (texts.length > most) {
    const others = texts.length - most
    return `${texts.slice(0, most).join(', ')} and ${others} other${others === 1 ? '' : 's'}`
  }
  return texts.length < 2
    ? (texts[0] ?? '')
    : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`
}
