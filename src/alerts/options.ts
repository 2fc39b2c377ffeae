import type { Topic } from '../event/finding.ts'

const minute = 60_000
const hour = 60 * minute

/** How long things last; milliseconds of event time. */
export interface Lasting {
  /** A finding must be followed by another one this much later before the alert fires; 0: at once. */
  readonly for: number
  /** Without findings for so long, a firing alert is resolved. Grows with the gaps seen, up to `mostKeep`. */
  readonly keepFiringFor: number
  /** A resolved alert fires again, rather than a new one, within this time. */
  readonly reopenWithin: number
}

const attack: Lasting = { for: 0, keepFiringFor: 10 * minute, reopenWithin: 2 * hour }
const outage: Lasting = { for: 0, keepFiringFor: 5 * minute, reopenWithin: hour / 2 }

/** What a topic's alerts do unless the options say otherwise. */
export const lasting: Readonly<Record<Topic, Lasting>> = {
  'web-attack': attack,
  reconnaissance: attack,
  credentials: attack,
  volume: attack,
  abuse: attack,
  data: attack,
  errors: outage,
  latency: outage,
  traffic: outage,
}

export interface AlertOptions {
  /** Per topic, in part. */
  readonly topics?: Partial<Record<Topic, Partial<Lasting>>>
  /** Findings that fire a pending alert without waiting. */
  readonly enough?: number
  /** Weak evidence counts together for this long; milliseconds. */
  readonly noteWindow?: number
  /** Different rules whose notes together make an alert. */
  readonly noteRules?: number
  /** Sum of the scores of different notes that makes an alert; each halves in half a `noteWindow`. */
  readonly noteScore?: number
  /** Most stories kept: alerts of any state and entities with notes. */
  readonly most?: number
}

/** All options with their values. */
export interface AlertSettings extends Required<Omit<AlertOptions, 'topics'>> {
  readonly topics: Readonly<Record<Topic, Lasting>>
}

/** The longest that an alert keeps firing, or is remembered, without findings. */
export const mostKeep: number = 6 * hour

/** Options with the defaults filled in. */
export function settingsOf(options: AlertOptions): AlertSettings {
  const topics = { ...lasting }
  for (const [topic, given] of Object.entries(options.topics ?? {}))
    topics[topic as Topic] = { ...lasting[topic as Topic], ...given }
  return {
    topics,
    enough: options.enough ?? 3,
    noteWindow: options.noteWindow ?? 10 * minute,
    noteRules: options.noteRules ?? 3,
    noteScore: options.noteScore ?? 3,
    most: options.most ?? 6000,
  }
}
