import type { Entry, SecRule } from '../seclang/rule.ts'
import { Request } from '../../../event/request.ts'
import { Compiler, type Compiled } from './compile.ts'
import { RequestValues } from './request-values.ts'
import type { ReadyRule } from './rule.ts'
import { linkHolds, runRule, Switches } from './run.ts'
import { OpenKeys, placeRules, settledRules } from './settled.ts'
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
export function createProgram(entries: readonly Entry[], { read, fixed }: Circumstances): Program {
  const placed = placeRules(entries)
  const settled = settledRules(placed)
  const fixedKeys = new Set(fixed.keys())
  const nobody = new RequestValues(new Request())
  const transaction = new Transaction(nobody, fixed, fixedKeys)
  const open = new OpenKeys()
  for (const { rule } of placed) if (!settled.has(rule)) open.add(rule)
  const compiler = new Compiler(read, ({ collection, key }) =>
    collection === 'TX' && !open.has(key) ? transaction.get(key) : undefined,
  )
  const switches = new Switches()
  const rules: ReadyRule[] = []
  const fates: Fate[] = []
  let from = 0
  for (const { rule, position, goesTo } of placed) {
    const isActive = position >= from && !switches.isOff(rule)
    const compiled = compiler.compile(rule, { position, goesTo })
    if (settled.has(rule)) {
      if (isActive && compiled.ready && runRule(compiled.ready, transaction, switches))
        from = Math.max(from, goesTo)
      continue
    }
    fates.push({ ...compiled, rule, isActive })
    if (isActive && compiled.ready && canHold(compiled.ready, open, transaction))
      rules.push(compiled.ready)
  }
  return { rules, before: transaction.all(), fixed: fixedKeys, fates }
}

/** Whether links that look only at what is settled hold: they say the same for every request. */
function canHold({ links }: ReadyRule, open: OpenKeys, transaction: Transaction): boolean {
  return links.every((link) => {
    const isSettled = link.targets.every(
      ({ collection, key }) => collection === 'TX' && key !== '' && !open.has(key),
    )
    if (link.isAlways || !link.operator || !isSettled) return true
    return linkHolds(link, transaction)
  })
}
