import type { Mistakes } from '../mistake.ts'
import { transformationNames, transformations } from '../transformations/table.ts'
import { type Action, readActions } from './actions.ts'
import type { Directive, Word } from './directives.ts'
import { readMacro } from './macro.ts'
import { readTest } from './operator.ts'
import type { Control, Link, SetVar, Target } from './rule.ts'
import { readTargets, selectorOf, withExceptions } from './targets.ts'
import { lasting, variables } from './variables.ts'
import { actions, foreignOperators, operators } from './words.ts'

const operatorNames = [...operators, ...foreignOperators]
const knownOperators = new Set(operatorNames.map((name) => name.toLowerCase()))

/** Reads what stands behind a directive: targets, an operator, actions. What is wrong is told and left out. */
export class LinkReader {
  readonly #directive: Directive
  readonly #mistakes: Mistakes

  constructor(directive: Directive, mistakes: Mistakes) {
    this.#directive = directive
    this.#mistakes = mistakes
  }

  targets(word: Word): Target[] {
    const written = readTargets(word)
    for (const { collection, at } of written)
      if (!variables.has(collection))
        this.#mistakes.unknown(
          this.#directive,
          at,
          `there is no variable '${collection}'`,
          variables.keys(),
        )
    return withExceptions(written.filter(({ collection }) => variables.has(collection)))
  }

  test(word: Word): Link['test'] {
    const test = readTest(word)
    if (!knownOperators.has(test.operator))
      this.#mistakes.unknown(
        this.#directive,
        word,
        `there is no operator '${test.operator}'`,
        operatorNames,
      )
    return test
  }

  /** Actions of a rule, those that do not exist left out. */
  actions(word: Word | undefined): Action[] {
    const written = word ? readActions(word) : []
    for (const { name, at } of written)
      if (!actions.has(name))
        this.#mistakes.unknown(this.#directive, at, `there is no action '${name}'`, actions)
    return written.filter(({ name }) => actions.has(name))
  }

  link(targets: readonly Target[], test: Link['test'], list: readonly Action[]): Link {
    const of = (wanted: string): Action[] => list.filter(({ name }) => name === wanted)
    return {
      targets,
      test,
      transformations: this.#transformations(of('t')),
      isMultiMatch: of('multimatch').length > 0,
      captures: of('capture').length > 0,
      setVars: of('setvar').flatMap((action) => this.#setVar(action) ?? []),
      controls: of('ctl').flatMap((action) => this.#control(action) ?? []),
      endsAll: of('ctl').some(({ value }) => /^ruleEngine\s*=\s*Off$/i.test(value)),
    }
  }

  /** `t:none` takes back all that stand before it. */
  #transformations(list: readonly Action[]): string[] {
    const names: string[] = []
    for (const { value, valueAt } of list) {
      const name = value.toLowerCase()
      if (name === 'none') names.length = 0
      else if (transformations.has(name)) names.push(name)
      else
        this.#mistakes.unknown(
          this.#directive,
          valueAt,
          `there is no transformation '${value}'`,
          transformationNames,
        )
    }
    return names
  }

  #setVar({ value, valueAt }: Action): SetVar | undefined {
    const [, sign, collection, key, given] = /^(!?)(\w+)\.([^=]+)(?:=(.*))?$/s.exec(value) ?? []
    const name = collection?.toUpperCase() ?? ''
    if (name === 'TX' || lasting.has(name))
      return {
        collection: name,
        key: readMacro(key!.trim()),
        isRemoval: sign === '!',
        value: readMacro(given ?? '1'),
      }
    this.#mistakes.add(this.#directive, valueAt, `setvar takes 'tx.name=value', this is '${value}'`)
    return undefined
  }

  #control({ value, valueAt }: Action): Control | undefined {
    const [, by, , rest] = /^ruleRemove((?:Target)?By(Id|Tag|Msg))\s*=\s*(.*)$/is.exec(value) ?? []
    if (by === undefined) {
      if (!/^\w+\s*=/.test(value))
        this.#mistakes.add(this.#directive, valueAt, `ctl takes 'name=value', this is '${value}'`)
      return undefined
    }
    const [what, ...where] = rest!.split(';')
    const isTarget = /^target/i.test(by)
    if (isTarget && where.length === 0) {
      this.#mistakes.add(this.#directive, valueAt, `no target behind '${value}'`)
      return undefined
    }
    const [written] = isTarget ? readTargets({ text: where.join(';'), at: valueAt }) : []
    return {
      by: by.slice(by.length - (/id$/i.test(by) ? 2 : 3)).toLowerCase() as Control['by'],
      value: what!.trim(),
      target: written && selectorOf(written),
    }
  }
}
