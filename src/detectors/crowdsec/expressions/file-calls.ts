import { type Code, constant, isConstant, valueOf } from './code.ts'
import type { Compiler } from './compile.ts'
import { type DataFile, rowsOf } from './data-files.ts'
import type { Expression } from './expression.ts'
import type { Facts } from './facts.ts'
import { nearest } from '../../../text/nearest.ts'
import { anyOf, matchesAny, patternOf } from './text-tests.ts'

type Call = Extract<Expression, { is: 'call' }>

const names = new Set(['File', 'RegexpInFile', 'LookupFile'])

/** Whether a function looks into a file of data. */
export function isInFile(name: string): boolean {
  return names.has(name)
}

export function compileInFile(compiler: Compiler, call: Call): Code {
  const { name, at } = call
  const file = fileOf(compiler, call.with[name === 'File' ? 0 : 1], at)
  if (file === undefined) return { ...constant(undefined), type: 'any', made: 1 }
  if (name === 'File') return constant(file.lines)
  const text = compiler.expect(call.with[0]!, 'text', `what ${name} looks at`)
  return name === 'RegexpInFile' ? patterns(compiler, text, file) : looked(compiler, text, file)
}

function fileOf(compiler: Compiler, of: Expression | undefined, at: number): DataFile | undefined {
  const name = of && compiler.expect(of, 'text', 'the name of a file')
  if (!name || !isConstant(name)) {
    compiler.fail(at, 'the name of a file must stand in the expression')
    return undefined
  }
  const wanted = String(valueOf(name))
  const file = compiler.files.get(wanted)
  if (!file)
    compiler.lack(
      at,
      `the data file '${wanted}' is missing`,
      nearest(wanted, compiler.files.keys()) ?? '',
    )
  return file
}

/** Lines that are no pattern are told. */
function patterns(compiler: Compiler, text: Code, file: DataFile): Code {
  const list = file.lines.flatMap((line) => {
    try {
      return [patternOf(line)]
    } catch (error) {
      compiler.lack(0, `${file.name}: '${line}' is no pattern: ${(error as Error).message}`)
      return []
    }
  })
  const { key, run } = text.haystack ?? text
  const test = matchesAny(text.run, compiler.program.haystack(key, run), list)
  return compiler.made([text], {
    type: 'flag',
    key: `RegexpInFile(${text.key},${file.name})`,
    ...test,
  })
}

/** The tag of the first row that the text is like, rows that compare whole texts first. */
function looked(compiler: Compiler, text: Code, file: DataFile): Code {
  const rows = rowsOf(file)
  const equal = new Map(
    rows.filter(({ type }) => type === 'equals').map(({ pattern, tag }) => [pattern, tag]),
  )
  const { key, run } = text.haystack ?? text
  const haystack = compiler.program.haystack(key, run)
  const parts = rows.filter(({ type }) => type === 'contains')
  const isPart = anyOf(
    text.run,
    haystack,
    'contains',
    parts.map(({ pattern }) => pattern),
  )
  const likes = rows
    .filter(({ type }) => type === 'regex' || type === 'regexp')
    .flatMap(({ pattern, tag }) => {
      try {
        return [{ tag, test: matchesAny(text.run, haystack, [patternOf(pattern)]).run }]
      } catch (error) {
        compiler.lack(0, `${file.name}: '${pattern}' is no pattern: ${(error as Error).message}`)
        return []
      }
    })
  const work = (facts: Facts): string => {
    const seen = String(text.run(facts))
    const whole = equal.get(seen)
    if (whole !== undefined) return whole
    if (isPart.run(facts) === true) return parts.find(({ pattern }) => seen.includes(pattern))!.tag
    return likes.find(({ test }) => test(facts) === true)?.tag ?? ''
  }
  return compiler.made([text], {
    type: 'text',
    key: `LookupFile(${text.key},${file.name})`,
    run: work,
  })
}
