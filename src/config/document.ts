import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import type { Path } from './check-value.ts'

/** A mistake with its place: 'tripline.yaml:14:7'. */
export interface Placed {
  readonly place: string
  readonly message: string
}

/** A layer of options and the way from an option to where it was written. */
export interface Layer {
  readonly name: 'flag' | 'environment' | 'file'
  readonly tree: unknown
  /** @param atName the place of the name rather than of the value */
  place(path: Path, atName: boolean): string
}

/** Mistakes of grammar that are told: what follows many is mostly their echo. */
const mostErrors = 20

/** Reads YAML. Mistakes of its grammar are added to `problems`. */
export function yamlLayer(text: string, file: string, problems: Placed[]): Layer {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  })
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  for (const error of document.errors.slice(0, mostErrors))
    problems.push({ place: at(error.pos[0]), message: sentence(error.message) })
  // Of a name that is given twice, the rest of the file can be checked all the same.
  const isReadable = document.errors.every(({ code }) => code === 'DUPLICATE_KEY')
  const tree = isReadable
    ? treeOf(document, (message) => problems.push({ place: at(0), message }))
    : {}
  return { name: 'file', tree, place: (path, atName) => at(offset(document, path, atName)) }
}

/** What a document says; what its aliases make unusable is told. */
function treeOf(document: Document, tell: (message: string) => void): unknown {
  try {
    const tree: unknown = document.toJS({ maxAliasCount: 20 }) ?? {}
    JSON.stringify(tree)
    return tree
  } catch (error) {
    const isTooMuch = (error as Error).message.startsWith('Excessive alias')
    const isCircle = error instanceof TypeError
    if (isTooMuch) tell('Its aliases (*name) repeat too much. Write out what they stand for.')
    else if (isCircle)
      tell('An alias (*name) stands for what it is in. Write out what it stands for.')
    else tell(sentence((error as Error).message))
    return {}
  }
}

/** Where a value or a name begins; the nearest thing around it when it is not written at all. */
function offset(document: Document, path: Path, atName: boolean): number {
  const node = path.length > 0 ? pairNode(document, path, atName) : document.contents
  if (node) return start(node)
  return path.length > 0 ? offset(document, path.slice(0, -1), atName) : 0
}

function pairNode(document: Document, path: Path, atName: boolean): unknown {
  const parent: unknown =
    path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents
  if (!isMap(parent)) return document.getIn(path, true)
  const name = String(path.at(-1))
  const pair = parent.items.find((p) => isScalar(p.key) && String(p.key.value) === name)
  return atName ? pair?.key : (pair?.value ?? pair?.key)
}

function start(node: unknown): number {
  const range = (node as { range?: readonly number[] | null }).range
  return range?.[0] ?? 0
}

function sentence(message: string): string {
  const first = message.split('\n')[0]!.trim()
  return /[.!?]$/.test(first) ? first : `${first}.`
}
