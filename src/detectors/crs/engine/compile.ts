import { Pattern } from '../../../text/search/pattern.ts'
import { Missing, type Operator } from '../operators/operator.ts'
import { makers } from '../operators/table.ts'
import { plainText, references } from '../seclang/macro.ts'
import type { Link, Macro, Reference, SecRule, Selector, Target } from '../seclang/rule.ts'
import { chosen } from '../seclang/selection.ts'
import { lasting, shownHeaders, variables } from '../seclang/variables.ts'
import { transformations } from '../transformations/table.ts'
import { isOfRequest } from './pivot.ts'
import type { Choice, ReadyControl, ReadyLink, ReadyRule, ReadyTarget } from './rule.ts'

/** A rule made ready, and what of it a log cannot show. */
export interface Compiled {
  /** undefined when it can never hold. */
  readonly ready: ReadyRule | undefined
  /** Parts that are not looked at, each with its reason. */
  readonly missing: readonly string[]
  /** What is wrong in it: an operator that does not understand its argument. */
  readonly wrong: string
}

export interface Place {
  readonly position: number
  readonly goesTo: number
}

/** Makes rules ready to run. */
export class Compiler {
  readonly #read: (path: string, from: string) => string | undefined
  /** Values that are known before any request: the text of a reference to them. */
  readonly #known: (of: Reference) => string | undefined

  constructor(
    read: (path: string, from: string) => string | undefined,
    known: (of: Reference) => string | undefined,
  ) {
    this.#read = read
    this.#known = known
  }

  compile(rule: SecRule, { position, goesTo }: Place): Compiled {
    const missing = new Set<string>()
    const links: ReadyLink[] = []
    for (const [i, link] of rule.links.entries()) {
      const seen = link.targets.flatMap((target) => seenOf(target, missing))
      if (link.test && seen.length === 0)
        return { ready: undefined, missing: [...missing], wrong: '' }
      try {
        links.push(this.#link(rule, i, seen))
      } catch (error) {
        if (!(error instanceof Missing)) throw error
        return { ready: undefined, missing: [...missing], wrong: error.message }
      }
    }
    const looks = links.some(({ targets }) => targets.some(isOfRequest))
    const standsAlone = links.every((link) => this.#isOwn(link, links))
    const ready = { rule, links, position, goesTo, looks, standsAlone }
    return { ready, missing: [...missing], wrong: '' }
  }

  #link(rule: SecRule, index: number, targets: readonly Target[]): ReadyLink {
    const link = rule.links[index]!
    const argument = this.#folded(link.test?.argument ?? [])
    const text = plainText(argument)
    return {
      targets: targets.map(readyTarget),
      operator: link.test && text !== undefined ? this.#operator(link, text, rule) : undefined,
      make: link.test && text === undefined ? this.#later(link, rule) : undefined,
      argument,
      isAlways: link.test === undefined,
      isNegated: link.test?.isNegated ?? false,
      steps: link.transformations.map((name) => transformations.get(name)!),
      isMultiMatch: link.isMultiMatch,
      captures: link.captures,
      needsGroups: asksForGroups(rule.links.slice(index)),
      setVars: link.setVars
        .filter(({ collection }) => !lasting.has(collection))
        .map((change) => ({
          ...change,
          key: this.#folded(change.key),
          value: this.#folded(change.value),
        })),
      controls: link.controls.flatMap(readyControl),
      endsAll: link.endsAll,
    }
  }

  /** Whether a link needs of `TX` only what is settled, or what the same chain writes and reads. */
  #isOwn({ targets, argument }: ReadyLink, links: readonly ReadyLink[]): boolean {
    const written = new Set(
      links.flatMap(({ captures, setVars }) => [
        ...(captures ? groupNames : []),
        ...setVars.flatMap(({ key }) => plainText(key)?.toLowerCase() ?? []),
      ]),
    )
    return [...targets, ...references(argument)].every(
      ({ collection, key }) =>
        collection !== 'TX' || written.has(key) || this.#known({ collection, key }) !== undefined,
    )
  }

  #operator({ test }: Link, argument: string, rule: SecRule): Operator {
    const make = makers.get(test!.operator)
    if (!make) throw new Missing(`@${test!.operator} is not known here`)
    return make(argument, (path) => this.#read(path, rule.file))
  }

  /** The few arguments that requests bring are remembered. */
  #later(link: Link, rule: SecRule): (argument: string) => Operator {
    let last = ''
    let operator: Operator | undefined
    return (argument) => {
      if (operator && argument === last) return operator
      last = argument
      try {
        operator = this.#operator(link, argument, rule)
      } catch {
        operator = never
      }
      return operator
    }
  }

  #folded(macro: Macro): Macro {
    const parts: (string | Reference)[] = []
    for (const part of macro) {
      const known = typeof part === 'string' ? part : this.#known(part)
      const last = parts.at(-1)
      if (known === undefined) parts.push(part)
      else if (typeof last === 'string') parts[parts.length - 1] = last + known
      else parts.push(known)
    }
    return parts
  }
}

/** Keys of `TX` that hold the last match and its groups. */
export const groupNames: readonly string[] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
const never: Operator = { clauses: [], holds: () => false }

/** A target as far as a log shows it. What it does not show is added to `missing`. */
function seenOf(target: Target, missing: Set<string>): readonly Target[] {
  const { collection, key, pattern, isCount } = target
  const { sight, why } = variables.get(collection)!
  if (sight === 'hidden') {
    missing.add(`${collection}: ${why}`)
    return []
  }
  if (collection === 'REQUEST_HEADERS') {
    const name = key === '' && pattern === '' ? collection : `${collection}:${key || pattern}`
    const isShown = key === '' ? pattern === '' : shownHeaders.includes(key)
    if (isCount || !isShown) {
      missing.add(`${name}: ${isCount ? 'whether it was sent' : 'this header'} is not logged`)
      return []
    }
    if (key !== '') return [target]
  }
  if (sight === 'partly') missing.add(`${collection}: ${why}`)
  return [target]
}

function readyChoice({ collection, key, pattern }: Selector): Choice {
  return { collection, key, pattern: pattern === '' ? undefined : new Pattern(pattern, false) }
}

function readyTarget(target: Target): ReadyTarget {
  return {
    ...readyChoice(target),
    isCount: target.isCount,
    except: target.except.map(readyChoice),
  }
}

function readyControl({ by, value, target }: Link['controls'][number]): ReadyControl[] {
  const isWanted = chosen(by, value)
  return isWanted ? [{ isWanted, target: target && readyChoice(target) }] : []
}

/** Whether a link or one behind it refers to a group of a match: `TX:1`. */
function asksForGroups(links: readonly Link[]): boolean {
  return links.some(
    ({ targets, test, setVars }) =>
      targets.some(isGroup) ||
      references(test?.argument ?? []).some(isGroup) ||
      setVars.some(({ key, value }) => [...references(key), ...references(value)].some(isGroup)),
  )
}

function isGroup({ collection, key }: Reference): boolean {
  return collection === 'TX' && /^[1-9]$/.test(key)
}
