import type { Mistake } from './mistakes.ts'
import { type Case, joined, noTests, type RuleTests } from './rule-tests.ts'
import type { Rule } from './rule.ts'
import type { Reader, Unsupported } from './sigma-reader.ts'
import { documentsIn, type Found, readDocument, topOf } from './sigma/document.ts'
import { linked } from './sigma/links.ts'
import { Pipelines } from './sigma/pipeline.ts'
import { isTestFile, readTestFile, type TestFile } from './test-file.ts'

/** The text of one rule file. Its name is its path below the folder of rules: 'web/sql-injection.yml'. */
export interface RuleFile {
  readonly name: string
  readonly text: string
}

/** A rule that cannot be run here, and why. */
export interface Lacking extends Unsupported {
  /** Name of the rule. */
  readonly name: string
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
  /** Rules that are right but ask for what is not here: they are not among `rules`. */
  readonly unsupported: readonly Lacking[]
  readonly mistakes: readonly Mistake[]
}

/**
 * Reads Sigma rules, correlations, filters and pipelines, several documents to a file if need be, and
 * names every mistake at once.
 */
export function loadRules(files: readonly RuleFile[]): Loaded {
  const testFiles = files
    .filter(({ name }) => isTestFile(name))
    .map(({ name, text }) => readTestFile(name, text))
  const parsed = files
    .filter(({ name }) => !isTestFile(name))
    .map(({ name, text }) => documentsIn(name, text))
  const { found, unsupported } = readAll(parsed.flatMap(({ documents }) => documents))
  const links = linked(found)
  const rules = links.rules.filter(({ from }) => from.reader.mistakes.length === 0)
  const beside = testsBeside(testFiles, found)
  const readers: Reader[] = [...parsed, ...testFiles].map(({ reader }) => reader)
  return {
    rules: rules.map(({ rule }) => rule),
    tests: new Map(
      rules.map(({ from, rule }) => [
        rule.name,
        joined(from.tests, beside.get(rule.name) ?? noTests),
      ]),
    ),
    places: new Map(rules.map(({ from, rule }) => [rule.name, from.file])),
    cases: testFiles.flatMap(({ cases }) => cases),
    unsupported: [...unsupported, ...links.unsupported],
    mistakes: readers.flatMap((reader) => reader.mistakes.toSorted(byPlace)),
  }
}

/** Pipelines first: all rules are read with them. */
function readAll(documents: ReturnType<typeof documentsIn>['documents']): {
  readonly found: readonly Found[]
  readonly unsupported: readonly Lacking[]
} {
  const pipelines = new Pipelines()
  const rest = documents.flatMap((document) => {
    const top = topOf(document)
    if (!Pipelines.isOne(top)) return [{ document, top }]
    pipelines.add(document.reader, document.contents)
    return []
  })
  const ofPipelines = [...new Set(documents.map(({ reader }) => reader))].flatMap((reader) =>
    reader.lacks.map((lack) => ({ ...lack, name: lack.file.replace(/\.ya?ml$/, '') })),
  )
  const found = rest.map(({ document, top }) => readDocument(document, top, pipelines))
  const ofRules = found.flatMap(({ names, lacks }) =>
    lacks.map((lack) => ({ ...lack, name: names[0]! })),
  )
  return { found, unsupported: [...ofPipelines, ...ofRules] }
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
