import { RE2JS } from 're2js'
import { Pattern, type Stretch } from '../../../text/search/pattern.ts'
import { readSyntax, type Syntax } from '../../../text/search/syntax.ts'
import { translate } from './dialect.ts'
import { neededBytes } from './needed-bytes.ts'
import { Missing, type Operator, type Value } from './operator.ts'

const mostGroups = 9
/** Steps times places that are looked at to say exactly where a match stands. */
const mostLooks = 1 << 19

/** A regular expression. @throws Missing for what cannot run in linear time */
export function makePattern(argument: string): Operator {
  const translated = translate(argument)
  if ('why' in translated) throw new Missing(`its pattern needs to go back: ${translated.why}`)
  const { source } = translated
  const syntax = readSyntax(source, false)
  if (!syntax) check(source)
  return new PatternOperator(source, syntax)
}

/** Most rules of a set are never asked, so all but the syntax waits for the first question. */
class PatternOperator implements Operator {
  readonly #source: string
  readonly #syntax: Syntax | undefined
  #pattern: Pattern | undefined
  #bytes: readonly Uint8Array[] | undefined
  #full: RE2JS | undefined

  constructor(source: string, syntax: Syntax | undefined) {
    this.#source = source
    this.#syntax = syntax
  }

  get clauses(): readonly (readonly string[])[] {
    return this.#ready().clauses
  }

  get bytes(): readonly Uint8Array[] {
    return (this.#bytes ??= this.#syntax ? neededBytes(this.#syntax) : [])
  }

  holds(value: Value): boolean {
    return this.#ready().test(value)
  }

  find(value: Value): Stretch | undefined {
    return this.#ready().find(value, mostLooks)
  }

  groups(value: Value): readonly string[] {
    this.#full ??= RE2JS.compile(this.#source)
    const matcher = this.#full.matcher(value.text)
    if (!matcher.find()) return []
    const count = Math.min(matcher.groupCount(), mostGroups)
    return Array.from({ length: count + 1 }, (_, i) => matcher.group(i) ?? '')
  }

  #ready(): Pattern {
    return (this.#pattern ??= new Pattern(this.#source, true))
  }
}

/** @throws Missing */
function check(source: string): void {
  try {
    RE2JS.compile(source)
  } catch (cause) {
    throw new Missing(`its pattern is not RE2 syntax: ${(cause as Error).message}`, { cause })
  }
}
