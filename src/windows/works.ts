import type { Marks, Where } from '../contract/windows.ts'
import type { Event } from '../event/event.ts'
import { classOf, know, rare } from './classes.ts'
import type { Digest } from './keys/digest.ts'
import type { Plan, Reading } from './plan.ts'
import type { Cells, Tally } from './stores/cells.ts'
import type { Counter } from './stores/store.ts'

/** Combinations of conditions that are remembered. */
const most = 4096
/** Conditions in one number. */
const bits = 30

/** A watch: a need whose value is looked at when an event was counted by it. */
export interface Watch {
  readonly reading: Reading
  readonly atLeast: number
  readonly number: number
}

/** What a store of counts does with an event. */
export interface Share {
  readonly cells: Cells
  readonly tally: Tally
}

/** What an event does that meets certain conditions. */
export interface Work {
  /** 1 for each condition met. */
  readonly met: Uint8Array
  /** Numbers and digests that must be read. */
  readonly numbers: Int32Array
  readonly digests: readonly Digest[]
  /** Stores that may count it: those of counts, all others. */
  readonly shares: readonly Share[]
  readonly counters: readonly Counter[]
  /** Watches that it may wake, in order. */
  readonly watches: readonly Watch[]
}

interface Branch {
  work: Work | undefined
  readonly next: Map<number, Branch>
}

/** Events of one class, marked or not: conditions that all meet, those to be asked, and what came of it. */
interface Kin {
  readonly met: readonly number[]
  readonly asked: readonly number[]
  readonly wheres: readonly Where[]
  readonly root: Branch
}

/**
 * What is to be done for each combination of conditions that occurs: there are few, and an event has no
 * part in most stores.
 */
export class Works {
  readonly #plan: Plan
  readonly #watches: readonly Watch[]
  /** By class, and whether they are marked. */
  #kins: Map<number, Kin> = new Map()
  #size = 0

  /** @param watches all that there are; `forget` when there are more */
  constructor(plan: Plan, watches: readonly Watch[]) {
    this.#plan = plan
    this.#watches = watches
  }

  /** Work of an event. */
  of(event: Event, marks: Marks): Work {
    const number = classOf(event)
    const id = marks.size > 0 ? ~number : number
    const kin = this.#kins.get(id) ?? this.#learn(id, event, marks)
    const branch = kin.wheres.length > 0 ? this.#ask(kin, event, marks) : kin.root
    return (branch.work ??= this.#make(kin, event, marks))
  }

  #ask({ wheres, root }: Kin, event: Event, marks: Marks): Branch {
    let branch = root
    let answers = 0
    for (let i = 0; i < wheres.length; i++) {
      if (wheres[i]!.test(event, marks)) answers |= 1 << (i % bits)
      if (i % bits < bits - 1 && i < wheres.length - 1) continue
      branch = branch.next.get(answers) ?? this.#grow(branch, answers)
      answers = 0
    }
    return branch
  }

  #learn(id: number, event: Event, marks: Marks): Kin {
    if (++this.#size > most) this.forget()
    const known = know(this.#plan.wheres, event, classOf(event) === rare)
    const isMarked = marks.size > 0
    const asked = isMarked ? known.marked : known.plain
    const kin = {
      met: known.met,
      asked,
      wheres: asked.map((where) => this.#plan.wheres[where]!),
      root: leaf(),
    }
    this.#kins.set(id, kin)
    return kin
  }

  #grow(branch: Branch, answers: number): Branch {
    if (++this.#size > most) this.forget()
    const grown = leaf()
    branch.next.set(answers, grown)
    return grown
  }

  #make(kin: Kin, event: Event, marks: Marks): Work {
    const { wheres, readings, digests, counters, cells } = this.#plan
    const met = new Uint8Array(wheres.length)
    for (const where of kin.met) met[where] = 1
    for (const where of kin.asked) if (wheres[where]!.test(event, marks)) met[where] = 1
    const read = readings.filter(({ where }) => met[where] === 1)
    const numbers = new Set(read.flatMap(({ number }) => (number >= 0 ? [number] : [])))
    const texts = new Set(read.flatMap(({ digest }) => (digest >= 0 ? [digests[digest]!] : [])))
    return {
      met,
      numbers: Int32Array.from(numbers),
      digests: [...texts],
      shares: cells.flatMap((one) => {
        const tally = one.tally(met)
        return tally ? [{ cells: one, tally }] : []
      }),
      counters: counters.filter((store) => met[store.where] === 1),
      watches: this.#watches.filter(({ reading }) => met[reading.where] === 1),
    }
  }

  /** Makes all anew when next needed. */
  forget(): void {
    this.#kins.clear()
    this.#size = 0
  }
}

function leaf(): Branch {
  return { work: undefined, next: new Map() }
}
