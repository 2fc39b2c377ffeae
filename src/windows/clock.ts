import type { Group } from './group.ts'
import type { Store } from './stores/store.ts'

/** Moves the stores of one step through time, pane by pane. */
export class Clock {
  readonly step: number
  readonly stores: Store[] = []
  /** Whole groups of this step with their numbers; none on a clock of live stores. */
  readonly groups: { readonly group: Group; readonly number: number }[] = []
  head = 0
  /** Time at which the pane after the head begins. */
  end: number = Infinity

  constructor(step: number) {
    this.step = step
  }

  /** Makes the pane of this time the head, of stores that hold nothing. */
  start(time: number): void {
    this.head = Math.floor(time / this.step)
    this.end = (this.head + 1) * this.step
    for (const store of this.stores) store.start(this.head)
  }

  turn(): void {
    this.#turn(1)
  }

  #turn(panes: number): void {
    this.head += panes
    this.end += panes * this.step
    for (const store of this.stores) store.turn(panes)
  }

  isEmpty(): boolean {
    for (const store of this.stores) if (!store.isEmpty()) return false
    for (const { group } of this.groups) if (!group.isEmpty()) return false
    return true
  }

  /** Turns until the head is the pane of this time. */
  follow(time: number): void {
    if (this.end <= time) this.#turn(Math.floor(time / this.step) - this.head)
  }

  save(): unknown {
    return {
      head: this.head,
      stores: this.stores.map((store) => store.save()),
      groups: this.groups.map(({ group }) => group.save()),
    }
  }

  load(saved: unknown): void {
    const state = saved as { head: number; stores: unknown[]; groups: unknown[] }
    this.head = state.head
    this.end = (this.head + 1) * this.step
    for (const [i, store] of this.stores.entries()) store.load(state.stores[i])
    for (const [i, { group }] of this.groups.entries())
      group.load(state.groups[i] as Parameters<Group['load']>[0])
  }
}
