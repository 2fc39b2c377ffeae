import { Request } from '../src/event/request.ts'
import { compileSignatures } from '../src/detectors/rules/signatures.ts'
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
  const judge = (
    target: string,
    headers: Readonly<Record<string, string>> = {},
  ): 'found' | 'noted' | '' => {
    const request = new Request()
    Object.assign(request, {
      client: '192.0.2.1',
      host: 'shop.example',
      method: 'GET',
      protocol: 'HTTP/1.1',
      status: 200,
    })
    Object.assign(request, {
      target,
      agent: headers['user-agent'] ?? '',
      referrer: headers['referer'] ?? '',
    })
    const findings = set.judge(request)?.findings ?? []
    if (findings.some(({ note }) => !note)) return 'found'
    return findings.length > 0 ? 'noted' : ''
  }
  const row = (name: string, attack: boolean, targets: readonly string[]): Row => {
    const verdicts = targets.map((target) => judge(target))
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
  return [
    ...lists.map(([name, pattern]) => row(name, true, targetsOf(files(pattern)))),
    row('Core Rule Set tests, visible in the target', true, crsTargets()),
    row('httpparams, attacks', true, httpParams('anom')),
    row('httpparams, ordinary', false, httpParams('norm')),
    row(
      'libinjection false positives',
      false,
      targetsOf([file('http/payloads/libinjection/false_positives.txt')]),
    ),
  ]
}

/** Each line as the value of a search, percent-encoded, as a browser or tool sends it. */
function targetsOf(list: readonly DataFile[]): string[] {
  const texts = list.flatMap(({ lines }) => lines).filter((line) => !line.startsWith('#'))
  return [...new Set(texts)].map(query)
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

function crsTargets(): string[] {
  const [{ lines } = { lines: [] }] = files('conformance/crs/crs_tests_dev.jsonl.gz')
  return lines
    .map(
      (line) =>
        JSON.parse(line) as { family: string; expect?: string; uri: string; method: string },
    )
    .filter(
      ({ family, expect, uri }) =>
        expect === 'match' && /-(93|94)\d/.test(family) && uri.includes('?'),
    )
    .map(({ uri }) => Buffer.from(uri, 'utf8').toString('latin1'))
}

function httpParams(label: string): string[] {
  const { lines } = file('http/httpparams/payload_train.csv')
  const rows = lines.slice(1).map((line) => /^"(.*)","\d+","[^"]*","(\w+)"$/.exec(line))
  return rows
    .filter((row) => row?.[2] === label)
    .map((row) => query(row![1]!.replaceAll('""', '"')))
}
