import type { Pattern } from '../../../text/search/pattern.ts'
import type { Operator } from '../operators/operator.ts'
import type { Macro, SecRule, SetVar } from '../seclang/rule.ts'
import type { Transformation } from '../transformations/table.ts'
import type { Item } from './request-values.ts'

/** Members of a collection, ready to choose from. */
export interface Choice {
  readonly collection: string
  readonly key: string
  readonly pattern: Pattern | undefined
}

export interface ReadyTarget extends Choice {
  readonly isCount: boolean
  readonly except: readonly Choice[]
}

/** A link of a chain, ready to run. */
export interface ReadyLink {
  /** What a log shows of what it looks at, and what rules keep. */
  readonly targets: readonly ReadyTarget[]
  /** undefined: it always holds, or its argument is known only when it runs. */
  readonly operator: Operator | undefined
  /** Makes the operator of an argument that is known only when it runs. */
  readonly make: ((argument: string) => Operator) | undefined
  readonly argument: Macro
  readonly isAlways: boolean
  readonly isNegated: boolean
  readonly steps: readonly Transformation[]
  readonly isMultiMatch: boolean
  readonly captures: boolean
  /** Groups of its match are asked for, not only the match. */
  readonly needsGroups: boolean
  readonly setVars: readonly SetVar[]
  readonly controls: readonly ReadyControl[]
  readonly endsAll: boolean
}

export interface ReadyControl {
  readonly isWanted: (rule: SecRule) => boolean
  readonly target: Choice | undefined
}

export interface ReadyRule {
  readonly rule: SecRule
  readonly links: readonly ReadyLink[]
  /** Phase and place in the files: rules run in this order. */
  readonly position: number
  /** Position to go on at when it holds; 0: the next. */
  readonly goesTo: number
  /** It looks at the request, not only at what other rules keep. */
  readonly looks: boolean
  /** What it needs of other rules is settled: run alone it holds where it holds among them. */
  readonly standsAlone: boolean
}

/** What a link found. */
export interface Match {
  readonly collection: string
  readonly item: Item
  /** The value as tested, with its transformations. */
  readonly value: string
  readonly start: number
  readonly end: number
}

/** A rule that held, and for what. */
export interface Held {
  readonly ready: ReadyRule
  readonly match: Match
}

/** Whether a member is one of those chosen. */
export function isChosen(choice: Choice, key: string): boolean {
  if (choice.pattern) return choice.pattern.matches(key)
  return choice.key === '' || choice.key === key
}
