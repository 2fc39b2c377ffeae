import { isScalar, LineCounter, type ParsedNode, parseAllDocuments } from 'yaml'
import { nearest } from '../../text/nearest.ts'
import type { Mistake } from './mistakes.ts'
import { type Case, joined, noTests, readTests, type RuleTests } from './rule-tests.ts'
import type { Rule, Signature } from './rule.ts'
import { type Draft, readCorrelation } from './sigma/correlation.ts'
import { type Entry, Reader } from './sigma-reader.ts'
import { readSignature } from './sigma/signature.ts'
import { isTestFile, readTestFile, type TestFile } from './test-file.ts'

/** The text of one rule file. Its name is its path below the folder of rules: 'web/sql-injection.yml'. */
export interface RuleFile {
  readonly name: string
  readonly text: string
}

/** What could be read. Files with a mistake give no rule at all. */
export interface Loaded {
  readonly rules: readonly Rule[]
  /** The tests of each rule, by its name. */
  readonly tests: ReadonlyMap<string, RuleTests>
  /** Names of the files that the rules are in, by the name of each. */
  readonly places: ReadonlyMap<string, string>
  /** Requests with all rules that hold for them. */
  readonly cases: readonly Case[]
  readonly mistakes: readonly Mistake[]
}

const topKeys = [
  'title',
  'id',
  'name',
  'related',
  'status',
  'description',
  'references',
  'author',
  'date',
  'modified',
  'tags',
  'logsource',
  'detection',
  'correlation',
  'fields',
  'falsepositives',
  'level',
  'license',
  'scope',
  'taxonomy',
  'tripline',
]

interface Found {
  /** Name of its file, and the same without its ending. */
  readonly file: string
  readonly base: string
  readonly reader: Reader
  /** Names by which correlations may call it: ours, Sigma's name, its id. */
  readonly names: readonly string[]
  readonly signature: Signature | undefined
  readonly draft: Draft | undefined
  readonly tests: RuleTests
  readonly isForeign: boolean
}

/** Reads Sigma rules and correlations, several documents to a file if need be, and names every mistake at once. */
export function loadRules(files: readonly RuleFile[]): Loaded {
  const readers = new Map<string, Reader>()
  const testFiles = files
    .filter(({ name }) => isTestFile(name))
    .map(({ name, text }) => readTestFile(name, text))
  const found = files
    .filter(({ name }) => !isTestFile(name))
    .flatMap((file) => {
      const lines = new LineCounter()
      const reader = new Reader(file.name, lines)
      readers.set(file.name, reader)
      return readFile(reader, lines, file)
    })
  const byName = new Map<string, Found>()
  for (const one of found)
    for (const name of one.names) {
      if (byName.has(name)) one.reader.fail(0, `another rule is called '${name}' too`)
      else byName.set(name, one)
    }
  let rules = found.flatMap((one) => resolve(one, byName))
  rules = rules.filter(({ from }) => from.reader.mistakes.length === 0)
  const counted = new Set(
    found.flatMap(({ draft }) =>
      draft && !draft.generate ? draft.refers.map((entry) => textOf(entry)) : [],
    ),
  )
  const beside = testsBeside(testFiles, found)
  return {
    rules: rules.map(({ from, rule }) => {
      const isSilent = from.isForeign && from.names.some((name) => counted.has(name))
      return rule.is === 'signature' && isSilent ? { ...rule, silent: true } : rule
    }),
    tests: new Map(
      rules.map(({ from, rule }) => [
        rule.name,
        joined(from.tests, beside.get(rule.name) ?? noTests),
      ]),
    ),
    places: new Map(rules.map(({ from, rule }) => [rule.name, from.file])),
    cases: testFiles.flatMap(({ cases }) => cases),
    mistakes: [...readers.values(), ...testFiles.map(({ reader }) => reader)].flatMap((reader) =>
      reader.mistakes.toSorted(byPlace),
    ),
  }
}

/** Tests in files of their own, by the rule whose file they stand beside. */
function testsBeside(
  testFiles: readonly TestFile[],
  found: readonly Found[],
): ReadonlyMap<string, RuleTests> {
  const beside = new Map<string, RuleTests>()
  for (const { of, tests, reader } of testFiles) {
    const [one, ...more] = found.filter(({ base }) => base === of)
    if (one && more.length === 0) beside.set(one.names[0]!, tests)
    else if (Object.values(tests).some((list: readonly unknown[]) => list.length > 0))
      reader.fail(
        0,
        one ? `${of} holds several rules: write cases` : `no rule file ${of} is beside it`,
      )
  }
  return beside
}

function byPlace(a: Mistake, b: Mistake): number {
  return a.line - b.line || a.column - b.column
}

function readFile(reader: Reader, lines: LineCounter, file: RuleFile): readonly Found[] {
  const parsed = parseAllDocuments(file.text, { lineCounter: lines, prettyErrors: false })
  const documents = Array.isArray(parsed) ? parsed : []
  if (documents.length === 0) reader.fail(0, 'the file is empty')
  const base = file.name.replace(/\.ya?ml$/, '')
  return documents.flatMap((document) => {
    for (const error of document.errors) reader.fail(error.pos[0], error.message)
    if (document.errors.length > 0 || !document.contents) return []
    return readDocument(reader, base, document.contents, documents.length > 1) ?? []
  })
}

function readDocument(
  reader: Reader,
  base: string,
  contents: ParsedNode,
  isOneOfMany: boolean,
): Found | undefined {
  const top = new Map<string, Entry>()
  for (const entry of reader.entries(contents, 'a rule')) {
    const near = topKeys.includes(entry.name) ? undefined : nearest(entry.name, topKeys)
    if (near) reader.fail(entry.key, `unknown key '${entry.name}'`, near)
    top.set(entry.name, entry)
  }
  const isCorrelation = top.has('correlation')
  for (const key of isCorrelation ? ['title'] : ['title', 'logsource', 'detection'])
    if (!top.has(key)) reader.fail(contents, `the rule has no ${key}`)
  const title = reader.text(top.get('title')) ?? ''
  const slug = title.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const name = isOneOfMany ? `${base}/${slug.replace(/^-|-$/g, '')}` : base
  const ours = top.get('tripline')
  const tests = ours && reader.entries(ours.value, "'tripline'").find((e) => e.name === 'tests')
  const called = [reader.text(top.get('name')), reader.text(top.get('id'))]
  return {
    file: reader.file,
    base,
    reader,
    names: [...new Set([name, ...called.filter((text) => text !== undefined)])],
    signature: isCorrelation ? undefined : readSignature(reader, name, top),
    draft: isCorrelation ? readCorrelation(reader, name, top) : undefined,
    tests: readTests(reader, tests),
    isForeign: !ours,
  }
}

function resolve(
  one: Found,
  byName: ReadonlyMap<string, Found>,
): readonly { readonly from: Found; readonly rule: Rule }[] {
  if (one.signature) return [{ from: one, rule: one.signature }]
  if (!one.draft) return []
  const names = (entries: readonly Entry[]): string[] =>
    entries.flatMap((entry) => {
      const name = textOf(entry)
      const target = byName.get(name)
      if (target?.signature) return target.signature.name
      if (target?.draft) one.reader.fail(entry.value, 'a correlation of correlations')
      else if (!target) one.reader.unknown(entry.value, 'rule', name, byName.keys())
      return []
    })
  const of = names(one.draft.refers)
  return [{ from: one, rule: { ...one.draft.rule, of, against: names(one.draft.against) } }]
}

function textOf(entry: Entry): string {
  return isScalar(entry.value) && typeof entry.value.value === 'string' ? entry.value.value : ''
}
