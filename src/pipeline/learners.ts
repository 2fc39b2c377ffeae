import type { Where } from '../contract/windows.ts'
import type { Event } from '../event/event.ts'
import { classOf, know, rare } from '../windows/classes.ts'
import type { Seat } from './engine.ts'

const all: Where = { id: 'all', fields: ['kind'], test: () => true }

/** Who learns from an event: found once for each class of events, as few learn from most of them. */
export class Learners {
  readonly #seats: readonly Seat[]
  readonly #wheres: readonly Where[]
  readonly #known = new Map<number, readonly Seat[]>()

  constructor(seats: readonly Seat[]) {
    this.#seats = seats.filter(({ judge }) => judge.learn !== undefined)
    this.#wheres = this.#seats.map(({ judge }) => judge.learns ?? all)
  }

  of(event: Event): readonly Seat[] {
    const number = classOf(event)
    return this.#known.get(number) ?? this.#find(number, event)
  }

  #find(number: number, event: Event): readonly Seat[] {
    const isRare = number === rare
    const { met, plain } = know(this.#wheres, event, isRare)
    const seats = [...met, ...plain].toSorted((a, b) => a - b).map((i) => this.#seats[i]!)
    if (!isRare) this.#known.set(number, seats)
    return seats
  }
}
