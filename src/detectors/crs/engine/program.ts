import type { Entry, SecRule } from '../seclang/rule.ts'
import { Request } from '../../../event/request.ts'
import { Compiler, type Compiled } from './compile.ts'
import { neededRules, possibleRules } from './needed.ts'
import { isBlind } from './pivot.ts'
import { RequestValues } from './request-values.ts'
import type { Choice, ReadyRule } from './rule.ts'
import { linkHolds, runRule, Switches } from './run.ts'
import { OpenKeys, type Placed, placeRules, settledRules } from './settled.ts'
import { Transaction } from './transaction.ts'

/** A rule as it was loaded, and what became of it. */
export interface Fate extends Compiled {
  readonly rule: SecRule
  /** False when settings leave it out: another paranoia level, an exclusion. */
  readonly isActive: boolean
}

/** Rules that can hold for a request, in their order, and what is kept before any request. */
export interface Program {
  readonly rules: readonly ReadyRule[]
  readonly before: ReadonlyMap<string, string>
  readonly fixed: ReadonlySet<string>
  /** Every rule that looks at requests. */
  readonly fates: readonly Fate[]
}

export interface Circumstances {
  /** Text of a file that a rule names. */
  readonly read: (path: string, from: string) => string | undefined
  /** Values of `TX` that rules may not change. */
  readonly fixed: ReadonlyMap<string, string>
}

/** Runs what is the same for all requests, and makes the rest ready. */
export function createProgram(entries: readonly Entry[], circumstances: Circumstances): Program {
  const placed = placeRules(entries)
  const start = new Start(placed, circumstances)
  for (const one of placed) start.take(one)
  return start.program()
}

/** What happens before any request: settled rules run, all others are made ready. */
class Start {
  readonly #settled: ReadonlySet<SecRule>
  readonly #open = new OpenKeys()
  readonly #fixed: ReadonlySet<string>
  readonly #transaction: Transaction
  readonly #compiler: Compiler
  readonly #switches = new Switches()
  readonly #rules: ReadyRule[] = []
  readonly #fates: Fate[] = []
  /** Position before which rules are jumped over. */
  #from = 0

  constructor(placed: readonly Placed[], { read, fixed }: Circumstances) {
    this.#settled = settledRules(placed)
    for (const { rule } of placed) if (!this.#settled.has(rule)) this.#open.add(rule)
    this.#fixed = new Set(fixed.keys())
    this.#transaction = new Transaction(new RequestValues(new Request()), fixed, this.#fixed)
    this.#compiler = new Compiler(read, ({ collection, key }) =>
      collection === 'TX' && !this.#open.has(key) ? this.#transaction.get(key) : undefined,
    )
  }

  take({ rule, position, goesTo }: Placed): void {
    const isActive = position >= this.#from && !this.#switches.isOff(rule)
    const compiled = this.#compiler.compile(rule, { position, goesTo })
    const { ready } = compiled
    // before any rule that asks, requests have changed nothing yet
    const isFirst = isActive && this.#rules.length === 0 && ready !== undefined && isBlind(ready)
    if (this.#settled.has(rule) || isFirst) {
      if (isActive && ready) this.#run(ready)
      return
    }
    this.#fates.push({ ...compiled, rule, isActive })
    if (isActive && ready && this.#canHold(ready))
      this.#rules.push(without(ready, this.#switches.exceptions(rule)))
  }

  program(): Program {
    const before = this.#transaction.all()
    return {
      rules: neededRules(possibleRules(this.#rules, before)),
      before,
      fixed: this.#fixed,
      fates: this.#fates,
    }
  }

  #run(ready: ReadyRule): void {
    if (runRule(ready, this.#transaction, this.#switches))
      this.#from = Math.max(this.#from, ready.goesTo)
  }

  /** Whether links that look only at what is settled hold: they say the same for every request. */
  #canHold({ links }: ReadyRule): boolean {
    return links.every((link) => {
      const isSettled = link.targets.every(
        ({ collection, key }) => collection === 'TX' && key !== '' && !this.#open.has(key),
      )
      return link.isAlways || !link.operator || !isSettled || linkHolds(link, this.#transaction)
    })
  }
}

/** A rule that does not look at some members. */
function without(ready: ReadyRule, exceptions: readonly Choice[]): ReadyRule {
  if (exceptions.length === 0) return ready
  const links = ready.links.map((link) => ({
    ...link,
    targets: link.targets.map((target) => ({
      ...target,
      except: [
        ...target.except,
        ...exceptions.filter(({ collection }) => collection === target.collection),
      ],
    })),
  }))
  return { ...ready, links }
}
