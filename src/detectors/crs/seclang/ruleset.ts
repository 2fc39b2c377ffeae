import { Mistakes } from '../mistake.ts'
import type { Mistake } from '../../rules/mistakes.ts'
import { type Action, readActions } from './actions.ts'
import { readDirectives, type Directive, type SecFile, type Word } from './directives.ts'
import { Included } from './included.ts'
import { LinkReader } from './link-reader.ts'
import type { Entry, Link, SecRule, Selector, Target } from './rule.ts'
import { chosen } from './selection.ts'
import { readTargets, selectorOf } from './targets.ts'
import { phaseOf, ruleOf } from './rule-reader.ts'
import { directives, serverDirectives, verdicts } from './words.ts'

/** Rules in the order in which they are asked, with what was wrong in their files. */
export interface Ruleset {
  readonly entries: readonly Entry[]
  readonly mistakes: readonly Mistake[]
}

const known = new Set([...directives, ...serverDirectives].map((name) => name.toLowerCase()))
const mostDepth = 20
const actionForm = 'a SecAction is \'SecAction "actions"\''
const ruleForm = 'a SecRule is \'SecRule VARIABLES "@operator argument" "actions"\''

/** Reads the rules of files, in order, with what they include. */
export function readRuleset(files: readonly SecFile[]): Ruleset {
  const reader = new RulesetReader(files)
  reader.readAll()
  const mistakes = reader.mistakes.all.toSorted(
    (a, b) =>
      reader.read.indexOf(a.file) - reader.read.indexOf(b.file) ||
      a.line - b.line ||
      a.column - b.column,
  )
  return { entries: reader.entries, mistakes }
}

class RulesetReader {
  entries: Entry[] = []
  readonly mistakes = new Mistakes()
  /** Names of the files that were read as rules, in their order. */
  readonly read: string[] = []
  readonly #included: Included
  readonly #ids = new Set<number>()
  /** Default actions by phase. */
  readonly #defaults = new Map<number, readonly Action[]>()
  /** The rule whose chain goes on with the next directive. */
  #open: { rule: SecRule; directive: Directive } | undefined

  constructor(files: readonly SecFile[]) {
    this.#included = new Included(files)
  }

  readAll(): void {
    for (const file of this.#included.entries()) this.#file(file, 0)
    this.#closeChain()
  }

  #file(file: SecFile, depth: number): void {
    this.read.push(file.name)
    for (const directive of readDirectives(file, this.mistakes.all))
      this.#take(directive, file, depth)
  }

