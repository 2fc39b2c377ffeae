import type { Event } from '../event/event.ts'
import type { Finding } from '../event/finding.ts'
import type { Closed, Need, View, Where } from './windows.ts'

/** JSON Schema of an options object: types, defaults and descriptions in one place. */
export interface Schema {
  readonly type: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly format?: string
  readonly examples?: readonly unknown[]
}

/** A need of this detector, by index, that must reach `atLeast` before `score` is worth calling. */
export interface Wake {
  readonly need: number
  readonly atLeast: number
}

/**
 * A detector at work. `score` and `close` never change what `score` would say of another event;
 * `learn` never judges; `save` is what a restart needs (structured-cloneable, a copy).
 */
export interface Judge {
  /** When given, `score` runs only for events that bring one of these needs to its level. */
  readonly wakes?: readonly Wake[]
  /** The judgement of one event, after windows have counted it. undefined costs nothing: the usual case. */
  score?(event: Event, view: View): Finding | readonly Finding[] | undefined
  /**
   * Events that `learn` wants: all when absent. Asked once for each kind, status, area and method, so
   * `learn` may be called for others that share these with one it wants.
   */
  readonly learns?: Where
  /** Called after `score`. */
  learn?(event: Event, view: View): void
  /** The judgement of a window that ended; may learn from it afterwards. */
  close?(window: Closed, view: View): Finding | readonly Finding[] | undefined
  save(): unknown
}

export interface Detector<Options = object> {
  /** Name in the config and in findings; also the file's name. */
  readonly name: string
  readonly about: string
  /** Schema of its options; each has a default, so that {} is enough. */
  readonly options: Schema
  needs(options: Options): readonly Need[]
  /** @param saved what `save` returned before a restart; undefined at first */
  start(options: Options, saved?: unknown): Judge
}

export function defineDetector<Options>(detector: Detector<Options>): Detector<Options> {
  return detector
}
