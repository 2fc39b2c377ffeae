import type { Confidence, Severity, Topic } from '../../event/finding.ts'
import type { Language } from '../../text/tokens/languages.ts'
import type { Kind } from '../../event/kinds.ts'

/** Week is that of ISO 8601. */
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** A test of one field of an event. */
export interface Atom {
  readonly is: 'atom'
  /** Field of the event; 'request' stands for every place a payload can be: target, agent, referrer, user, method. */
  readonly field: string
  /** 'raw': bytes as logged; 'decoded': any of the decoding views of the field. */
  readonly view: 'raw' | 'decoded'
  readonly test:
    | { readonly op: 'equals' | 'contains' | 'starts' | 'ends'; readonly value: string }
    /** RE2 syntax; linear time. */
    | { readonly op: 'matches'; readonly value: string }
    /** The text is a piece of a language, at least this surely: 0 to 1. */
    | { readonly op: 'holds'; readonly value: Language; readonly least: number }
    | { readonly op: 'cidr'; readonly value: string }
    | { readonly op: 'exists'; readonly value: boolean }
    /** `part` compares a part of a time, in UTC. */
    | {
        readonly op: 'eq' | 'lt' | 'lte' | 'gt' | 'gte'
        readonly value: number
        readonly part?: TimePart
      }
    /** Another field, by its name, is the same text or stands in this one. */
    | {
        readonly op: 'same'
        readonly value: string
        readonly how: 'equals' | 'contains' | 'starts' | 'ends'
      }
  /** Text is compared without regard to case unless set. */
  readonly cased: boolean
}

export type Condition =
  | Atom
  | { readonly is: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition }

/** What every rule says about itself. */
export interface About {
  /** 'web/sql-union': folder and file name. */
  readonly name: string
  readonly id: string
  readonly title: string
  readonly description: string
  readonly falsepositives: readonly string[]
  /** MITRE techniques: 'T1190'. */
  readonly mitre: readonly string[]
  readonly kind: Kind
  readonly topic: Topic
  readonly severity: Severity
  readonly confidence: Confidence
  /** 0 to 1; scores of one kind in one line add up as 1 - (1-a)(1-b). */
  readonly score: number
}

/** A rule that looks at one event only. `silent` ones exist to be counted by correlations. */
export interface Signature extends About {
  readonly is: 'signature'
  readonly condition: Condition
  readonly silent: boolean
  /** It holds only for answers that show that the attempt worked. */
  readonly showsSuccess: boolean
}

/** A rule about many events of one key: Sigma correlation, with our additions. */
export interface Correlation extends About {
  readonly is: 'correlation'
  readonly type:
    | 'event_count'
    | 'value_count'
    | 'ratio'
    | 'leaky'
    | 'sum'
    | 'mean'
    | 'quantile'
    | 'temporal'
    | 'ordered'
  /** Names of the signatures whose events count, or of the correlations whose findings do. */
  readonly of: readonly string[]
  /** For 'ratio': signatures of the whole; empty means every request. */
  readonly against: readonly string[]
  readonly key: readonly string[]
  readonly span: number
  /** What is measured; '' where events are counted. */
  readonly field: string
  /** For 'quantile': 0 to 1. */
  readonly quantile: number
  readonly threshold: { readonly op: 'more than' | 'at least'; readonly value: number }
  /** What must hold for the measure beside the threshold. Upper limits alone are judged when a window ends. */
  readonly limits: readonly Limit[]
  /** It exists to be counted by others only. */
  readonly silent: boolean
  /** For 'ratio': events needed before it may speak. */
  readonly atLeast: number
}

export interface Limit {
  readonly op: 'less than' | 'at most' | 'other than'
  readonly value: number
}

export type Rule = Signature | Correlation
