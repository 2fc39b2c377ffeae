import type { Confidence, Severity, Topic } from '../../event/finding.ts'
import type { Kind } from '../../event/kinds.ts'
import type { Guard } from './expressions/code.ts'
import type { Run } from './expressions/facts.ts'

/** What a scenario's labels say of its findings. */
export interface About {
  readonly kind: Kind
  readonly topic: Topic
  readonly severity: Severity
  readonly confidence: Confidence
  /** 0 to 1. */
  readonly score: number
  /** MITRE techniques: 'T1595'. */
  readonly mitre: readonly string[]
  /** CrowdSec would act upon it. */
  readonly remediation: boolean
}

/** A condition that makes an attack more likely, or less. */
export interface Hint {
  readonly condition: Run
  readonly evil: number
  readonly benign: number
  /** Once true, it stays so. */
  readonly stays: boolean
}

export const types = ['leaky', 'trigger', 'counter', 'conditional', 'bayesian'] as const
export type ScenarioType = (typeof types)[number]

/** A scenario of CrowdSec, ready to run. Times are in milliseconds. */
export interface Scenario {
  readonly name: string
  readonly description: string
  readonly type: ScenarioType
  readonly about: About
  /** Which events it pours; all when absent. */
  readonly filter: Run | undefined
  /** Its filter can hold only when one of these literals is there. */
  readonly guard: Guard | undefined
  /** Name of the bucket that an event goes to. */
  readonly groupby: Run | undefined
  /** What must be new in a bucket. */
  readonly distinct: Run | undefined
  readonly cancelOn: Run | undefined
  readonly overflowFilter: Run | undefined
  readonly condition: Run | undefined
  readonly prior: number
  readonly threshold: number
  readonly hints: readonly Hint[]
  /** Events that a bucket holds; more make it overflow. -1: it holds all. */
  readonly capacity: number
  /** Time in which one event leaks. */
  readonly leak: number
  /** Time after which a bucket nobody pours into is gone; for counters, from its first event to its overflow. */
  readonly lifetime: number
  readonly blackhole: number
  /** Other scenarios see its overflows. */
  readonly reprocess: boolean
  /** Events kept in full, for conditions that look at them. */
  readonly keeps: number
  readonly scope: { readonly type: string; readonly value: Run | undefined }
}
