import { type DataFile, file, files } from '../data.ts'
import { type List, ofTarget, query, type Sample } from './sample.ts'

/** Of every kind of payload this share is to be found. */
const goal = 0.9

const lists: readonly [string, string][] = [
  ['sql injection', 'libinjection/sqli-*'],
  [
    'sql injection (fuzzdb, payloadsallthethings)',
    '{fuzzdb/sql-injection__*,payloadsallthethings/SQL_*}',
  ],
  ['cross-site scripting', 'libinjection/xss-*'],
  [
    'cross-site scripting (fuzzdb, payloadsallthethings)',
    '{fuzzdb/xss__*,payloadsallthethings/XSS_*}',
  ],
  ['path traversal', '{fuzzdb/path-traversal__*,payloadsallthethings/Directory_Traversal__*}'],
  ['file inclusion', '{fuzzdb/lfi__*,fuzzdb/rfi__*,payloadsallthethings/File_Inclusion__*}'],
  [
    'command injection',
    '{fuzzdb/os-cmd-execution__command*,payloadsallthethings/Command_Injection__*}',
  ],
  [
    'ldap, nosql, xpath injection',
    '{fuzzdb/{ldap,no-sql,xpath}*,payloadsallthethings/{LDAP,NoSQL}*}',
  ],
  ['xml entities', '{fuzzdb/xml__*,payloadsallthethings/XXE_*}'],
]

/** Tables of texts with 1 for an attack and 0 for none; many of their labels are wrong. */
const tables: readonly [string, string][] = [
  ['sql injection', 'sqli.csv.gz'],
  ['sql injection, modified', 'Modified_SQL_Dataset.csv.gz'],
  ['cross-site scripting', 'XSS_dataset.csv.gz'],
  ['command injection', 'command_injection.csv.gz'],
]

/** The payload lists by kind, and texts that look like payloads and are none. */
export function payloadLists(): List[] {
  const known = lists.map(([name, pattern]): List => {
    const samples = samplesOf(files(`http/payloads/${pattern}`))
    return { part: 'payloads', name, attack: true, goal, samples }
  })
  return [
    ...known,
    ...tables.flatMap(([name, at]) => [tableOf(name, at, '1'), tableOf(name, at, '0')]),
    {
      part: 'benign',
      name: 'libinjection false positives',
      attack: false,
      samples: samplesOf([file('http/payloads/libinjection/false_positives.txt')]),
    },
  ]
}

function tableOf(name: string, at: string, wanted: string): List {
  const attack = wanted === '1'
  const texts = rowsOf(file(`http/payloads/${at}`).lines).flatMap(([text, label]) =>
    label === wanted ? [text] : [],
  )
  const samples = samplesOf([{ name: at, lines: texts, hash: '' }])
  const what = attack ? 'attacks' : 'others'
  return { part: 'tables', name: `${name}, ${what}`, attack, samples }
}

/** Text and label of each row: columns may be in either order, with a number before them. */
function rowsOf(lines: readonly string[]): [string, string][] {
  return lines.flatMap((line): [string, string][] => {
    const [, text = '', label = ''] =
      /^(?:\d+,(?="|[^,]*,\s*[01]$))?(.*?),\s*([01])\s*$/.exec(line) ?? []
    return label === '' ? [] : [[unquoted(text), label]]
  })
}

function unquoted(text: string): string {
  return /^".*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text
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

/** Each payload as the value of a search; whole targets as they are. */
function samplesOf(list: readonly DataFile[]): Sample[] {
  return [...new Set(list.flatMap(payloadsOf))].map((text) =>
    /^\/[\w./-]+\?\S+=/.test(text) ? ofTarget(text) : ofTarget(query(text), text),
  )
}
