import { isMap, LineCounter, type Node, type ParsedNode, parseAllDocuments } from 'yaml'
import { type Case, lists, readExample, readLists, type RuleTests } from './rule-tests.ts'
import { type Entry, Reader } from './sigma-reader.ts'

/** What a `NAME.test.yml` beside `NAME.yml` holds. */
export interface TestFile {
  /** Name of the rule file it belongs to, without its ending. */
  readonly of: string
  /** More tests of the one rule in that file. */
  readonly tests: RuleTests
  /** Requests with all rules that hold for them. */
  readonly cases: readonly Case[]
  readonly reader: Reader
}

/** Whether a file holds tests only, by its name. */
export function isTestFile(name: string): boolean {
  return /\.test\.ya?ml$/.test(name)
}

/** Reads a file of tests. */
export function readTestFile(name: string, text: string): TestFile {
  const lines = new LineCounter()
  const reader = new Reader(name, lines)
  const of = name.replace(/\.test\.ya?ml$/, '')
  const [document] = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    customTags: ['binary'],
  })
  const contents = document && 'contents' in document ? document.contents : null
  for (const error of document?.errors ?? []) reader.fail(error.pos[0], error.message)
  if (!contents) reader.fail(0, 'the file is empty')
  const top = contents && document?.errors.length === 0 ? topOf(reader, contents) : new Map()
  return { of, tests: readLists(reader, top), cases: readCases(reader, top.get('cases')), reader }
}

function topOf(reader: Reader, contents: ParsedNode): Map<string, Entry> {
  return reader.known(contents, 'a test file', [...lists, 'cases'])
}

function readCases(reader: Reader, entry: Entry | undefined): readonly Case[] {
  return entry ? reader.items(entry.value).flatMap((node) => readCase(reader, node) ?? []) : []
}

function readCase(reader: Reader, node: Node): Case | undefined {
  if (!isMap(node)) return reader.fail(node, 'a case is a map: request, expect')
  const expect = reader.entries(node, 'a case').find(({ name }) => name === 'expect')
  if (!expect) return reader.fail(node, "a case needs 'expect': names of rules, or nothing yet")
  const example = readExample(reader, node, ['expect'])
  if (!example) return undefined
  const isOpen = expect.value.range?.[0] === expect.value.range?.[1]
  return {
    example,
    expect: isOpen ? undefined : reader.texts(expect),
    fillAt: expect.value.range?.[0] ?? 0,
  }
}
