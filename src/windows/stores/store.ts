import type { Keys } from '../keys/keys.ts'

/** What all stores need to know of the event at hand, read once. */
export interface Pass {
  time: number
  /** 1 for each condition that the event meets. */
  met: Uint8Array
  /** Numbers that are measured, NaN where the event has none. */
  readonly numbers: Float64Array
  /** Values that are told apart. */
  readonly digests: readonly Identity[]
}

/** 64 bits that stand for a text. */
export interface Identity {
  /** False when the event at hand has no such field. */
  readonly present: boolean
  readonly text: string
  readonly high: number
  readonly low: number
}

/** Numbers about the keys of one table in panes of one length; `whole` ones count a pane once it is the head. */
export interface Store {
  readonly keys: Keys
  /** Begins with this pane as head. */
  start(head: number): void
  /** Makes a later pane the head: older ones leave, its own events count. */
  turn(panes: number): void
  /** Whether it holds nothing at all. */
  isEmpty(): boolean
  /** Forgets everything. */
  reset(): void
  save(): unknown
  load(saved: unknown): void
}

/** A store of events that meet one condition. */
export interface Counter extends Store {
  readonly where: number
  /** Counts the event at hand, which meets the condition, for the key at hand. */
  count(pass: Pass): void
}

/** Told which keys were counted in a pane that has become part of windows. */
export interface Marker {
  mark(slot: number, pane: number): void
}