  #take(directive: Directive, file: SecFile, depth: number): void {
    const name = directive.name.toLowerCase()
    if (!known.has(name))
      return this.mistakes.unknown(directive, 0, `there is no directive '${directive.name}'`, [
        ...directives,
        ...serverDirectives,
      ])
    if (name === 'secrule' || name === 'secaction')
      return this.#rule(directive, name === 'secaction')
    this.#closeChain()
    if (name.startsWith('include')) this.#include(directive, file, depth)
    else if (name === 'secmarker')
      this.entries.push({ is: 'marker', name: directive.words[0]?.text ?? '' })
    else if (name === 'secdefaultaction') this.#default(directive)
    else if (name.startsWith('secrule')) this.#change(directive, name)
  }

  #change(directive: Directive, name: string): void {
    if (name.startsWith('secruleremove')) this.#remove(directive, name)
    else if (name.startsWith('secruleupdate')) this.#update(directive, name)
  }

  #include(directive: Directive, file: SecFile, depth: number): void {
    for (const { text, at } of directive.words) {
      const found = this.#included.matching(text, file.name)
      const isOptional = directive.name.length > 'include'.length || text.includes('*')
      if (found.length === 0 && !isOptional)
        this.mistakes.add(directive, at, `there is no file '${text}'`)
      else if (depth >= mostDepth)
        this.mistakes.add(directive, at, 'files include each other too deeply')
      else for (const one of found) this.#file(one, depth + 1)
    }
  }

  #default(directive: Directive): void {
    const word = directive.words[0]
    const list = word ? readActions(word) : []
    this.#defaults.set(phaseOf(list, 2), list)
  }

  #rule(directive: Directive, isAction: boolean): void {
    const { words } = directive
    const [least, most, form] = isAction ? [1, 1, actionForm] : [2, 3, ruleForm]
    if (words.length < least || words.length > most)
      return this.mistakes.add(directive, words[most] ?? 0, form)
    const reader = new LinkReader(directive, this.mistakes)
    const list = reader.actions(words[isAction ? 0 : 2])
    const targets = isAction ? [] : reader.targets(words[0]!)
    const link = reader.link(targets, isAction ? undefined : reader.test(words[1]!), list)
    if (this.#open) this.#append(this.#open.rule, link, directive)
    else this.#begin(directive, list, link)
    const rule = this.entries.at(-1)
    const isChained = list.some(({ name }) => name === 'chain') && rule?.is === 'rule'
    this.#open = isChained ? { rule, directive } : undefined
  }

  #append(rule: SecRule, link: Link, directive: Directive): void {
    if (this.entries.at(-1) !== rule)
      return this.mistakes.add(directive, 0, 'this chain has lost its first rule')
    this.entries[this.entries.length - 1] = { ...rule, links: [...rule.links, link] }
  }

  #begin(directive: Directive, list: readonly Action[], link: Link): void {
    const rule = ruleOf(directive, list, link, this.#defaults)
    const at = directive.words.at(-1)!
    if (!(Number.isInteger(rule.id) && rule.id > 0))
      this.mistakes.add(directive, at, 'the rule has no id')
    else if (this.#ids.has(rule.id))
      this.mistakes.add(directive, at, `another rule has id ${rule.id} too`)
    if (!(rule.phase >= 1 && rule.phase <= 5)) this.mistakes.add(directive, at, 'a phase is 1 to 5')
    this.#ids.add(rule.id)
    this.entries.push(rule)
  }

  #closeChain(): void {
    if (this.#open)
      this.mistakes.add(this.#open.directive, 0, 'the chain of this rule does not go on')
    this.#open = undefined
  }

  #remove(directive: Directive, name: string): void {
    const isWanted = this.#chosen(directive, name.slice('secruleremoveby'.length), directive.words)
    this.entries = this.entries.filter((entry) => entry.is !== 'rule' || !isWanted(entry))
  }

  #update(directive: Directive, name: string): void {
    const [which, what, replaced] = directive.words
    if (!which || !what)
      return this.mistakes.add(directive, 0, `${directive.name} takes rules and what to change`)
    const by = name.replace(/^secruleupdate(?:target|action)by/, '')
    const isWanted = this.#chosen(directive, by, [which])
    const change = name.includes('action')
      ? this.#actionChange(directive, what)
      : this.#targetChange(directive, what, replaced)
    this.entries = this.entries.map((entry) =>
      entry.is === 'rule' && isWanted(entry) ? change(entry) : entry,
    )
  }

  #chosen(directive: Directive, by: string, words: readonly Word[]): (rule: SecRule) => boolean {
    const tests = words.map((word) => {
      const test = chosen(by as 'id' | 'tag' | 'msg', word.text)
      if (!test) this.mistakes.add(directive, word, `'${word.text}' names no rules`)
      return test ?? ((): boolean => false)
    })
    return (rule) => tests.some((test) => test(rule))
  }

  #actionChange(directive: Directive, what: Word): (rule: SecRule) => SecRule {
    const list = new LinkReader(directive, this.mistakes).actions(what)
    const verdict = list.findLast(({ name }) => verdicts.has(name))?.name
    const quiet = list.findLast(({ name }) => name === 'log' || name === 'nolog')?.name
    return (rule) => ({
      ...rule,
      ...(verdict && { verdict }),
      ...(quiet && { isLogged: quiet === 'log' }),
      tags: [...rule.tags, ...list.flatMap(({ name, value }) => (name === 'tag' ? value : []))],
    })
  }

  /** Exceptions join the targets there are; other targets are added, or stand in for one. */
  #targetChange(directive: Directive, what: Word, replaced?: Word): (rule: SecRule) => SecRule {
    const reader = new LinkReader(directive, this.mistakes)
    const exceptions = readTargets(what).filter(({ isException }) => isException)
    const added = reader.targets(what)
    const old = replaced && readTargets(replaced).map(selectorOf)
    return (rule) => ({
      ...rule,
      links: rule.links.map((link, i) =>
        i > 0
          ? link
          : {
              ...link,
              targets: [...link.targets.filter((target) => !isOneOf(target, old)), ...added].map(
                (target) => excepting(target, exceptions.map(selectorOf)),
              ),
            },
      ),
    })
  }
}

function isOneOf(target: Target, selectors: readonly Selector[] | undefined): boolean {
  return (
    selectors?.some(
      ({ collection, key, pattern }) =>
        collection === target.collection && key === target.key && pattern === target.pattern,
    ) ?? false
  )
}

/** A target without some members of its collection. */
function excepting(target: Target, exceptions: readonly Selector[]): Target {
  const own = exceptions.filter(({ collection }) => collection === target.collection)
  return own.length === 0 ? target : { ...target, except: [...target.except, ...own] }
}
