import { Request } from '../src/event/request.ts'
import { compileSignatures, type SignatureSet } from '../src/detectors/rules/signatures.ts'
import type { Furnishing } from '../src/pipeline/assemble.ts'
import { grepFinds } from './baseline.ts'
import { type DataFile, file, files } from './data.ts'

/** How a list of texts was judged, each as one request: found by a finding that stands alone, or as a note. */
export interface Row {
  readonly name: string
  readonly attack: boolean
  readonly texts: number
  readonly found: number
  readonly noted: number
  readonly baseline: number
  /** A few that were judged wrongly. */
  readonly wrong: readonly string[]
}

const lists: readonly [string, string][] = [
  ['sql injection', 'http/payloads/libinjection/sqli-*'],
  [
    'sql injection (fuzzdb, payloadsallthethings)',
    'http/payloads/{fuzzdb/sql-injection__*,payloadsallthethings/SQL_*}',
  ],
  ['cross-site scripting', 'http/payloads/libinjection/xss-*'],
  [
    'cross-site scripting (fuzzdb, payloadsallthethings)',
    'http/payloads/{fuzzdb/xss__*,payloadsallthethings/XSS_*}',
  ],
  [
    'path traversal',
    'http/payloads/{fuzzdb/path-traversal__*,payloadsallthethings/Directory_Traversal__*}',
  ],
  [
    'file inclusion',
    'http/payloads/{fuzzdb/lfi__*,fuzzdb/rfi__*,payloadsallthethings/File_Inclusion__*}',
  ],
  [
    'command injection',
    'http/payloads/{fuzzdb/os-cmd-execution__command*,payloadsallthethings/Command_Injection__*}',
  ],
  [
    'ldap, nosql, xpath injection',
    'http/payloads/{fuzzdb/{ldap,no-sql,xpath}*,payloadsallthethings/{LDAP,NoSQL}*}',
  ],
]

/** Judges the payload lists, the Core Rule Set's own tests and benign texts by the shipped signatures. */
export function payloads(furnishing: Furnishing): Row[] {
  const set = compileSignatures(furnishing.signatures)
  const row = (name: string, attack: boolean, requests: readonly Partial<Request>[]): Row => {
    const verdicts = requests.map((request) => judge(set, request))
    const targets = requests.map(({ target = '' }) => target)
    return {
      name,
      attack,
      texts: targets.length,
      found: verdicts.filter((verdict) => verdict === 'found').length,
      noted: verdicts.filter((verdict) => verdict === 'noted').length,
      baseline: targets.filter(grepFinds).length,
      wrong: targets
        .filter((_, i) => (verdicts[i] === 'found') !== attack)
        .filter((_, i) => i % 7 === 0)
        .slice(0, 12),
    }
  }
  const texts = (name: string, attack: boolean, targets: readonly string[]): Row =>
    row(
      name,
      attack,
      targets.map((target) => ({ target })),
    )
  const core = (family: string): Row =>
    row(`Core Rule Set tests, ${family}`, true, coreRequests(family, 'match'))
  return [
    ...lists.map(([name, pattern]) => texts(name, true, targetsOf(files(pattern)))),
    ...coreFamilies.map(core),
    row(
      'Core Rule Set tests, no match',
      false,
      coreFamilies.flatMap((family) => coreRequests(family, 'no_match')),
    ),
    texts('httpparams, attacks', true, httpParams('anom')),
    texts('httpparams, ordinary', false, httpParams('norm')),
    texts(
      'libinjection false positives',
      false,
      targetsOf([file('http/payloads/libinjection/false_positives.txt')]),
    ),
  ]
}

const about: Partial<Request> = {
  client: '192.0.2.1',
  host: 'shop.example',
  method: 'GET',
  protocol: 'HTTP/1.1',
  status: 200,
}

