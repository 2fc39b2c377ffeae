import type { Detector } from '../../contract/detector.ts'
import type { Parser } from '../../contract/parser.ts'
import type { Mistake } from '../../detectors/rules/mistakes.ts'
import type { Rule } from '../../detectors/rules/rule.ts'

/** Whose rules they are. */
export const ruleKinds = ['sigma', 'crs', 'crowdsec', 'fail2ban'] as const
export type RuleKind = (typeof ruleKinds)[number]

/** A file as a loader takes it; its name is the path by which people find it. */
export interface RuleText {
  readonly name: string
  readonly text: string
}

/** A rule as lists show it. */
export interface Listed {
  readonly name: string
  /** '' where the rule does not say. */
  readonly severity: string
  readonly kind: string
  readonly about: string
  readonly mitre: readonly string[]
  /** 'shipped', or the kind and the file. */
  readonly origin: string
  readonly works: 'fully' | 'partly' | 'not at all'
}

/** A rule of ours or Sigma's, listed. */
export function listedRule({ name, severity, kind, title, mitre }: Rule, origin: string): Listed {
  return { name, severity, kind, about: title, mitre, origin, works: 'fully' }
}

/** What cannot run, or not all of it, and why. */
export interface Lack {
  readonly name: string
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
  readonly reason: string
}

/** What the files of one kind gave. */
export interface Family {
  readonly kind: RuleKind
  readonly listed: readonly Listed[]
  readonly detectors: readonly Detector[]
  /** Formats that the rules themselves describe, made from those that are known. */
  readonly parsers: (others: readonly Parser[], year: number) => readonly Parser[]
  readonly lacks: readonly Lack[]
  /** Names of rules that look at every new text or line. */
  readonly costly: readonly string[]
  readonly mistakes: readonly Mistake[]
  /** What to expect of them, in one line. */
  readonly advice?: string
}

/** How rules are loaded. */
export interface Loading {
  /** Load what is right although there are mistakes. */
  readonly keepGoing: boolean
  /** Names of rules that stay silent. */
  readonly disable: readonly string[]
  /** Paranoia level of CRS rules; 0: as their own settings say. */
  readonly paranoia: number
}

/** For kinds whose lines our own formats read. */
export const noParsers: Family['parsers'] = () => []
