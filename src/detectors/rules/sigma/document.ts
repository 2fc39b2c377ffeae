import { LineCounter, type Node, parseAllDocuments } from 'yaml'
import { nearest } from '../../../text/nearest.ts'
import { readTests, type RuleTests } from '../rule-tests.ts'
import type { Signature } from '../rule.ts'
import { type Entry, Reader, type Unsupported } from '../sigma-reader.ts'
import { Collection } from './collection.ts'
import { type Draft, readCorrelation } from './correlation.ts'
import { type Filter, readFilter } from './filter.ts'
import type { Pipelines } from './pipeline.ts'
import { readSignature } from './signature.ts'

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
  'filter',
  'fields',
  'falsepositives',
  'level',
  'license',
  'scope',
  'taxonomy',
  'tripline',
]

/** One document of a file, parsed. */
export interface Document {
  /** Name of the file without its ending. */
  readonly base: string
  readonly reader: Reader
  readonly contents: Node
  readonly isOneOfMany: boolean
}

/** What a document says: a rule, a correlation or a filter. */
export interface Found {
  /** Name of its file, and the same without its ending. */
  readonly file: string
  readonly base: string
  readonly reader: Reader
  /** Names by which correlations may call it: ours, Sigma's name, its id. */
  readonly names: readonly string[]
  readonly signature: Signature | undefined
  readonly draft: Draft | undefined
  readonly filter: Filter | undefined
  readonly tests: RuleTests
  /** Written for others too: it says nothing under `tripline`. */
  readonly isForeign: boolean
  /** What of it cannot be run here. */
  readonly lacks: readonly Unsupported[]
}

/** Parses a file of rules into its documents. */
export function documentsIn(
  name: string,
  text: string,
): { reader: Reader; documents: readonly Document[] } {
  const lines = new LineCounter()
  const reader = new Reader(name, lines)
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    customTags: ['binary'],
  })
  const all = Array.isArray(parsed) ? parsed : []
  if (all.length === 0) reader.fail(0, 'the file is empty')
  const base = name.replace(/\.ya?ml$/, '')
  const collection = new Collection()
  const documents = all.flatMap((document) => {
    for (const error of document.errors) reader.fail(error.pos[0], error.message)
    if (document.errors.length > 0 || !document.contents) return []
    const contents = collection.next(document.contents)
    return contents ? [{ base, reader, contents, isOneOfMany: all.length > 1 }] : []
  })
  return { reader, documents }
}

/** Its keys at the top. */
export function topOf({ reader, contents }: Document): Map<string, Entry> {
  return new Map(reader.entries(contents, 'a rule').map((entry) => [entry.name, entry]))
}

/** Reads a rule, a correlation or a filter. */
export function readDocument(
  { base, reader, contents, isOneOfMany }: Document,
  top: ReadonlyMap<string, Entry>,
  pipelines: Pipelines,
): Found {
  checkTop(reader, contents, top)
  const title = reader.text(top.get('title')) ?? ''
  const slug = title.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const name = isOneOfMany ? `${base}/${slug.replace(/^-|-$/g, '')}` : base
  const ours = top.get('tripline')
  const tests = ours && reader.entries(ours.value, "'tripline'").find((e) => e.name === 'tests')
  const called = [reader.text(top.get('name')), reader.text(top.get('id'))]
  reader.isForeign = !ours
  const lacksBefore = reader.lacks.length
  const isRule = !top.has('correlation') && !top.has('filter')
  return {
    file: reader.file,
    base,
    reader,
    names: [...new Set([name, ...called.filter((text) => text !== undefined)])],
    signature: isRule ? readSignature(reader, name, top, pipelines) : undefined,
    draft: top.has('correlation') ? readCorrelation(reader, name, top) : undefined,
    filter: top.has('filter') ? readFilter(reader, top, pipelines) : undefined,
    tests: readTests(reader, tests),
    isForeign: !ours,
    lacks: reader.lacks.slice(lacksBefore),
  }
}

function checkTop(reader: Reader, contents: Node, top: ReadonlyMap<string, Entry>): void {
  for (const entry of top.values()) {
    const near = topKeys.includes(entry.name) ? undefined : nearest(entry.name, topKeys)
    if (near) reader.fail(entry.key, `unknown key '${entry.name}'`, near)
  }
  const isRule = !top.has('correlation') && !top.has('filter')
  for (const key of isRule ? ['title', 'logsource', 'detection'] : ['title'])
    if (!top.has(key)) reader.fail(contents, `the rule has no ${key}`)
}