function judge(set: SignatureSet, fields: Partial<Request>): 'found' | 'noted' | '' {
  const findings = set.judge(Object.assign(new Request(), about, fields))?.findings ?? []
  if (findings.some(({ note }) => !note)) return 'found'
  return findings.length > 0 ? 'noted' : ''
}

/** What lists hold that is no payload: bare names to combine with others, single characters in any encoding. */
const bare = /^(?:[\w.-]*|[^\w\s]?.|(?:%[0-9a-f]{2}){1,2}|\\\w{1,3}|&#?\w+;?|[\W_]{1,4})$/i
/** Where lists leave a place for what the tester wants to run or read. */
const placeholders: readonly (readonly [string, string])[] = [
  ['XXpathXX', 'http://attacker.example/shell.txt'],
  ['{FILE}', 'etc/passwd'],
  ['{cmd}', 'cat /etc/passwd'],
]

/** The payloads of a list, without what plainly is none: comments, bare names, the prose of a catalogue. */
function payloadsOf({ name, lines }: DataFile): string[] {
  const said = name.endsWith('.doc.txt')
    ? lines.flatMap((line) => /^Exploit String: (.+)/.exec(line)?.[1] ?? [])
    : lines.filter((line) => !line.startsWith('#'))
  return said
    .filter((text) => !bare.test(text.trim()))
    .map((text) => placeholders.reduce((filled, [from, to]) => filled.replaceAll(from, to), text))
}

/** Each payload as the value of a search, percent-encoded as a browser or tool sends it; whole targets as they are. */
function targetsOf(list: readonly DataFile[]): string[] {
  return [...new Set(list.flatMap(payloadsOf))].map((text) =>
    /^\/[\w./-]+\?\S+=/.test(text) ? text : query(text),
  )
}

function query(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  let out = '/search?q='
  for (const byte of bytes) {
    const char = String.fromCharCode(byte)
    // What is already encoded stays: encoding it again would be another payload.
    out += /[\w.~%/:-]/.test(char) ? char : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`
  }
  return out
}

interface CoreTest {
  readonly family: string
  readonly expect: string
  readonly method: string
  readonly uri: string
  readonly headers: Readonly<Record<string, string>> | null
  /** A log line shows what the rule looks at: target, agent, referrer or method. */
  readonly visible_in_access_log: boolean
}

const coreFamilies = ['913', '921', '930', '931', '932', '933', '934', '941', '942', '943', '944']

/** Requests of the Core Rule Set's tests of one family, as a log shows them. */
function coreRequests(family: string, expect: string): Partial<Request>[] {
  return coreTests()
    .filter((one) => one.family.includes(`-${family}-`) && one.expect === expect)
    .map(({ method, uri, headers }) => ({
      method: latin1(method),
      target: latin1(uri),
      agent: agentOf(headers),
      referrer: latin1(header(headers, 'referer')),
    }))
}

function coreTests(): CoreTest[] {
  const [{ lines } = { lines: [] }] = files('conformance/crs/crs_tests_dev.jsonl.gz')
  return lines
    .map((line) => JSON.parse(line) as CoreTest)
    .filter((one) => one.visible_in_access_log)
}

/** The tests name themselves in the agent, which would give them all away. */
function agentOf(headers: CoreTest['headers']): string {
  const agent = latin1(header(headers, 'user-agent'))
  return agent.startsWith('OWASP CRS test agent') ? '' : agent
}

function header(headers: CoreTest['headers'], name: string): string {
  const found = Object.entries(headers ?? {}).find(([known]) => known.toLowerCase() === name)
  return found?.[1] ?? ''
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function httpParams(label: string): string[] {
  const { lines } = file('http/httpparams/payload_train.csv')
  const rows = lines.slice(1).map((line) => /^"(.*)","\d+","[^"]*","(\w+)"$/.exec(line))
  return rows
    .filter((row) => row?.[2] === label)
    .map((row) => query(row![1]!.replaceAll('""', '"')))
}
